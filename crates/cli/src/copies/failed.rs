//! Why a copy could not be made or opened: for the page as one of few words, for the log with its cause.

use std::{fmt, io};

use app::copies::CopyFault;
use store::{Fault, StoreError};

/// A copy that did not go well.
#[derive(Debug)]
pub struct Failed {
    /// For people.
    pub fault: CopyFault,
    /// For the log: engines and programs in their own words, without values of a row.
    cause: String,
    /// What the store said it was.
    of_store: Option<Fault>,
}

impl Failed {
    /// A fault with its cause.
    pub fn new(fault: CopyFault, cause: impl fmt::Display) -> Self {
        Self { fault, cause: cause.to_string(), of_store: None }
    }

    /// What the store said it was, where it was the store.
    pub fn of_store(&self) -> Option<Fault> {
        self.of_store
    }

    /// A fault of reading or writing where copies lie.
    pub fn place(error: io::Error) -> Self {
        let full = [io::ErrorKind::StorageFull, io::ErrorKind::QuotaExceeded, io::ErrorKind::FileTooLarge];
        let fault = if full.contains(&error.kind()) { CopyFault::Full } else { CopyFault::Place };
        Self::new(fault, error)
    }
}

impl fmt::Display for Failed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}（{}）", self.fault.label(), self.cause)
    }
}

impl std::error::Error for Failed {}

impl From<StoreError> for Failed {
    fn from(error: StoreError) -> Self {
        let fault = match error.fault() {
            Some(Fault::Full) => CopyFault::Full,
            Some(Fault::Corrupt) => CopyFault::Damaged,
            _ => CopyFault::Database,
        };
        Self { of_store: error.fault(), ..Self::new(fault, error) }
    }
}
