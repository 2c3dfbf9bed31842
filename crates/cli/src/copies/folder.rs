//! 控えのフォルダー: `serve --copies`. It belongs to one installation, by a mark in it and beside the data; so no other's copies are ever taken away, and
//! a stick that is not plugged in is found out, whose empty place would otherwise be filled.

use std::{
    collections::BTreeSet,
    ffi::OsStr,
    fs, io,
    path::{Path, PathBuf},
};

use anyhow::bail;
use app::{
    Outside,
    copies::{CopyFault, generations},
};
use jiff::civil::DateTime;
use store::Location;

use super::{Failed, files, seal};
use crate::{key_file, private_file};

/// The mark in the folder, and the file beside the data that says which one it is.
const MARK: &str = "mimamori-copies.id";
/// What stands beside a copy: which sealed files it names.
const LIST: &str = "files";

/// Where an installation's copies lie.
#[derive(Clone, Debug)]
pub struct CopiesFolder {
    /// The copies.
    pub folder: PathBuf,
    /// The data, with the test key.
    pub data: PathBuf,
    /// The database.
    pub place: Location,
    mark: String,
}

impl CopiesFolder {
    /// The folder, which must be there, and be of nobody else.
    pub fn open(folder: &Path, data: &Path, place: &Location, outside: &Outside) -> anyhow::Result<Self> {
        if !folder.is_dir() {
            bail!("--copies のフォルダーがありません: {}", folder.display());
        }
        let mark = base16ct::lower::encode_string(&key_file::of_folder(data, MARK, outside)?);
        let own = Self { folder: folder.to_owned(), data: data.to_owned(), place: place.clone(), mark };
        if !folder.join(MARK).exists() {
            if !own.made()?.is_empty() {
                bail!("{} には、ほかの控えがあります。空のフォルダーを指定してください", folder.display());
            }
            private_file::write_new(&folder.join(MARK), own.mark.as_bytes())?;
        }
        if own.check().is_err() {
            bail!("{} は、ほかのみまもりの控えのフォルダーです。別のフォルダーを指定してください", folder.display());
        }
        Ok(own)
    }

    /// Whether it is still the same folder: not the empty place of a stick that was taken away.
    pub fn check(&self) -> Result<(), Failed> {
        let mark = fs::read_to_string(self.folder.join(MARK)).map_err(Failed::place)?;
        if mark.trim() == self.mark { Ok(()) } else { Err(Failed::new(CopyFault::Place, "the folder is another one")) }
    }

    /// When the copies in it were made, Japan's time.
    pub fn made(&self) -> io::Result<BTreeSet<DateTime>> {
        let names = fs::read_dir(&self.folder)?.collect::<Result<Vec<_>, _>>()?;
        Ok(names.iter().filter_map(|file| generations::of_file_name(file.file_name().to_str()?)).collect())
    }

    /// The file of a copy.
    pub fn file(&self, made: DateTime) -> PathBuf {
        self.folder.join(generations::file_name(made))
    }

    /// The list of the sealed files that a copy names.
    pub fn list(&self, made: DateTime) -> PathBuf {
        self.file(made).with_extension(LIST)
    }

    /// Takes away the copies whose time is over, then the sealed files that none of the others names. Where a list cannot be read, none of those.
    pub fn prune(&self) -> Result<(), Failed> {
        let made = self.made().map_err(Failed::place)?;
        let kept = generations::kept(&made);
        for over in made.difference(&kept) {
            fs::remove_file(self.file(*over)).map_err(Failed::place)?;
            remove(&self.list(*over))?;
        }
        let mut named = BTreeSet::new();
        for made in &kept {
            let list = fs::read_to_string(self.list(*made)).map_err(Failed::place)?;
            let list = files::named(&list).ok_or_else(|| Failed::new(CopyFault::Damaged, "a list of files"))?;
            named.extend(list);
        }
        for (path, name) in self.sealed_files() {
            if !named.contains(&name) {
                remove(&path)?;
            }
        }
        Ok(())
    }

    /// Every sealed file, with its path below the folder of the files.
    fn sealed_files(&self) -> Vec<(PathBuf, PathBuf)> {
        let root = self.folder.join(files::FOLDER);
        let all = entries(&root).into_iter().flat_map(|folder| entries(&folder));
        let sealed = all.filter(|path| path.extension() == Some(OsStr::new("age")));
        sealed.filter_map(|path| Some((path.clone(), path.strip_prefix(&root).ok()?.to_owned()))).collect()
    }

    /// Takes away what a killed program began.
    pub fn clear_unfinished(&self) {
        let (begin, end) = seal::UNFINISHED;
        let below = entries(&self.folder.join(files::FOLDER));
        for path in below.iter().flat_map(|folder| entries(folder)).chain(entries(&self.folder)) {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            if name.starts_with(begin) && name.ends_with(end) {
                drop(fs::remove_file(&path));
            }
        }
    }
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()).collect()
}

fn remove(path: &Path) -> Result<(), Failed> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(Failed::place(error)),
        _ => Ok(()),
    }
}
