//! 封: age files with two recipients, written whole or not at all, and opened with one key.

use std::{
    fs::File,
    io::{self, BufReader, Read, Write},
    iter,
    path::Path,
    str::FromStr as _,
};

use age::x25519::{Identity, Recipient};
use app::copies::CopyFault;
use tempfile::NamedTempFile;

use super::Failed;

/// How every file begins while it is not finished, and how it ends: what a killed program left is known by both.
pub const UNFINISHED: (&str, &str) = ("mimamori-", ".unfinished");
/// With this an age file begins.
const BEGINNING: &[u8] = b"age-encryption.org/v1\n";
/// Bytes that go onto the disk at a time: a gigabyte all at once at the end would make whoever writes meanwhile wait.
const STRIDE: usize = 4 << 20;

/// To whom copies are sealed: the paper key, and the test key of the server.
#[derive(Clone, Debug)]
pub struct Recipients {
    all: Vec<Recipient>,
    tag: String,
}

impl Recipients {
    /// Those with these public halves.
    pub fn of(publics: &[&str]) -> Result<Self, Failed> {
        let read = |text: &&str| Recipient::from_str(text).map_err(|error| Failed::new(CopyFault::Key, error));
        let all = publics.iter().map(read).collect::<Result<Vec<_>, _>>()?;
        let hash = app::sha256_hex(publics.join("\n"));
        Ok(Self { all, tag: hash.get(..16).unwrap_or_default().to_owned() })
    }

    /// What tells these keys from others: files that were sealed to others are sealed anew.
    pub fn tag(&self) -> &str {
        &self.tag
    }
}

/// A sealed file that is whole but has no name yet. Dropped, it is gone.
#[derive(Debug)]
pub struct Sealed {
    file: NamedTempFile,
    /// Its bytes.
    pub bytes: u64,
}

/// Seals what is read into a new file in a folder. Only its owner reads it, from its first byte on.
pub fn seal(recipients: &Recipients, folder: &Path, from: &mut dyn Read) -> Result<Sealed, Failed> {
    let file = unfinished(folder)?;
    let all = recipients.all.iter().map(|recipient| -> &dyn age::Recipient { recipient });
    let encryptor = age::Encryptor::with_recipients(all).map_err(|error| Failed::new(CopyFault::Key, error))?;
    let paced = Paced { file: file.as_file(), waiting: 0 };
    let mut writer = encryptor.wrap_output(paced).map_err(Failed::place)?;
    let mut piece = vec![0; 1 << 16];
    loop {
        let read = from.read(&mut piece).map_err(|error| Failed::new(CopyFault::Database, error))?;
        if read == 0 {
            break;
        }
        writer.write_all(piece.get(..read).unwrap_or_default()).map_err(Failed::place)?;
    }
    writer.finish().map_err(Failed::place)?;
    file.as_file().sync_all().map_err(Failed::place)?;
    let bytes = file.as_file().metadata().map_err(Failed::place)?.len();
    Ok(Sealed { file, bytes })
}

/// A file in which something is begun.
pub fn unfinished(folder: &Path) -> Result<NamedTempFile, Failed> {
    let (begin, end) = UNFINISHED;
    tempfile::Builder::new().prefix(begin).suffix(end).tempfile_in(folder).map_err(Failed::place)
}

impl Sealed {
    /// Gives it its name, under which nothing stands yet.
    pub fn publish(self, path: &Path) -> Result<(), Failed> {
        publish(self.file, path)
    }
}

/// Gives a finished file its name, all at once; nothing is written over.
pub fn publish(file: NamedTempFile, path: &Path) -> Result<(), Failed> {
    match file.persist_noclobber(path) {
        Ok(_) => {}
        Err(refused) if refused.error.kind() == io::ErrorKind::AlreadyExists => {
            return Err(Failed::place(refused.error));
        }
        // A USB stick (FAT, exFAT) knows no links; the names of copies are given by one program alone.
        Err(refused) if path.exists() => return Err(Failed::place(refused.error)),
        Err(refused) => drop(refused.file.persist(path).map_err(|error| Failed::place(error.error))?),
    }
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    match File::open(folder).and_then(|folder| folder.sync_all()) {
        // Such a stick may not know this either; the file itself is on it.
        Err(error) if error.kind() == io::ErrorKind::InvalidInput => Ok(()),
        done => done.map_err(Failed::place),
    }
}

/// Whether a file is sealed, by its first bytes.
pub fn is_sealed(path: &Path) -> io::Result<bool> {
    let mut begin = Vec::new();
    File::open(path)?.take(u64::try_from(BEGINNING.len()).unwrap_or_default()).read_to_end(&mut begin)?;
    Ok(begin == BEGINNING)
}

/// What is sealed in a file, with the secret of one of its keys. Each piece is proved as it is read.
pub fn open(path: &Path, secret: &str) -> Result<Box<dyn Read>, Failed> {
    let identity = Identity::from_str(secret).map_err(|error| Failed::new(CopyFault::Key, error))?;
    let file = BufReader::new(File::open(path).map_err(Failed::place)?);
    let opened =
        age::Decryptor::new_buffered(file).and_then(|it| it.decrypt(iter::once::<&dyn age::Identity>(&identity)));
    match opened {
        Ok(reader) => Ok(Box::new(reader)),
        Err(error @ age::DecryptError::NoMatchingKeys) => Err(Failed::new(CopyFault::Key, error)),
        Err(error) => Err(Failed::new(CopyFault::Damaged, error)),
    }
}

/// Opens a sealed file into a new one.
pub fn open_into(path: &Path, secret: &str, to: &mut File) -> Result<(), Failed> {
    let mut reader = open(path, secret)?;
    let mut piece = vec![0; 1 << 16];
    loop {
        let read = reader.read(&mut piece).map_err(|error| Failed::new(CopyFault::Damaged, error))?;
        if read == 0 {
            return Ok(());
        }
        to.write_all(piece.get(..read).unwrap_or_default()).map_err(Failed::place)?;
    }
}

/// Writes onto the disk in strides.
struct Paced<'a> {
    file: &'a File,
    waiting: usize,
}

impl Write for Paced<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.file.write(bytes)?;
        self.waiting += written;
        if self.waiting >= STRIDE {
            self.waiting = 0;
            self.file.sync_data()?;
        }
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

#[cfg(test)]
mod tests {
    use std::{fs, os::unix::fs::PermissionsExt as _};

    use app::copies::MadeKey;

    use super::*;

    fn opened(path: &Path, key: &MadeKey) -> Result<Vec<u8>, Failed> {
        let mut file = tempfile::tempfile().unwrap();
        open_into(path, &key.secret, &mut file)?;
        let mut bytes = Vec::new();
        io::Seek::rewind(&mut file).unwrap();
        file.read_to_end(&mut bytes).unwrap();
        Ok(bytes)
    }

    #[test]
    fn each_of_the_two_keys_opens_it_no_other_does_and_one_flipped_bit_is_found() {
        let folder = tempfile::tempdir().unwrap();
        let [paper, test, other] = [1, 2, 3].map(|byte| MadeKey::of([byte; 32]).unwrap());
        let recipients = Recipients::of(&[&paper.public, &test.public]).unwrap();
        let text = "控え".repeat(50_000);
        let path = folder.path().join("copy.age");
        let sealed = seal(&recipients, folder.path(), &mut text.as_bytes()).unwrap();
        sealed.publish(&path).unwrap();
        assert!(is_sealed(&path).unwrap());
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        for key in [&paper, &test] {
            assert_eq!(opened(&path, key).unwrap(), text.as_bytes());
        }
        assert_eq!(opened(&path, &other).unwrap_err().fault, CopyFault::Key);
        let bytes = fs::read(&path).unwrap();
        assert!(!bytes.windows(6).any(|six| six == "控え".as_bytes()));
        for place in (0..bytes.len()).step_by(bytes.len() / 97).chain([bytes.len() - 1]) {
            let mut flipped = bytes.clone();
            flipped[place] ^= 1;
            fs::write(&path, &flipped).unwrap();
            assert!(opened(&path, &paper).is_err(), "byte {place}");
        }
        fs::write(&path, &bytes[..bytes.len() - 70_000]).unwrap();
        assert_eq!(opened(&path, &paper).unwrap_err().fault, CopyFault::Damaged, "cut off");
    }

    #[test]
    fn nothing_is_written_over_and_what_fails_leaves_nothing() {
        struct Breaks;
        impl Read for Breaks {
            fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
                Err(io::Error::other("gone"))
            }
        }
        let folder = tempfile::tempdir().unwrap();
        let key = MadeKey::of([1; 32]).unwrap();
        let recipients = Recipients::of(&[&key.public]).unwrap();
        let path = folder.path().join("copy.age");
        fs::write(&path, "older copy").unwrap();
        let sealed = seal(&recipients, folder.path(), &mut b"new".as_slice()).unwrap();
        assert!(sealed.publish(&path).is_err());
        assert!(seal(&recipients, folder.path(), &mut Breaks).is_err());
        assert_eq!(fs::read_to_string(&path).unwrap(), "older copy");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_full_place_says_that_it_is_full() {
        // Whatever is written there finds no room.
        let full = File::options().write(true).open("/dev/full").unwrap();
        let error = Paced { file: &full, waiting: 0 }.write_all(b"x").unwrap_err();
        assert_eq!(Failed::place(error).fault, CopyFault::Full);
    }
}
