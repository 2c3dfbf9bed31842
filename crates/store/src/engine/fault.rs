//! What can go wrong below the use cases: faults of the engine, told apart by what the page has to say about them.
//!
//! A fault names table, column and id, never a value: it goes into the log and onto pages.

use std::fmt;

use uuid::Uuid;

/// What kind of fault the engine reported; the page words its message by it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The disk (or a set limit) is full; nothing was saved.
    Full,
    /// Reading or writing the disk failed; nothing was saved.
    Disk,
    /// The file is damaged or no database.
    Corrupt,
    /// A write-ahead log lies beside a file that was given as a copy: its newest words would be lost.
    LogBeside,
    /// The database's file was moved, replaced or removed under the running program: what is written would be lost with it.
    Gone,
    /// A write where only reading is allowed.
    ReadOnly,
    /// The server cannot be reached, or the connection was lost before the commit: nothing was saved.
    Connection,
    /// The connection was lost while the commit was under way: it is not known whether it was kept.
    Unknown,
    /// As [`Fault::Unknown`], of a sending whose number tells it once the database answers again.
    Askable,
    /// As [`Fault::Unknown`], but the sending was asked for afterwards and stands in the database: it was kept.
    Kept,
    /// As [`Fault::Unknown`], but the sending was asked for afterwards and does not stand in the database: nothing was saved.
    NotKept,
    /// A statement that the engine does not understand, or a value of the wrong type.
    Statement,
    /// A foreign key, check, not-null or append-only rule was broken.
    Constraint,
    /// The schema is missing, older or newer than this program.
    Schema,
    /// Rows were being moved into the database, and that was broken off.
    Unfinished,
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
            Self::LogBeside => "write-ahead log beside the copy",
            Self::Gone => "database file gone",
            Self::ReadOnly => "write refused",
            Self::Connection => "connection fault",
            Self::Unknown => "connection lost while committing",
            Self::Askable => "connection lost while committing a sending",
            Self::Kept => "connection lost after committing",
            Self::NotKept => "connection lost before committing",
            Self::Statement => "statement fault",
            Self::Constraint => "constraint broken",
            Self::Schema => "schema mismatch",
            Self::Unfinished => "unfinished move",
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
    #[error("column {number} ({}): {reason}", place(table, column, id))]
    Column {
        /// The first table that the statement names.
        table: String,
        /// Id of the row, where the statement answers one.
        id: String,
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

/// Table, column and id, as far as they are known.
fn place(table: &str, column: &str, id: &str) -> String {
    match (table.is_empty(), id.is_empty()) {
        (true, true) => column.to_owned(),
        (false, true) => format!("{table}.{column}"),
        (true, false) => format!("{column}, {id}"),
        (false, false) => format!("{table}.{column}, {id}"),
    }
}

impl StoreError {
    /// A fault of the engine.
    pub(crate) fn engine(kind: Fault, message: impl Into<String>) -> Self {
        Self::Engine { kind, message: message.into() }
    }

    /// The answer to a commit was lost, and the sending was asked for by its number: whether it stands in the database; none
    /// where the database did not tell.
    pub fn asked(stands: Option<bool>) -> Self {
        let kind = stands.map_or(Fault::Askable, |stands| if stands { Fault::Kept } else { Fault::NotKept });
        Self::engine(kind, "asked for by the number of the sending")
    }

    /// A stored value that cannot be read; the engine adds the row's id. `reason` holds no value.
    pub(crate) fn inconsistent(table: &'static str, column: &'static str, reason: impl Into<String>) -> Self {
        Self::Inconsistent { table, column, id: String::new(), reason: reason.into() }
    }

    /// The row that cannot be read, where the fault is one.
    pub fn unreadable(&self) -> Option<Unreadable> {
        let (table, column, id) = match self {
            Self::Column { table, column, id, .. } => (table.clone(), column.clone(), id.clone()),
            Self::Inconsistent { table, column, id, .. } => ((*table).to_owned(), (*column).to_owned(), id.clone()),
            _ => return None,
        };
        Some(Unreadable { table, column, id, reason: self.to_string(), keys: Vec::new() })
    }

    /// The kind of fault, where the engine reported one.
    pub fn fault(&self) -> Option<Fault> {
        match self {
            Self::Engine { kind, .. } => Some(*kind),
            _ => None,
        }
    }
}

/// A row that cannot be read, and that a list goes on without.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unreadable {
    /// Table.
    pub table: String,
    /// Column.
    pub column: String,
    /// Id of the row; empty where that cannot be read either.
    pub id: String,
    /// The fault as the log tells it, without any value.
    pub reason: String,
    /// The ids in the row by column (`client_id`, `round_id`, …): what else cannot be relied on without it.
    pub(crate) keys: Vec<(String, Uuid)>,
}

impl Unreadable {
    /// Whether the row belongs to the thing of this id by the column of that name.
    pub fn names(&self, column: &str, id: Uuid) -> bool {
        self.keys.iter().any(|(name, key)| name == column && *key == id)
    }
}

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{} {}", self.table, self.column, self.id)
    }
}
