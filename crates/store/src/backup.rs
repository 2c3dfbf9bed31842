//! 控え: a copy of a SQLite database while it is in use, and a database from such a copy.
//!
//! A copy is one ordinary SQLite file, a consistent state of one moment, with the hash of all of it behind its last page. PostgreSQL has programs of
//! its own for this (`pg_dump`, `pg_restore`): what they need to know of the server stands in `server`, and a dump gets the same mark.

pub mod lean;
mod mark;
pub mod server;

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use rusqlite::{Connection, OpenFlags};

use crate::{
    Db, Fault, Location, StoreError,
    engine::{make_private, sqlite_fault},
};

pub use lean::{LEFT_OUT, save_without_files};
pub use server::{Scratch, Server, ServerState, is_in_use, save_dump, server_state, take_dump};

/// Copies the database in the file `from` into the new file `to`. Others may go on working meanwhile.
pub fn save(from: &Path, to: &Path) -> Result<(), StoreError> {
    // Read-only, so that a wrong path makes no empty database and copies it.
    let connection = Connection::open_with_flags(from, OpenFlags::SQLITE_OPEN_READ_ONLY).map_err(sqlite_fault)?;
    refuse_existing(to)?;
    let beside = beside(to);
    clear(&beside);
    make_private(&beside)?;
    let copied = connection
        .execute("vacuum into ?1", [beside.to_string_lossy()])
        .map_err(sqlite_fault)
        .and_then(|_| without_number(&beside))
        .and_then(|()| check(&beside))
        .and_then(|()| mark::put(&beside))
        .and_then(|()| put(&beside, to));
    if copied.is_err() {
        clear(&beside);
    }
    copied
}

/// Takes the number of the database out of a copy: it is another file, and a server over whose file it is put notices.
fn without_number(copy: &Path) -> Result<(), StoreError> {
    let connection = Connection::open_with_flags(copy, OpenFlags::SQLITE_OPEN_READ_WRITE).map_err(sqlite_fault)?;
    connection.pragma_update(None, "user_version", 0).map_err(sqlite_fault)?;
    connection.close().map_err(|(_, error)| sqlite_fault(error))
}

/// Makes the new database `to` from the copy `from`, after looking it through; whether its checksum said so, too (copies of before have none).
pub fn restore(from: &Path, to: &Path) -> Result<bool, StoreError> {
    for leftover in ["", "-wal", "-shm"] {
        let mut name = to.as_os_str().to_owned();
        name.push(leftover);
        refuse_existing(Path::new(&name))?;
    }
    refuse_log_beside(from)?;
    let marked = mark::checked(from)?;
    check(from)?;
    let beside = beside(to);
    clear(&beside);
    make_private(&beside)?;
    let copied = copy(from, &beside, marked)
        .and_then(|()| without_number(&beside))
        .and_then(|()| check(&beside))
        .and_then(|()| put(&beside, to));
    if copied.is_err() {
        clear(&beside);
    }
    copied.map(|()| marked.is_some())
}

/// The database of a copy, without its mark.
fn copy(from: &Path, to: &Path, length: Option<u64>) -> Result<(), StoreError> {
    fs::copy(from, to).map_err(disk)?;
    let Some(length) = length else { return Ok(()) };
    fs::File::options().write(true).open(to).and_then(|file| file.set_len(length)).map_err(disk)
}

/// A copy made by hand of a database in use has its newest words in a file beside it: without that file they would be lost unseen.
fn refuse_log_beside(from: &Path) -> Result<(), StoreError> {
    let mut log = from.as_os_str().to_owned();
    log.push("-wal");
    let waits = fs::metadata(Path::new(&log)).is_ok_and(|log| log.len() > 0);
    if waits { Err(StoreError::engine(Fault::LogBeside, "a write-ahead log lies beside the copy")) } else { Ok(()) }
}

/// Refuses a file that is damaged or no database of ours.
fn check(path: &Path) -> Result<(), StoreError> {
    let connection = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY).map_err(sqlite_fault)?;
    let found: String =
        connection.query_row("pragma integrity_check(1)", [], |row| row.get(0)).map_err(sqlite_fault)?;
    if found != "ok" {
        return Err(StoreError::engine(Fault::Corrupt, found));
    }
    let newest: Option<String> =
        connection
            .query_row("select max(name) from schema_migration", [], |row| row.get(0))
            .map_err(|_| StoreError::engine(Fault::Schema, "the file is no database of mimamori"))?;
    match newest {
        Some(name) if Db::migrations().any(|known| known == name) => Ok(()),
        Some(name) => {
            Err(StoreError::engine(Fault::Schema, format!("the file was written by a newer version ({name})")))
        }
        None => Err(StoreError::engine(Fault::Schema, "the file is no database of mimamori")),
    }
}

/// Whether another connection has the file open: then the whole of it cannot be locked.
fn is_open_elsewhere(path: &Path) -> Result<bool, StoreError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags).map_err(sqlite_fault)?;
    match connection.execute_batch("pragma locking_mode = exclusive; begin immediate; rollback") {
        Ok(()) => Ok(false),
        Err(error) => match sqlite_fault(error) {
            StoreError::Busy => Ok(true),
            other => Err(other),
        },
    }
}

/// The file under its last name, all at once, and on the disk.
fn put(beside: &Path, to: &Path) -> Result<(), StoreError> {
    fs::File::open(beside).and_then(|file| file.sync_all()).map_err(disk)?;
    // A hard link is refused where the name is taken meanwhile; a rename would replace.
    match fs::hard_link(beside, to) {
        Ok(()) => {}
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => return Err(disk(error)),
        // A USB stick (FAT, exFAT) knows no links.
        Err(_) => put_copy(beside, to)?,
    }
    fs::remove_file(beside).map_err(disk)?;
    let Some(folder) = to.parent().filter(|folder| !folder.as_os_str().is_empty()) else { return Ok(()) };
    match fs::File::open(folder).and_then(|it| it.sync_all()) {
        // Such a stick may not know this either; the file itself is on it.
        Err(error) if error.kind() == io::ErrorKind::InvalidInput => Ok(()),
        done => done.map_err(disk),
    }
}

/// The file under its last name where that cannot be had at once: written as a new one, and taken away again where that fails.
fn put_copy(beside: &Path, to: &Path) -> Result<(), StoreError> {
    let mut new = fs::OpenOptions::new();
    new.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut new, 0o600);
    let mut file = new.open(to).map_err(disk)?;
    let written =
        fs::File::open(beside).and_then(|mut from| io::copy(&mut from, &mut file)).and_then(|_| file.sync_all());
    if written.is_err() {
        drop(fs::remove_file(to));
    }
    written.map_err(disk)
}

fn beside(to: &Path) -> PathBuf {
    let mut name = to.as_os_str().to_owned();
    name.push(".unfinished");
    name.into()
}

/// Takes away what a killed copy left: it is no copy, it stops the next one, and it holds personal data.
fn clear(beside: &Path) {
    for leftover in ["", "-journal", "-wal", "-shm"] {
        let mut name = beside.as_os_str().to_owned();
        name.push(leftover);
        drop(fs::remove_file(Path::new(&name)));
    }
}

fn refuse_existing(path: &Path) -> Result<(), StoreError> {
    match fs::symlink_metadata(path) {
        Ok(_) => Err(StoreError::engine(Fault::Disk, format!("{} is there already", path.display()))),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(disk(error)),
    }
}

#[expect(clippy::needless_pass_by_value, reason = "the shape that map_err takes")]
fn disk(error: io::Error) -> StoreError {
    let kind = if error.kind() == io::ErrorKind::StorageFull { Fault::Full } else { Fault::Disk };
    StoreError::engine(kind, error.to_string())
}

impl Location {
    /// The file of a SQLite database.
    pub fn sqlite_file(&self) -> Option<&Path> {
        match self {
            Self::SqliteFile(path) => Some(path),
            Self::SqliteMemory | Self::Postgres(_) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn where_there_are_no_links_a_new_file_is_written_and_none_that_is_there() {
        let folder = tempfile::tempdir().unwrap();
        let (beside, to) = (folder.path().join("a"), folder.path().join("b"));
        fs::write(&beside, "copy").unwrap();
        put_copy(&beside, &to).unwrap();
        fs::write(&beside, "other").unwrap();
        assert!(put_copy(&beside, &to).is_err());
        assert_eq!(fs::read_to_string(&to).unwrap(), "copy");
    }
}
