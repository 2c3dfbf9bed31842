//! The file behind a connection. It stays open when it is moved, replaced or removed: whatever is written then goes into a
//! file that nobody finds again. So it is looked at whether the path still leads to it.

use std::{
    fs,
    path::{Path, PathBuf},
};

use super::{Fault, StoreError};

/// A file as it was opened.
pub(super) struct Opened {
    path: PathBuf,
    identity: (u64, u64),
}

impl Opened {
    /// The file that was just opened at this path.
    pub(super) fn at(path: &Path) -> Result<Self, StoreError> {
        Ok(Self { path: path.to_owned(), identity: identity(path)? })
    }

    /// Refuses where the path leads to another file, or to none.
    pub(super) fn is_there(&self) -> Result<(), StoreError> {
        if identity(&self.path)? == self.identity {
            return Ok(());
        }
        Err(StoreError::engine(Fault::Gone, "another file stands in its place"))
    }
}

/// What tells a file from every other one: device and number.
fn identity(path: &Path) -> Result<(u64, u64), StoreError> {
    let found = fs::metadata(path).map_err(|error| StoreError::engine(Fault::Gone, error.to_string()))?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt as _;
        Ok((found.dev(), found.ino()))
    }
    #[cfg(not(unix))]
    {
        // An open file cannot be moved or removed there.
        let _ = found;
        Ok((0, 0))
    }
}
