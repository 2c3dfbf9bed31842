//! The mark at the end of a copy: the hash of all that stands before it. SQLite reads a file to the end of its last page, so that a copy stays
//! an ordinary database.

use std::{
    fs::{File, OpenOptions},
    io::{Read, Seek as _, SeekFrom, Write as _},
    path::Path,
};

use base16ct::lower::encode_string as hex;
use sha2::{Digest as _, Sha256};

use super::disk;
use crate::{Fault, StoreError};

const NAME: &str = "\nmimamori backup sha256 ";
/// The name, the hash in 64 letters, a line end.
const LENGTH: usize = NAME.len() + 65;
/// What is read at a time.
const PIECE: usize = 1 << 16;

/// Puts the mark behind what is in the file.
pub(super) fn put(path: &Path) -> Result<(), StoreError> {
    let mut file = OpenOptions::new().read(true).append(true).open(path).map_err(disk)?;
    let hash = hash_of(&mut file)?;
    file.write_all(format!("{NAME}{hash}\n").as_bytes()).map_err(disk)
}

/// The length of what stands before the mark, once the hash was found to be right; none where there is no mark, as in copies of before.
pub(super) fn checked(path: &Path) -> Result<Option<u64>, StoreError> {
    let length = length(path)?;
    let mut file = File::open(path).map_err(disk)?;
    let whole = file.metadata().map_err(disk)?.len();
    // The mark itself may be what is damaged: a database ends with a page.
    if length.is_none() && whole % page_size(&mut file)? != 0 {
        return Err(damaged("the file does not end with a page"));
    }
    Ok(length)
}

/// As [`checked`], for a file that ends anywhere.
pub(super) fn length(path: &Path) -> Result<Option<u64>, StoreError> {
    let mut file = File::open(path).map_err(disk)?;
    let whole = file.metadata().map_err(disk)?.len();
    let mark = u64::try_from(LENGTH).unwrap_or(u64::MAX);
    let Some(length) = whole.checked_sub(mark) else { return Ok(None) };
    let mut mark = String::new();
    file.seek(SeekFrom::Start(length)).map_err(disk)?;
    let read = file.read_to_string(&mut mark);
    file.rewind().map_err(disk)?;
    match mark.strip_prefix(NAME).filter(|_| read.is_ok()) {
        Some(hash) if hash.strip_suffix('\n') == Some(&hash_of((&mut file).take(length))?) => Ok(Some(length)),
        Some(_) => Err(damaged("the checksum does not fit")),
        None => Ok(None),
    }
}

fn damaged(what: &str) -> StoreError {
    StoreError::engine(Fault::Corrupt, what)
}

fn hash_of(mut from: impl Read) -> Result<String, StoreError> {
    let (mut hash, mut piece) = (Sha256::new(), vec![0; PIECE]);
    loop {
        match from.read(&mut piece).map_err(disk)? {
            0 => return Ok(hex(&hash.finalize())),
            read => hash.update(piece.get(..read).unwrap_or_default()),
        }
    }
}

/// The page size in SQLite's head; 1 stands for 65,536.
fn page_size(file: &mut File) -> Result<u64, StoreError> {
    let mut size = [0; 2];
    file.seek(SeekFrom::Start(16)).and_then(|_| file.read_exact(&mut size)).map_err(|_| damaged("no database"))?;
    match u64::from(u16::from_be_bytes(size)) {
        0 => Err(damaged("no database")),
        1 => Ok(65_536),
        size => Ok(size),
    }
}
