//! PostgreSQL: one connection a lane, driven by the lane's own thread.

mod link;
mod tls;

use std::{collections::HashMap, error::Error, time::Duration};

use tokio_postgres::{
    Statement,
    error::{DbError, SqlState},
    types::{IsNull, ToSql, Type, private::BytesMut, to_sql_checked},
};

use self::link::Link;
pub(crate) use self::tls::for_programs;
use super::{
    Fault, Location, Mode, StoreError, Writer,
    bind::{Bind, Kind, Value},
    number_of,
    row::{Cell, Row, Source, Unmapped},
    seen::Seen,
};

/// Begins to read: one state of the data for the whole transaction, and no writing. A statement that takes long is ended
/// by the server itself: nobody waits for its answer any more.
const READ: &str = "begin isolation level repeatable read read only; \
    set local statement_timeout = '8s'; set local lock_timeout = '5s'";

/// Begins to write. Writers of an organisation come one at a time, also from several processes: a use case may load, decide
/// and save without thinking of a second writer in between. Taken first in each write transaction, before anything is
/// read, and held to its end, the lock makes READ COMMITTED as good as serial: nobody else of it can commit in
/// between. Who cannot have it in five seconds (SQLite's busy timeout too) is told that the database is busy. A program
/// that the server hears nothing of any more in the middle of a transaction loses it after two minutes, and the lock with it.
const WRITE: &str = "begin isolation level read committed read write; \
    set local statement_timeout = '8s'; set local lock_timeout = '5s'; \
    set local idle_in_transaction_session_timeout = '2min'";
/// Nobody else writes, of whatever organisation.
const LOCK_ALL: &str = "select pg_advisory_xact_lock(7236837)";
/// Other organisations may write, but nobody who writes for all. Always taken before the organisation's own lock.
const SHARE_ALL: &str = "select pg_advisory_xact_lock_shared(7236837)";
/// For what looks everything through or makes it anew: a statement may read a whole table.
const LONG: &str = "set local statement_timeout = '10min'; set local idle_in_transaction_session_timeout = '10min'";
/// No time limit of the server's may fall into a commit: it would cancel the wait for a standby, and the commit would be
/// answered as if the standby had it.
const COMMIT: &str = "set local statement_timeout = 0; commit";

/// How long an answer may take. More than the server's own limit, which comes first where the server is well.
const PATIENCE: Duration = Duration::from_secs(10);
/// The same for what [`LONG`] is for.
const LONG_PATIENCE: Duration = Duration::from_mins(11);

/// One connection; a lane owns it.
pub(super) struct Connection {
    link: Link,
    /// How long an answer may take in this transaction.
    patience: Duration,
    statements: HashMap<(&'static str, Vec<Kind>), Statement>,
}

impl Connection {
    /// Connects as the URL says; how TLS is spoken there, see `tls.rs`.
    pub(super) fn open(url: &str) -> Result<Self, StoreError> {
        Ok(Self { link: Link::open(url)?, patience: PATIENCE, statements: HashMap::new() })
    }

    pub(super) fn begin(&mut self, mode: Mode) -> Result<(), StoreError> {
        self.patience = PATIENCE;
        if !self.link.is_closed() {
            let begun = self.try_begin(mode);
            let lost = matches!(begun, Err(StoreError::Engine { kind: Fault::Connection, .. }));
            if !lost {
                return begun;
            }
        }
        // The server went away since the last transaction. Nothing of this one has been done, so try once more; a server
        // that was silent just now is not asked again.
        self.link.reopen()?;
        self.statements.clear();
        self.try_begin(mode)
    }

    fn try_begin(&mut self, mode: Mode) -> Result<(), StoreError> {
        let begin = match mode {
            Mode::Read => READ.to_owned(),
            Mode::Write(Writer::All) => format!("{WRITE}; {LOCK_ALL}"),
            Mode::Write(Writer::Organisation(organisation)) => {
                // PostgreSQL's number is signed: the same bits, read as such.
                let number = i32::from_ne_bytes(number_of(organisation).to_ne_bytes());
                format!("{WRITE}; {SHARE_ALL}; select pg_advisory_xact_lock(7236837, {number})")
            }
        };
        self.run(&begin).inspect_err(|_| self.rollback())
    }

    pub(super) fn commit(&mut self) -> Result<(), StoreError> {
        self.patience = PATIENCE;
        let done = self.run(COMMIT);
        if done.is_err() {
            self.link.forget_silence();
            self.rollback();
        }
        done.map_err(|error| match error {
            // The server may have kept it before the answer was lost; only asking again can tell.
            StoreError::Engine { kind: Fault::Connection, message } => StoreError::engine(Fault::Unknown, message),
            other => other,
        })
    }

    pub(super) fn rollback(&mut self) {
        // Where this fails the connection is gone, and the server rolls back.
        if !self.link.is_closed() {
            drop(self.run("rollback"));
        }
    }

    /// Lets the statements of this transaction take long.
    pub(super) fn take_time(&mut self) -> Result<(), StoreError> {
        if self.patience < LONG_PATIENCE {
            self.run(LONG)?;
            self.patience = LONG_PATIENCE;
        }
        Ok(())
    }

    fn run(&mut self, sql: &str) -> Result<(), StoreError> {
        self.link.ask(self.patience, async |client| client.batch_execute(sql).await)
    }

    pub(super) fn rows<T>(
        &mut self,
        sql: &'static str,
        binds: &[&dyn Bind],
        seen: &mut Seen,
        map: &mut impl FnMut(&mut Row) -> Result<T, StoreError>,
        unmapped: &mut impl FnMut(Unmapped) -> Result<(), StoreError>,
    ) -> Result<Vec<T>, StoreError> {
        let values: Vec<Value<'_>> = binds.iter().map(|bind| bind.value()).collect();
        let statement = self.statement(sql, &values)?;
        let asked = references(&values);
        let rows = self.link.ask(self.patience, async |client| client.query(&statement, &asked).await)?;
        let mut answer = Vec::with_capacity(rows.len());
        for row in &rows {
            match Row::new(Source::Postgres(row), seen).map(sql, map) {
                Ok(value) => answer.push(value),
                Err(row) => unmapped(*row)?,
            }
        }
        Ok(answer)
    }

    pub(super) fn execute(&mut self, sql: &'static str, binds: &[&dyn Bind]) -> Result<u64, StoreError> {
        let values: Vec<Value<'_>> = binds.iter().map(|bind| bind.value()).collect();
        let statement = self.statement(sql, &values)?;
        let asked = references(&values);
        self.link.ask(self.patience, async |client| client.execute(&statement, &asked).await)
    }

    /// Runs the statements of a migration, which may take as long as the tables are large.
    pub(super) fn batch(&mut self, sql: &str) -> Result<(), StoreError> {
        self.take_time()?;
        self.run(sql)
    }

    /// The statement, prepared once for each set of parameter types.
    fn statement(&mut self, sql: &'static str, values: &[Value<'_>]) -> Result<Statement, StoreError> {
        let kinds: Vec<Kind> = values.iter().map(Value::kind).collect();
        if let Some(statement) = self.statements.get(&(sql, kinds.clone())) {
            return Ok(statement.clone());
        }
        let types: Vec<Type> = kinds.iter().map(|kind| of_kind(*kind)).collect();
        let statement = self.link.ask(self.patience, async |client| client.prepare_typed(sql, &types).await)?;
        // The server takes a value that no parameter uses without a word; SQLite does not.
        let unused = (1..=values.len()).find(|number| !names(sql, *number));
        if unused.is_some() || statement.params().len() != values.len() {
            let message = format!("{} parameters, {} values", statement.params().len(), values.len());
            return Err(StoreError::engine(Fault::Statement, message));
        }
        self.statements.insert((sql, kinds), statement.clone());
        Ok(statement)
    }
}

/// Runs what no transaction may hold: making and dropping a database.
pub(crate) fn batch(place: &Location, sql: &str) -> Result<(), StoreError> {
    let Location::Postgres(url) = place else {
        return Err(StoreError::engine(Fault::Statement, "no server"));
    };
    let mut connection = Connection::open(url)?;
    connection.patience = LONG_PATIENCE;
    connection.run(sql)
}

/// Whether the statement names the parameter of that number.
fn names(sql: &str, number: usize) -> bool {
    let name = format!("${number}");
    sql.split(&name).skip(1).any(|rest| !rest.starts_with(|next: char| next.is_ascii_digit()))
}

fn references<'a>(values: &'a [Value<'a>]) -> Vec<&'a (dyn ToSql + Sync)> {
    values.iter().map(|value| -> &(dyn ToSql + Sync) { value }).collect()
}

fn of_kind(kind: Kind) -> Type {
    match kind {
        Kind::Text => Type::TEXT,
        Kind::Int => Type::INT8,
        Kind::Bool => Type::BOOL,
        Kind::Bytes => Type::BYTEA,
    }
}

impl ToSql for Value<'_> {
    fn to_sql(&self, ty: &Type, out: &mut BytesMut) -> Result<IsNull, Box<dyn Error + Sync + Send>> {
        match self {
            Value::Text(text) => text.as_ref().to_sql(ty, out),
            Value::Int(number) => number.to_sql(ty, out),
            Value::Bool(yes) => yes.to_sql(ty, out),
            Value::Bytes(bytes) => bytes.as_ref().to_sql(ty, out),
            Value::Null(_) => Ok(IsNull::Yes),
        }
    }

    fn accepts(ty: &Type) -> bool {
        [Type::TEXT, Type::INT8, Type::BOOL, Type::BYTEA].contains(ty)
    }

    to_sql_checked!();
}

/// The value of a column.
pub(super) fn cell(row: &tokio_postgres::Row, index: usize) -> Result<Cell<'_>, String> {
    let ty = row.columns().get(index).ok_or("the statement answers no such column")?.type_();
    let unreadable = |_| format!("{ty} cannot be read");
    let cell = if *ty == Type::TEXT || *ty == Type::VARCHAR || *ty == Type::NAME {
        row.try_get::<_, Option<&str>>(index).map_err(unreadable)?.map(Cell::Text)
    } else if *ty == Type::INT8 {
        row.try_get::<_, Option<i64>>(index).map_err(unreadable)?.map(Cell::Int)
    } else if *ty == Type::INT4 {
        row.try_get::<_, Option<i32>>(index).map_err(unreadable)?.map(|number| Cell::Int(number.into()))
    } else if *ty == Type::BOOL {
        row.try_get::<_, Option<bool>>(index).map_err(unreadable)?.map(Cell::Bool)
    } else if *ty == Type::BYTEA {
        row.try_get::<_, Option<&[u8]>>(index).map_err(unreadable)?.map(Cell::Bytes)
    } else {
        return Err(format!("a {ty}: cast it to text or bigint"));
    };
    Ok(cell.unwrap_or(Cell::Null))
}

/// The server's fault, told apart.
fn fault(error: tokio_postgres::Error) -> StoreError {
    if let Some(told) = error.as_db_error() {
        return told_fault(told);
    }
    let io = error.source().is_some_and(|source| source.is::<std::io::Error>());
    let kind = if io || error.is_closed() { Fault::Connection } else { Fault::Statement };
    StoreError::engine(kind, error.source().map_or_else(|| error.to_string(), |source| format!("{error}: {source}")))
}

fn told_fault(told: &DbError) -> StoreError {
    let code = told.code();
    let kind = match code.code().get(..2).unwrap_or_default() {
        _ if *code == SqlState::UNIQUE_VIOLATION => {
            let table = told.table().unwrap_or_default().to_owned();
            return StoreError::Unique { table, columns: columns(told.detail().unwrap_or_default()) };
        }
        _ if *code == SqlState::DISK_FULL || *code == SqlState::PROGRAM_LIMIT_EXCEEDED => Fault::Full,
        _ if *code == SqlState::READ_ONLY_SQL_TRANSACTION => Fault::ReadOnly,
        // An append-only trigger raises an exception.
        _ if *code == SqlState::RAISE_EXCEPTION => Fault::Constraint,
        "23" => Fault::Constraint,
        // A statement that the server ended because it took long: it is the same tomorrow or well in a moment.
        _ if *code == SqlState::QUERY_CANCELED => return StoreError::Busy,
        "40" | "53" | "55" => return StoreError::Busy,
        "08" | "28" | "3D" | "57" => Fault::Connection,
        "58" => Fault::Disk,
        "XX" => Fault::Corrupt,
        // Messages about data (class 22) quote the value.
        "22" => return StoreError::engine(Fault::Statement, format!("data exception {}", code.code())),
        _ => Fault::Statement,
    };
    StoreError::engine(kind, format!("{} ({})", told.message(), code.code()))
}

/// Reads the columns out of `Key (office_id, id)=(…) already exists.`, whatever the server's language.
fn columns(detail: &str) -> Vec<String> {
    let list = detail.split_once('(').and_then(|(_, rest)| rest.split_once(")=(")).map_or("", |(list, _)| list);
    list.split(", ").filter(|name| !name.is_empty()).map(str::to_owned).collect()
}
