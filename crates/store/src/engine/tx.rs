//! One transaction on either engine: statements, rows, what was passed over, and what may be written.

use std::panic::{AssertUnwindSafe, catch_unwind};

use domain::id::{ClientId, OrganisationId};
use uuid::Uuid;

use super::{
    Bind, Db, Fault, Location, Mode, Row, StoreError, Unreadable, Value, Writer,
    asked::Asked,
    postgres,
    row::Unmapped,
    sealing::{self, Plans},
    seen::Seen,
    sqlite,
};
use crate::seals::{self, Pending, SealedRow};

/// One transaction on either engine.
pub struct Tx {
    engine: Engine,
    /// A statement failed: PostgreSQL has given the transaction up, so it cannot be kept on SQLite either.
    failed: bool,
    /// The engine could not write.
    stopped: bool,
    /// Lists go on without the rows that cannot be read.
    passes_over: bool,
    unreadable: Vec<Unreadable>,
    /// The persons of whom a row was read.
    seen: Seen,
    /// The organisation whose rows alone may be written; none where the program writes for all.
    writes_for: Option<OrganisationId>,
    /// Whether the database has this program's schema, and so rows are sealed; once it has, it keeps it.
    seals: bool,
    plans: Plans,
    /// The rows that were written and that no entry of the log has sealed yet.
    pending: Pending,
    /// Whether the number of a sending was written.
    sending: bool,
    asked: Asked,
}

enum Engine {
    Sqlite(sqlite::Connection),
    Postgres(Box<postgres::Connection>),
}

impl Engine {
    fn rows<T>(
        &mut self,
        sql: &'static str,
        binds: &[&dyn Bind],
        seen: &mut Seen,
        map: &mut impl FnMut(&mut Row) -> Result<T, StoreError>,
        unmapped: &mut impl FnMut(Unmapped) -> Result<(), StoreError>,
    ) -> Result<Vec<T>, StoreError> {
        let rows = match self {
            Self::Sqlite(it) => it.rows(sql, binds, seen, map, unmapped),
            Self::Postgres(it) => it.rows(sql, binds, seen, map, unmapped),
        }?;
        // A row that names nobody is that of the person who was asked for.
        if !rows.is_empty() {
            binds.iter().for_each(|bind| seen.note(bind.person()));
        }
        Ok(rows)
    }
}

impl Tx {
    pub(super) fn open(location: &Location, asked: Asked) -> Result<Self, StoreError> {
        let engine = match location {
            Location::SqliteFile(path) => Engine::Sqlite(sqlite::Connection::open(path)?),
            Location::SqliteMemory => Engine::Sqlite(sqlite::Connection::memory()?),
            Location::Postgres(url) => Engine::Postgres(Box::new(postgres::Connection::open(url)?)),
        };
        Ok(Self {
            engine,
            failed: false,
            stopped: false,
            passes_over: false,
            unreadable: Vec::new(),
            seen: Seen::default(),
            writes_for: None,
            seals: false,
            plans: Plans::default(),
            pending: Pending::default(),
            sending: false,
            asked,
        })
    }

    /// All rows of a statement.
    pub fn rows<T>(
        &mut self,
        sql: &'static str,
        binds: &[&dyn Bind],
        mut map: impl FnMut(&mut Row) -> Result<T, StoreError>,
    ) -> Result<Vec<T>, StoreError> {
        self.asked.note(sql);
        self.refuse_another(sql, binds)?;
        if self.seals && !sealing::reads(sql) && self.plans.of(sql)?.is_some() {
            return self.note(Err(count("a sealed table is written by `execute`")));
        }
        let mut unmapped = |row: Unmapped| Err(row.error);
        let answer = self.engine.rows(sql, binds, &mut self.seen, &mut map, &mut unmapped);
        self.note(answer)
    }

    /// As [`Tx::rows`], for lists: where the transaction passes over what cannot be read (every one that only reads),
    /// such a row is left out and told by [`Tx::unreadable`]. One row never takes a list away from everybody.
    pub fn readable<T>(
        &mut self,
        sql: &'static str,
        binds: &[&dyn Bind],
        mut map: impl FnMut(&mut Row) -> Result<T, StoreError>,
    ) -> Result<Vec<T>, StoreError> {
        self.asked.note(sql);
        let passes_over = self.passes_over;
        let mut left_out = Vec::new();
        let mut unmapped = |row: Unmapped| match row.error.unreadable().filter(|_| passes_over && row.row) {
            Some(unreadable) => {
                left_out.push(Unreadable { keys: row.keys, ..unreadable });
                Ok(())
            }
            None => Err(row.error),
        };
        let answer = self.engine.rows(sql, binds, &mut self.seen, &mut map, &mut unmapped);
        for row in left_out {
            self.leave_out(row);
        }
        self.note(answer)
    }

    /// The persons of whom a row was read so far, each once; what is read from now on is told by the next call.
    pub fn take_seen(&mut self) -> Vec<Uuid> {
        self.seen.take()
    }

    /// Notes a person of whom something is read that names no client's column: the text of an entry of the log.
    pub fn note_seen(&mut self, person: Uuid) {
        self.seen.note(Some(person));
    }

    /// Reads what is shown to nobody (a check, a count, what decides about others): no look of anybody.
    pub fn unseen<T>(&mut self, work: impl FnOnce(&mut Self) -> T) -> T {
        let before = self.seen.close();
        let done = work(self);
        self.seen.reopen(before);
        done
    }

    /// Goes on without rows that cannot be read, also in a transaction that writes: for what is made anew from all
    /// that can be read (the board, an export), never for a decision.
    pub fn pass_over_unreadable(&mut self) {
        self.passes_over = true;
    }

    /// What was passed over so far, each row once.
    pub fn unreadable(&self) -> &[Unreadable] {
        &self.unreadable
    }

    /// Notes a row that a reading goes on without, whoever reads it.
    pub(crate) fn tell_unreadable(&mut self, table: &str, column: &str, id: String) {
        let reason = format!("inconsistent row in {table}.{column} ({id})");
        let (table, column) = (table.to_owned(), column.to_owned());
        self.leave_out(Unreadable { table, column, id, reason, keys: Vec::new() });
    }

    /// Passes over a fault found after reading (a row that points to nothing), or gives it back.
    pub fn pass_over(&mut self, error: StoreError) -> Result<(), StoreError> {
        match error.unreadable().filter(|_| self.passes_over) {
            Some(unreadable) => {
                self.leave_out(unreadable);
                Ok(())
            }
            None => Err(error),
        }
    }

    /// Whether a row of `table` that belongs to the thing `id` by `column` was passed over; then the thing cannot be
    /// relied on either, nor can its owner, which is noted.
    pub(crate) fn is_broken(&mut self, table: &str, column: &str, id: Uuid, owner: (&str, Uuid)) -> bool {
        let mut broken = false;
        for row in self.unreadable.iter_mut().filter(|row| row.table == table && row.names(column, id)) {
            broken = true;
            if !row.names(owner.0, owner.1) {
                row.keys.push((owner.0.to_owned(), owner.1));
            }
        }
        broken
    }

    /// Whether something of this client was passed over: then nothing is to be decided about the client.
    pub fn is_unreadable_of(&self, client: ClientId) -> bool {
        self.unreadable
            .iter()
            .any(|row| row.names("client_id", client.0) || (row.table == "client" && row.names("id", client.0)))
    }

    fn leave_out(&mut self, row: Unreadable) {
        let known = |it: &Unreadable| (&it.table, &it.column, &it.id) == (&row.table, &row.column, &row.id);
        if row.id.is_empty() || !self.unreadable.iter().any(known) {
            self.unreadable.push(row);
        }
    }

    /// The only row, or none.
    pub fn optional<T>(
        &mut self,
        sql: &'static str,
        binds: &[&dyn Bind],
        map: impl FnMut(&mut Row) -> Result<T, StoreError>,
    ) -> Result<Option<T>, StoreError> {
        let mut rows = self.rows(sql, binds, map)?;
        let row = rows.pop();
        if rows.is_empty() { Ok(row) } else { Err(count("at most one row was expected, more came")) }
    }

    /// The only row; none is an error.
    pub fn one<T>(
        &mut self,
        sql: &'static str,
        binds: &[&dyn Bind],
        map: impl FnMut(&mut Row) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        self.optional(sql, binds, map)?.ok_or_else(|| count("one row was expected, none came"))
    }

    /// Runs a statement; how many rows it touched. A transaction of one organisation writes no other's rows. Rows of a
    /// sealed table are noted as they stand afterwards, for the next entry of the log.
    pub fn execute(&mut self, sql: &'static str, binds: &[&dyn Bind]) -> Result<u64, StoreError> {
        self.asked.note(sql);
        self.refuse_another(sql, binds)?;
        let plan = if self.seals { self.plans.of(sql) } else { Ok(None) };
        let Some(plan) = self.note(plan)? else { return self.execute_unsealed(sql, binds) };
        let mut read = |row: &mut Row<'_>| SealedRow::read(plan.table, row);
        let answer = self.engine.rows(plan.sql, binds, &mut self.seen, &mut read, &mut |row: Unmapped| Err(row.error));
        let rows = self.note(answer)?;
        let touched = u64::try_from(rows.len()).unwrap_or(u64::MAX);
        rows.into_iter().for_each(|row| self.pending.note(plan.table, row, plan.deletes));
        Ok(touched)
    }

    /// As [`Tx::execute`], for rows that come over with the log that seals them.
    pub(crate) fn execute_unsealed(&mut self, sql: &'static str, binds: &[&dyn Bind]) -> Result<u64, StoreError> {
        self.asked.note(sql);
        self.refuse_another(sql, binds)?;
        let answer = match &mut self.engine {
            Engine::Sqlite(it) => it.execute(sql, binds),
            Engine::Postgres(it) => it.execute(sql, binds),
        };
        // What the tables have now is asked anew before the next transaction.
        self.seals &= !sealing::changes_schema(sql);
        self.note(answer)
    }

    /// Refuses a statement that writes rows of an organisation in a transaction of another one.
    fn refuse_another(&mut self, sql: &str, binds: &[&dyn Bind]) -> Result<(), StoreError> {
        let of_another = self.writes_for.is_some_and(|own| writes_for_another(own, sql, binds));
        if !of_another {
            return Ok(());
        }
        self.note(Err(count("a transaction of one organisation was to write another's rows")))
    }

    /// Notes that the number of the sending is written in this transaction.
    pub(crate) fn note_sending(&mut self) {
        self.sending = true;
    }

    /// Whether the number of a sending is written in this transaction, so that it can be asked for afterwards.
    pub fn has_sending(&self) -> bool {
        self.sending
    }

    /// What no entry of the log has sealed yet.
    pub(crate) fn pending(&mut self) -> &mut Pending {
        &mut self.pending
    }

    /// Whether there is a table of that name.
    pub(crate) fn has_table(&mut self, name: &str) -> Result<bool, StoreError> {
        let sql = if self.is_sqlite() { TABLE_SQLITE } else { TABLE_POSTGRES };
        Ok(self.optional(sql, &[&name], |row| row.next::<i64>())?.is_some())
    }

    /// Asks before the first write whether the schema is this program's: an older one, on its way to it, has no seals yet.
    fn learn_seals(&mut self, mode: Mode) -> Result<(), StoreError> {
        if self.seals || mode == Mode::Read || !self.has_table("seal")? || !self.has_table("schema_migration")? {
            return Ok(());
        }
        let applied = self.one("select count(*) from schema_migration", &[], |row| row.next::<i64>())?;
        self.seals = usize::try_from(applied).is_ok_and(|applied| applied == Db::migrations().count());
        Ok(())
    }

    /// Whether the words of the schema are SQLite's.
    pub(crate) fn is_sqlite(&self) -> bool {
        matches!(self.engine, Engine::Sqlite(_))
    }

    /// What the engine finds wrong with its own files: broken pages, rows that point to nothing. Reads everything.
    /// PostgreSQL watches its files itself (checksums, `pg_amcheck`).
    pub fn integrity(&mut self) -> Result<Vec<String>, StoreError> {
        if !self.is_sqlite() {
            return Ok(Vec::new());
        }
        let mut found = self.rows("pragma integrity_check", &[], |row| row.next::<String>())?;
        found.retain(|line| line != "ok");
        found.extend(self.rows("select \"table\" || ' → ' || parent from pragma_foreign_key_check", &[], |row| {
            row.next::<String>()
        })?);
        Ok(found)
    }

    /// 長い仕事: lets the statements of this transaction take minutes instead of seconds, for what looks everything through or
    /// makes it anew; never for what a page waits for.
    pub fn take_time(&mut self) -> Result<(), StoreError> {
        let answer = match &mut self.engine {
            Engine::Sqlite(_) => Ok(()),
            Engine::Postgres(it) => it.take_time(),
        };
        self.note(answer)
    }

    /// Runs the statements of a migration.
    pub(super) fn batch(&mut self, sql: &str) -> Result<(), StoreError> {
        let answer = match &mut self.engine {
            Engine::Sqlite(it) => it.batch(sql),
            Engine::Postgres(it) => it.batch(sql),
        };
        self.note(answer)
    }

    fn note<T>(&mut self, answer: Result<T, StoreError>) -> Result<T, StoreError> {
        // A row that could not be read has not harmed the transaction.
        if let Err(error) = &answer {
            self.stopped |= stops_writing(error);
        }
        self.failed |= !matches!(answer, Ok(_) | Err(StoreError::Column { .. } | StoreError::Inconsistent { .. }));
        answer
    }

    /// One transaction from begin to commit or rollback, and whether its write was kept: `None` where it was not the
    /// engine that decided (reading, a refusal, a fault of the program).
    pub(super) fn run<T, E>(
        &mut self,
        mode: Mode,
        work: impl FnOnce(&mut Tx) -> Result<T, E>,
    ) -> (Result<T, E>, Option<bool>)
    where
        E: From<StoreError>,
    {
        self.failed = false;
        self.stopped = false;
        self.sending = false;
        self.passes_over = mode == Mode::Read;
        self.unreadable.clear();
        self.seen = Seen::default();
        self.pending.clear();
        self.writes_for = match mode {
            Mode::Write(Writer::Organisation(organisation)) => Some(organisation),
            Mode::Write(Writer::All) | Mode::Read => None,
        };
        let begun = match &mut self.engine {
            Engine::Sqlite(it) => it.begin(mode),
            Engine::Postgres(it) => it.begin(mode),
        };
        if let Err(error) = begun {
            let stopped = (mode != Mode::Read && stops_writing(&error)).then_some(false);
            return (Err(error.into()), stopped);
        }
        let done = match catch_unwind(AssertUnwindSafe(|| {
            self.learn_seals(mode).map_err(E::from).and_then(|()| work(self))
        })) {
            Ok(Ok(value)) => self.end(mode).map(|()| value).map_err(|error| {
                self.stopped |= stops_writing(&error);
                E::from(error)
            }),
            Ok(Err(error)) => {
                self.rollback();
                Err(error)
            }
            Err(_) => {
                // What a panic says can hold a value of a row, so it is told nowhere; the hook of `serve` logs the place.
                self.rollback();
                let lane = std::thread::current().name().unwrap_or("a lane").to_owned();
                Err(StoreError::engine(Fault::Panic, format!("in {lane}")).into())
            }
        };
        let wrote = match mode {
            Mode::Read => None,
            Mode::Write(_) if self.stopped => Some(false),
            Mode::Write(_) => done.is_ok().then_some(true),
        };
        (done, wrote)
    }

    fn end(&mut self, mode: Mode) -> Result<(), StoreError> {
        if self.failed {
            self.rollback();
            return Err(count("a statement failed and the use case went on; nothing was saved"));
        }
        // What was read is read: there is nothing that could be lost on the way to its end.
        if mode == Mode::Read {
            self.rollback();
            return Ok(());
        }
        if !self.pending.is_empty() {
            seals::seal_rest(self, self.writes_for).inspect_err(|_| self.rollback())?;
        }
        match &mut self.engine {
            Engine::Sqlite(it) => it.commit(),
            Engine::Postgres(it) => it.commit(),
        }
    }

    fn rollback(&mut self) {
        match &mut self.engine {
            Engine::Sqlite(it) => it.rollback(),
            Engine::Postgres(it) => it.rollback(),
        }
    }
}

const TABLE_SQLITE: &str = "select 1 from sqlite_schema where type = 'table' and name = $1";
const TABLE_POSTGRES: &str = "select cast(1 as bigint) from pg_class where relkind = 'r' and oid = to_regclass($1)";

/// Whether an engine that reports this cannot write for anybody.
fn stops_writing(error: &StoreError) -> bool {
    let kinds = [Fault::Full, Fault::Disk, Fault::Gone, Fault::ReadOnly, Fault::Connection, Fault::Unknown];
    matches!(error, StoreError::Busy) || error.fault().is_some_and(|kind| kinds.contains(&kind))
}

fn count(message: &str) -> StoreError {
    StoreError::engine(Fault::Statement, message)
}

/// Whether a statement names its organisation, which is always its first value, and that is not `own`.
fn writes_for_another(own: OrganisationId, sql: &str, binds: &[&dyn Bind]) -> bool {
    let names = ["office_id = $1", "organisation_id = $1", " (office_id, ", " (organisation_id, "];
    if sql.starts_with("select") || !names.iter().any(|name| sql.contains(name)) {
        return false;
    }
    match binds.first().map(|bind| bind.value()) {
        Some(Value::Text(named)) => named != own.to_string(),
        _ => false,
    }
}
