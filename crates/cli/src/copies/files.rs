//! 添付ファイル in copies: each sealed once, in a file that its SHA-256 names, below a folder for the keys it is sealed to. A copy of the database
//! goes without their bytes and names them in a list of its own, so that an hour's copy is as small as the words are.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    io::{self, Read},
    path::{Path, PathBuf},
};

use app::{Outside, copies::CopyFault, transfer};
use domain::id::{FileId, OfficeId};
use sha2::{Digest as _, Sha256};
use store::{Db, StoreError, attachments, offices};

use super::{
    Failed,
    seal::{self, Recipients},
};
use crate::private_file;

/// The folder of the sealed files, below that of the copies.
pub const FOLDER: &str = "files";
const ENDING: &str = ".age";

/// An attached file in the database.
#[derive(Clone, Debug)]
struct InDatabase {
    office: OfficeId,
    file: FileId,
    length: i64,
}

/// What was sealed of a database.
#[derive(Clone, Debug, Default)]
pub struct SealedFiles {
    /// The hashes of those that lie sealed.
    pub hashes: BTreeSet<String>,
    /// How many are damaged in the database, and were not sealed: `verify` names them.
    pub damaged: i64,
}

/// Seals every file that an attachment names and that does not lie sealed to these keys yet.
pub fn seal_all(db: &Db, recipients: &Recipients, folder: &Path) -> Result<SealedFiles, Failed> {
    let mut sealed = SealedFiles::default();
    let all = all(db)?;
    if all.is_empty() {
        return Ok(sealed);
    }
    let below = folder.join(FOLDER).join(recipients.tag());
    private_file::make_folder(&below).map_err(|error| Failed::new(CopyFault::Place, error))?;
    for (sha256, file) in all {
        let path = below.join(format!("{sha256}{ENDING}"));
        if !path.exists() {
            let mut chunks = Chunks { db, of: file, seq: 0, rest: Vec::new(), at: 0, hash: Sha256::new() };
            let new = seal::seal(recipients, &below, &mut chunks)?;
            if base16ct::lower::encode_string(&chunks.hash.finalize()) != sha256 {
                sealed.damaged += 1;
                continue;
            }
            new.publish(&path)?;
        }
        sealed.hashes.insert(sha256);
    }
    Ok(sealed)
}

/// Puts the bytes of attached files into a database that came without them, out of the sealed files beside its copy; how many could not be had.
pub fn fill(db: &Db, outside: &Outside, beside: &Path, secret: &str) -> Result<usize, Failed> {
    let mut missing = 0;
    for (sha256, InDatabase { office, file, length }) in all_with_offices(db)? {
        if db.read_now(move |tx| attachments::length(tx, office, file))? == Some(length) {
            continue;
        }
        let taken = places(beside, &sha256).iter().any(|path| {
            seal::open(path, secret)
                .is_ok_and(|bytes| transfer::take_file(db, outside, office, (file, &sha256), bytes).is_ok())
        });
        missing += usize::from(!taken);
    }
    Ok(missing)
}

/// The folder in which a copy lies.
pub fn beside(copy: &Path) -> &Path {
    copy.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Where a file may lie sealed, to whatever keys.
fn places(beside: &Path, sha256: &str) -> Vec<PathBuf> {
    let below = fs::read_dir(beside.join(FOLDER)).into_iter().flatten().flatten();
    below.map(|folder| folder.path().join(format!("{sha256}{ENDING}"))).filter(|path| path.is_file()).collect()
}

fn all(db: &Db) -> Result<BTreeMap<String, InDatabase>, StoreError> {
    Ok(all_with_offices(db)?.into_iter().collect())
}

fn all_with_offices(db: &Db) -> Result<Vec<(String, InDatabase)>, StoreError> {
    db.read_now(|tx| {
        let mut all = Vec::new();
        for office in offices::all(tx)?.into_iter().map(|office| office.id) {
            let files = attachments::files(tx, office)?.into_iter();
            all.extend(files.map(|it| (it.sha256, InDatabase { office, file: it.file, length: it.length })));
        }
        Ok(all)
    })
}

/// The bytes of a file, chunk by chunk out of the database.
struct Chunks<'a> {
    db: &'a Db,
    of: InDatabase,
    seq: i64,
    rest: Vec<u8>,
    at: usize,
    hash: Sha256,
}

impl Read for Chunks<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if self.at == self.rest.len() {
            let (office, file, seq) = (self.of.office, self.of.file, self.seq);
            let chunk = self.db.read_now(move |tx| attachments::chunk(tx, office, file, seq));
            self.rest = chunk.map_err(|error: StoreError| io::Error::other(error.to_string()))?.unwrap_or_default();
            self.hash.update(&self.rest);
            (self.at, self.seq) = (0, seq + 1);
        }
        let rest = self.rest.get(self.at..).unwrap_or_default();
        let count = rest.len().min(into.len());
        if let (Some(into), Some(from)) = (into.get_mut(..count), rest.get(..count)) {
            into.copy_from_slice(from);
        }
        self.at += count;
        Ok(count)
    }
}

/// The list of the files that a copy names: the keys' mark, then a hash a line.
pub fn list(tag: &str, hashes: &BTreeSet<String>) -> String {
    let mut text = format!("{tag}\n");
    for hash in hashes {
        text.push_str(hash);
        text.push('\n');
    }
    text
}

/// The files that a list names, as paths below [`FOLDER`].
pub fn named(list: &str) -> Option<BTreeSet<PathBuf>> {
    let mut lines = list.lines();
    let tag = lines.next().filter(|tag| tag.len() == 16 && tag.bytes().all(|it| it.is_ascii_hexdigit()))?;
    Some(lines.map(|hash| Path::new(tag).join(format!("{hash}{ENDING}"))).collect())
}
