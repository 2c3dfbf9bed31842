//! What can go wrong below the use cases: faults of the engine, told apart by what the page has to say about them.

use std::fmt;

/// What kind of fault the engine reported; the page words its message by it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The disk (or a set limit) is full; nothing was saved.
    Full,
    /// Reading or writing the disk failed; nothing was saved.
    Disk,
    /// The file is damaged or no database.
    Corrupt,
    /// A write where only reading is allowed.
    ReadOnly,
    /// The server cannot be reached, or the connection was lost: a commit under way may have been kept.
    Connection,
    /// A statement that the engine does not understand, or a value of the wrong type.
    Statement,
    /// A foreign key, check, not-null or append-only rule was broken.
    Constraint,
    /// The schema is missing, older or newer than this program.
    Schema,
    /// The use case panicked; its transaction was rolled back.
    Panic,
    /// The database is being closed.
    Closed,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Full => "storage full",
            Self::Disk => "disk fault",
            Self::Corrupt => "damaged database",
            Self::ReadOnly => "write refused",
            Self::Connection => "connection fault",
            Self::Statement => "statement fault",
            Self::Constraint => "constraint broken",
            Self::Schema => "schema mismatch",
            Self::Panic => "panic",
            Self::Closed => "database closed",
        })
    }
}

/// A fault of the store (never a user's mistake).
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The engine reported a fault.
    #[error("{kind}: {message}")]
    Engine {
        /// What kind of fault.
        kind: Fault,
        /// The engine's words; no values of a row.
        message: String,
    },
    /// A row with this key is there already. The transaction has to be given up.
    #[error("not unique: {table} ({})", columns.join(", "))]
    Unique {
        /// Table.
        table: String,
        /// The columns that together must be unique.
        columns: Vec<String>,
    },
    /// Too many requests wait for the database, or another process holds it.
    #[error("the database is busy")]
    Busy,
    /// A column cannot be read into the type that was asked for.
    #[error("column {number} ({column}): {reason}")]
    Column {
        /// The column's name in the answer.
        column: String,
        /// Its place, counted from 1.
        number: usize,
        /// What is wrong; the value itself is not told.
        reason: String,
    },
    /// A stored row cannot be read into its type.
    #[error("inconsistent row in {table}.{column} ({id}): {reason}")]
    Inconsistent {
        /// Table.
        table: &'static str,
        /// Column.
        column: &'static str,
        /// Id of the row.
        id: String,
        /// What is wrong.
        reason: String,
    },
}

impl StoreError {
    /// A fault of the engine.
    pub(crate) fn engine(kind: Fault, message: impl Into<String>) -> Self {
        Self::Engine { kind, message: message.into() }
    }

    /// The kind of fault, where the engine reported one.
    pub fn fault(&self) -> Option<Fault> {
        match self {
            Self::Engine { kind, .. } => Some(*kind),
            _ => None,
        }
    }
}
