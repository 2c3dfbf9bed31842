//! SQLite: one file (or one memory) behind rusqlite.

mod file;

use std::{borrow::Cow, path::Path, time::Duration};

use rusqlite::{
    ErrorCode, OpenFlags, Statement, ToSql,
    config::DbConfig,
    types::{ToSqlOutput, ValueRef},
};

use super::{
    Fault, Mode, StoreError,
    bind::{Bind, Value},
    row::{Cell, Row, Source, Unmapped},
    seen::Seen,
};

/// How long a statement waits for another process that holds the file.
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);
/// More statements than the program has, so that each is prepared once a lane.
const STATEMENTS: usize = 512;

/// One connection; a lane owns it.
pub(super) struct Connection {
    inner: rusqlite::Connection,
    /// What `query_only` stands at.
    query_only: Option<bool>,
    /// The file that was opened; none in memory.
    file: Option<file::Opened>,
}

impl Connection {
    /// Opens the file, and makes it where it is missing.
    pub(super) fn open(path: &Path) -> Result<Self, StoreError> {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let inner = rusqlite::Connection::open_with_flags(path, flags).map_err(fault)?;
        inner.busy_timeout(BUSY_TIMEOUT).map_err(fault)?;
        refuse_foreign(&inner)?;
        let mut opened = Self::prepare(inner)?;
        let number = number(&opened.inner).map_err(fault)?;
        opened.file = Some(file::Opened::at(path, number)?);
        Ok(opened)
    }

    /// A fresh database in memory.
    pub(super) fn memory() -> Result<Self, StoreError> {
        Self::prepare(rusqlite::Connection::open_in_memory().map_err(fault)?)
    }

    fn prepare(inner: rusqlite::Connection) -> Result<Self, StoreError> {
        inner.busy_timeout(BUSY_TIMEOUT).map_err(fault)?;
        inner.set_prepared_statement_cache_capacity(STATEMENTS);
        // One plan for a statement whatever is bound to it: the statements are few and their plans are looked at.
        inner.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true).map_err(fault)?;
        // Recursive triggers: what `insert or replace` takes away is deleted, and an append-only table hears of it.
        // FULL: a commit that was answered is on the disk, also after a power cut.
        inner
            .execute_batch(
                "pragma journal_mode = wal; pragma synchronous = full; pragma foreign_keys = on; \
                 pragma trusted_schema = off; pragma recursive_triggers = on; pragma cache_size = -8192; pragma temp_store = memory;",
            )
            .map_err(fault)?;
        Ok(Self { inner, query_only: None, file: None })
    }

    pub(super) fn begin(&mut self, mode: Mode) -> Result<(), StoreError> {
        if !self.inner.is_autocommit() {
            self.rollback();
        }
        self.file.as_ref().map_or(Ok(()), file::Opened::is_there)?;
        // The pragma makes SQLite compile every statement anew, so a lane that only reads must say it only once.
        let query_only = mode == Mode::Read;
        if self.query_only != Some(query_only) {
            self.run(if query_only { "pragma query_only = 1" } else { "pragma query_only = 0" })?;
            self.query_only = Some(query_only);
        }
        self.run(if query_only { "begin" } else { "begin immediate" })
    }

    pub(super) fn commit(&mut self) -> Result<(), StoreError> {
        self.run("commit").inspect_err(|_| self.rollback())?;
        // A file that went away meanwhile took with it what was just written.
        self.file.as_ref().map_or(Ok(()), file::Opened::is_there)
    }

    pub(super) fn rollback(&mut self) {
        // A fault of this statement leaves a transaction open, which the next begin rolls back.
        if !self.inner.is_autocommit() {
            drop(self.run("rollback"));
        }
    }

    fn run(&self, sql: &str) -> Result<(), StoreError> {
        self.inner.prepare_cached(sql).and_then(|mut it| it.raw_execute()).map(drop).map_err(fault)
    }

    pub(super) fn rows<T>(
        &mut self,
        sql: &str,
        binds: &[&dyn Bind],
        seen: &mut Seen,
        map: &mut impl FnMut(&mut Row) -> Result<T, StoreError>,
        unmapped: &mut impl FnMut(Unmapped) -> Result<(), StoreError>,
    ) -> Result<Vec<T>, StoreError> {
        let mut statement = self.inner.prepare_cached(sql).map_err(fault)?;
        bind(&mut statement, binds)?;
        let mut rows = statement.raw_query();
        let mut answer = Vec::new();
        while let Some(row) = rows.next().map_err(fault)? {
            match Row::new(Source::Sqlite(row), seen).map(sql, map) {
                Ok(value) => answer.push(value),
                Err(row) => unmapped(*row)?,
            }
        }
        Ok(answer)
    }

    pub(super) fn execute(&mut self, sql: &str, binds: &[&dyn Bind]) -> Result<u64, StoreError> {
        let mut statement = self.inner.prepare_cached(sql).map_err(fault)?;
        bind(&mut statement, binds)?;
        let changed = statement.raw_execute().map_err(fault)?;
        Ok(u64::try_from(changed).unwrap_or(u64::MAX))
    }

    pub(super) fn batch(&mut self, sql: &str) -> Result<(), StoreError> {
        self.inner.execute_batch(sql).map_err(fault)
    }
}

impl Drop for Connection {
    fn drop(&mut self) {
        // The last connection copies what waits in the log into the file: not into one that is another database by now.
        if self.file.as_ref().is_some_and(file::Opened::is_written_over) {
            drop(self.inner.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true));
        }
    }
}

/// The number of the database in the file's head (`user_version`), drawn where it has none yet. One that cannot be written, on a full disk, is
/// drawn at another start.
fn number(inner: &rusqlite::Connection) -> rusqlite::Result<u32> {
    let read = || inner.query_row("pragma user_version", [], |row| row.get::<_, i32>(0));
    if read()? == 0 {
        let drawn: i32 = inner.query_row("select 1 + abs(random() % 2000000000)", [], |row| row.get(0))?;
        let draw = || {
            inner.execute_batch("begin immediate")?;
            if read()? == 0 {
                inner.pragma_update(None, "user_version", drawn)?;
            }
            // Out of the log into the file's head, as far as nobody reads meanwhile.
            inner.execute_batch("commit; pragma wal_checkpoint(passive)")
        };
        if draw().is_err() && !inner.is_autocommit() {
            inner.execute_batch("rollback")?;
        }
    }
    read().map(i32::cast_unsigned)
}

/// The mark of our files in their head (`application_id`): "mima".
const APPLICATION: i64 = 0x6d69_6d61;

/// Refuses somebody else's SQLite file before anything of it is changed, and marks an empty one as ours. A file from
/// before there was the mark is known by its list of migrations.
fn refuse_foreign(inner: &rusqlite::Connection) -> Result<(), StoreError> {
    let number = |sql: &str| inner.query_row(sql, [], |row| row.get::<_, i64>(0)).map_err(fault);
    let ours = number("select count(*) from sqlite_schema where name = 'schema_migration'")? > 0;
    let mark = number("pragma application_id")?;
    if mark == APPLICATION || (mark == 0 && ours) {
        return Ok(());
    }
    if mark != 0 || number("select count(*) from sqlite_schema")? > 0 {
        return Err(StoreError::engine(Fault::Schema, "the file is another program's SQLite database"));
    }
    inner.pragma_update(None, "application_id", APPLICATION).map_err(fault)
}

/// Binds each value to the parameter with its number. In SQLite `$2` is a name, numbered by first appearance,
/// and a parameter without a value runs as NULL: so both are checked here.
fn bind(statement: &mut Statement<'_>, binds: &[&dyn Bind]) -> Result<(), StoreError> {
    let wrong = |message: String| StoreError::engine(Fault::Statement, message);
    let count = statement.parameter_count();
    if count != binds.len() {
        return Err(wrong(format!("{count} parameters, {} values", binds.len())));
    }
    for index in 1..=count {
        let name = statement.parameter_name(index).unwrap_or("?");
        let value = name
            .strip_prefix('$')
            .and_then(|number| number.parse::<usize>().ok())
            .and_then(|number| binds.get(number.checked_sub(1)?))
            .ok_or_else(|| wrong(format!("no value for parameter {name}")))?;
        statement.raw_bind_parameter(index, value.value()).map_err(fault)?;
    }
    Ok(())
}

impl ToSql for Value<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(match self {
            Self::Text(Cow::Borrowed(text)) => ToSqlOutput::Borrowed(ValueRef::Text(text.as_bytes())),
            Self::Text(Cow::Owned(text)) => ToSqlOutput::Borrowed(ValueRef::Text(text.as_bytes())),
            Self::Int(number) => ToSqlOutput::from(*number),
            Self::Bool(yes) => ToSqlOutput::from(*yes),
            Self::Bytes(bytes) => ToSqlOutput::Borrowed(ValueRef::Blob(bytes)),
            Self::Null(_) => ToSqlOutput::Borrowed(ValueRef::Null),
        })
    }
}

/// The value of a column.
pub(super) fn cell<'a>(row: &'a rusqlite::Row<'a>, index: usize) -> Result<Cell<'a>, String> {
    match row.get_ref(index).map_err(|_| "the statement answers no such column".to_owned())? {
        ValueRef::Null => Ok(Cell::Null),
        ValueRef::Integer(number) => Ok(Cell::Int(number)),
        ValueRef::Text(bytes) => {
            std::str::from_utf8(bytes).map(Cell::Text).map_err(|_| "text that is no UTF-8".to_owned())
        }
        ValueRef::Real(_) => Err("a floating-point number: cast it to bigint".to_owned()),
        ValueRef::Blob(bytes) => Ok(Cell::Bytes(bytes)),
    }
}

/// The engine's fault, told apart. Its messages name tables and columns, never values.
pub(crate) fn fault(error: rusqlite::Error) -> StoreError {
    let rusqlite::Error::SqliteFailure(code, ref message) = error else {
        return StoreError::engine(Fault::Statement, error.to_string());
    };
    let message = message.clone().unwrap_or_else(|| error.to_string());
    let kind = match code.code {
        ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => return StoreError::Busy,
        ErrorCode::ConstraintViolation if unique(code.extended_code) => return not_unique(&message),
        ErrorCode::ConstraintViolation => Fault::Constraint,
        ErrorCode::DiskFull => Fault::Full,
        ErrorCode::SystemIoFailure | ErrorCode::CannotOpen | ErrorCode::OutOfMemory => Fault::Disk,
        ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase => Fault::Corrupt,
        ErrorCode::ReadOnly => Fault::ReadOnly,
        _ => Fault::Statement,
    };
    StoreError::engine(kind, message)
}

fn unique(extended: i32) -> bool {
    use rusqlite::ffi::{SQLITE_CONSTRAINT_PRIMARYKEY, SQLITE_CONSTRAINT_UNIQUE};
    extended == SQLITE_CONSTRAINT_UNIQUE || extended == SQLITE_CONSTRAINT_PRIMARYKEY
}

/// Reads `UNIQUE constraint failed: client.office_id, client.id`.
fn not_unique(message: &str) -> StoreError {
    let list = message.rsplit_once(": ").map_or("", |(_, list)| list);
    let mut table = String::new();
    let columns = list
        .split(", ")
        .filter_map(|place| place.split_once('.'))
        .map(|(of, column)| {
            of.clone_into(&mut table);
            column.to_owned()
        })
        .collect();
    StoreError::Unique { table, columns }
}
