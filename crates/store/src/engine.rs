//! The adapter (signatures; the two engines are being put in).

use std::path::PathBuf;

use calendar::{Date, YearMonth};

/// Where the data are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Location {
    /// One SQLite file.
    SqliteFile(PathBuf),
    /// A fresh SQLite in memory, for tests.
    SqliteMemory,
    /// A PostgreSQL server, as `postgres://user:password@host:port/database`.
    Postgres(String),
}

/// A handle on the database; cloning it is cheap.
#[derive(Clone)]
pub struct Db {}

/// One transaction on either engine.
pub struct Tx {}

/// One row of an answer; columns are read in order.
pub struct Row {}

/// A fault of the store (never a user's mistake).
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The engine reported a fault.
    #[error("database fault: {0}")]
    Engine(String),
    /// Too many requests wait for the database.
    #[error("the database queue is full")]
    Busy,
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

/// A value that can be bound to a parameter.
pub trait Bind {}
/// A value that can be read out of a column.
pub trait Column: Sized {}

impl Bind for &str {}
impl Bind for String {}
impl Bind for i64 {}
impl Bind for bool {}
impl Bind for Date {}
impl Bind for YearMonth {}
impl<T: Bind> Bind for Option<T> {}
impl Column for String {}
impl Column for i64 {}
impl Column for bool {}
impl Column for Date {}
impl Column for YearMonth {}
impl<T: Column> Column for Option<T> {}

impl Row {
    /// The next column.
    pub fn next<T: Column>(&mut self) -> Result<T, StoreError> {
        Err(StoreError::Engine(String::new()))
    }
}

impl Db {
    /// Opens the database with so many reader lanes.
    pub fn open(_location: &Location, _readers: usize) -> Result<Self, StoreError> {
        Ok(Self {})
    }

    /// Applies the migrations that are missing; their names.
    pub fn migrate(&self) -> Result<Vec<String>, StoreError> {
        Ok(Vec::new())
    }

    /// Runs a closure in one read transaction.
    pub async fn read<T, E>(&self, _work: impl FnOnce(&mut Tx) -> Result<T, E> + Send + 'static) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        Err(StoreError::Busy.into())
    }

    /// Runs a closure in one write transaction: all of it is kept, or (on `Err` or panic) nothing.
    pub async fn write<T, E>(&self, _work: impl FnOnce(&mut Tx) -> Result<T, E> + Send + 'static) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        Err(StoreError::Busy.into())
    }

    /// As [`Db::read`], for callers outside of an async runtime (commands, tests).
    pub fn read_now<T, E>(&self, _work: impl FnOnce(&mut Tx) -> Result<T, E> + Send + 'static) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        Err(StoreError::Busy.into())
    }

    /// As [`Db::write`], for callers outside of an async runtime (commands, tests).
    pub fn write_now<T, E>(&self, _work: impl FnOnce(&mut Tx) -> Result<T, E> + Send + 'static) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        Err(StoreError::Busy.into())
    }
}

impl Tx {
    /// All rows of a statement.
    pub fn rows<T>(
        &mut self,
        _sql: &'static str,
        _binds: &[&dyn Bind],
        _map: impl FnMut(&mut Row) -> Result<T, StoreError>,
    ) -> Result<Vec<T>, StoreError> {
        Ok(Vec::new())
    }

    /// The only row, or none.
    pub fn optional<T>(
        &mut self,
        _sql: &'static str,
        _binds: &[&dyn Bind],
        _map: impl FnMut(&mut Row) -> Result<T, StoreError>,
    ) -> Result<Option<T>, StoreError> {
        Ok(None)
    }

    /// Runs a statement; how many rows it touched.
    pub fn execute(&mut self, _sql: &'static str, _binds: &[&dyn Bind]) -> Result<u64, StoreError> {
        Ok(0)
    }
}
