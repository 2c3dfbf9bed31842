//! 戻すテスト: a copy is opened into a throwaway place, its files beside it, and looked through as `verify` does. A copy that was never restored is a
//! hope.

use std::{
    fs::{self, File},
    io::Read as _,
    path::{Path, PathBuf},
    time::Instant,
};

use app::{
    Outside,
    copies::{CopyFault, CopyRun, RunKind},
    upkeep,
};
use jiff::civil::DateTime;
use store::{
    Db, Location,
    backup::{self, Scratch},
};
use tempfile::{NamedTempFile, TempDir};

use super::{CopiesFolder, Failed, files, keys, payload::state_of, postgres, seal};
use crate::{data::migrate, private_file};

/// Where copies are opened, below the folder of the data.
const ROOM: &str = "trial";
/// How the database of a trial is called, after the real one.
const DATABASE: &str = "mimamori_trial";

/// A copy as it was before it was sealed: a file of its own, or a throwaway one.
#[derive(Debug)]
pub enum Plain {
    /// It was not sealed.
    Itself(PathBuf),
    /// What the key opened.
    Opened(NamedTempFile),
}

impl Plain {
    /// Where it is.
    pub fn path(&self) -> &Path {
        match self {
            Self::Itself(path) => path,
            Self::Opened(file) => file.path(),
        }
    }

    /// Whether it is a dump of PostgreSQL.
    pub fn is_dump(&self) -> Result<bool, Failed> {
        let mut begin = [0; 5];
        let read = File::open(self.path()).and_then(|mut file| file.read(&mut begin)).map_err(Failed::place)?;
        Ok(read == begin.len() && begin == *b"PGDMP")
    }
}

/// Opens a copy, if it is sealed, into a file in the folder of the data that goes afterwards.
pub fn plain_copy(copy: &Path, secret: Option<&str>, data: &Path) -> Result<Plain, Failed> {
    if !seal::is_sealed(copy).map_err(Failed::place)? {
        return Ok(Plain::Itself(copy.to_owned()));
    }
    let secret = secret.ok_or_else(|| Failed::new(CopyFault::Key, "no key was given"))?;
    private_file::make_folder(data).map_err(|error| Failed::new(CopyFault::Place, error))?;
    let mut file = seal::unfinished(data)?;
    seal::open_into(copy, secret, file.as_file_mut())?;
    Ok(Plain::Opened(file))
}

/// Puts a plain copy into an empty place; whether its checksum was right (copies of before have none).
pub fn put(plain: &Plain, to: &Location, data: &Path) -> Result<bool, Failed> {
    match (to, plain.is_dump()?) {
        (Location::SqliteFile(path), false) => {
            if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
                private_file::make_folder(folder).map_err(|error| Failed::new(CopyFault::Place, error))?;
            }
            Ok(backup::restore(plain.path(), path)?)
        }
        (Location::Postgres(_), true) => {
            private_file::make_folder(data).map_err(|error| Failed::new(CopyFault::Place, error))?;
            let dump = seal::unfinished(data)?;
            let marked = backup::take_dump(plain.path(), dump.path())?;
            postgres::restore(dump.path(), to)?;
            Ok(marked)
        }
        _ => Err(Failed::new(CopyFault::Database, "the copy is of the other engine")),
    }
}

/// A place for a trial, which goes with all that was put there.
#[derive(Debug)]
pub enum Throwaway {
    /// A folder.
    Folder {
        /// The database in it.
        location: Location,
        /// Goes when this is dropped.
        _folder: TempDir,
    },
    /// A database of its own on the server.
    Server(Scratch),
}

impl Throwaway {
    /// Makes one for a copy of that kind: for a dump on the server of `place`, else in the folder of the data.
    pub fn make(plain: &Plain, place: &Location, data: &Path) -> Result<Self, Failed> {
        if plain.is_dump()? {
            let schema = state_of(place)?.schema;
            return Ok(Self::Server(Scratch::create(place, DATABASE, &schema)?));
        }
        let room = data.join(ROOM);
        // What a killed trial left holds personal data.
        drop(fs::remove_dir_all(&room));
        private_file::make_folder(&room).map_err(|error| Failed::new(CopyFault::Place, error))?;
        let folder = tempfile::tempdir_in(&room).map_err(Failed::place)?;
        let location = Location::SqliteFile(folder.path().join("mimamori.sqlite"));
        Ok(Self::Folder { location, _folder: folder })
    }

    /// Where it is.
    pub fn location(&self) -> &Location {
        match self {
            Self::Folder { location, .. } => location,
            Self::Server(scratch) => scratch.location(),
        }
    }

    /// The copy with its attached files, opened in the throwaway place; how many files could not be had.
    pub fn open(
        &self,
        plain: &Plain,
        (copy, secret): (&Path, Option<&str>),
        outside: &Outside,
        data: &Path,
    ) -> Result<(Db, usize), Failed> {
        put(plain, self.location(), data)?;
        let db = Db::open(self.location(), 1)?;
        migrate(&db).map_err(|error| Failed::new(CopyFault::Damaged, format!("{error:#}")))?;
        let missing = files::fill(&db, outside, files::beside(copy), secret.unwrap_or_default())?;
        Ok((db, missing))
    }
}

/// Opens the newest copy with the test key and looks it through. What was found, for the page.
pub fn run(copies: &CopiesFolder, outside: &Outside, newest: DateTime) -> (CopyRun, Option<Failed>) {
    let begun = Instant::now();
    let copy = copies.file(newest);
    let bytes = fs::metadata(&copy).map_or(0, |file| i64::try_from(file.len()).unwrap_or(i64::MAX));
    let done = copies.check().and_then(|()| look_through(copies, outside, &copy));
    let (findings, failed) = match done {
        Ok(0) => (0, None),
        Ok(findings) => (findings, Some(Failed::new(CopyFault::Findings, format!("{findings} findings")))),
        Err(failed) => (0, Some(failed)),
    };
    let run = CopyRun {
        kind: RunKind::Test,
        at: (outside.now)(),
        fault: failed.as_ref().map_or(String::new(), |failed| failed.fault.word().to_owned()),
        place: copy.display().to_string(),
        bytes,
        files: 0,
        findings,
        milliseconds: i64::try_from(begun.elapsed().as_millis()).unwrap_or(i64::MAX),
    };
    (run, failed)
}

fn look_through(copies: &CopiesFolder, outside: &Outside, copy: &Path) -> Result<i64, Failed> {
    let secret = keys::test_key(&copies.data)?;
    let plain = plain_copy(copy, Some(&secret), &copies.data)?;
    let throwaway = Throwaway::make(&plain, &copies.place, &copies.data)?;
    let (db, missing) = throwaway.open(&plain, (copy, Some(&secret)), outside, &copies.data)?;
    if missing > 0 {
        return Err(Failed::new(CopyFault::Files, format!("{missing} files")));
    }
    let report = db.read_now(upkeep::verify).map_err(|error| Failed::new(CopyFault::Damaged, format!("{error:?}")))?;
    Ok(i64::try_from(report.findings.len()).unwrap_or(i64::MAX))
}
