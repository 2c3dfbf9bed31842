//! The adapter: SQLite and PostgreSQL behind one synchronous transaction, one SQL text for both.
//!
//! A use case is a plain function over a [`Tx`]; [`Db::write`] runs it in one transaction in a lane (a thread
//! with a connection of its own). Measured against typed pools before it was chosen; see `docs/adr/`.

mod bind;
mod fault;
mod lanes;
mod migrate;
mod postgres;
mod row;
mod sqlite;

use std::{
    fmt, fs,
    panic::{AssertUnwindSafe, catch_unwind},
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
        mpsc,
    },
};

use domain::id::{ClientId, OrganisationId};
use tokio::sync::oneshot;
use uuid::Uuid;

use crate::MissedReads;
pub use bind::{Bind, Kind, Value};
pub use fault::{Fault, StoreError, Unreadable};
use lanes::Lanes;
pub use row::{Cell, Column, Row};
pub(crate) use sqlite::fault as sqlite_fault;

/// How many requests may wait for a reader or for the writer; more are refused, which the page answers with 503.
/// At the measured speed the last of them waits well under a second.
const QUEUE: usize = 512;
/// Organisations that can write at the same time on PostgreSQL from one program; SQLite has one writer in any case.
const WRITERS: usize = 4;

/// Where the data are.
#[derive(Clone, PartialEq, Eq)]
pub enum Location {
    /// One SQLite file.
    SqliteFile(PathBuf),
    /// A fresh SQLite in memory, for tests.
    SqliteMemory,
    /// A PostgreSQL server, as `postgres://user:password@host:port/database`.
    Postgres(String),
}

impl fmt::Debug for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::SqliteFile(path) => write!(f, "SQLite {}", path.display()),
            Self::SqliteMemory => f.write_str("SQLite in memory"),
            // The URL can hold a password.
            Self::Postgres(_) => f.write_str("PostgreSQL"),
        }
    }
}

/// A handle on the database; cloning it is cheap. Dropped, the last one waits for the work that is queued.
#[derive(Clone)]
pub struct Db {
    lanes: Arc<Pair>,
}

struct Pair {
    /// None where one connection is all there is: a SQLite in memory.
    readers: Option<Lanes>,
    /// One on SQLite. On PostgreSQL an organisation has its lane among these, so that none waits for another.
    writers: Vec<Lanes>,
    /// Whether the last write that was tried could be written.
    writes: Arc<AtomicBool>,
    missed: MissedReads,
}

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
    /// The organisation whose rows alone may be written, as its column has it; none where the program writes for all.
    writes_for: Option<String>,
}

enum Engine {
    Sqlite(sqlite::Connection),
    Postgres(Box<postgres::Connection>),
}

/// What a transaction may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mode {
    Read,
    Write(Writer),
}

/// Who writes, and so who may not write meanwhile.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Writer {
    /// One organisation: nobody else of the same one, and nobody who writes for all.
    Organisation(OrganisationId),
    /// The program itself (schema, first account, upkeep): nobody else at all.
    All,
}

impl Db {
    /// Opens the database with so many reader lanes.
    pub fn open(location: &Location, readers: usize) -> Result<Self, StoreError> {
        Self::open_with_queue(location, readers, QUEUE)
    }

    /// As [`Db::open`], with another bound for those who wait.
    pub fn open_with_queue(location: &Location, readers: usize, queue: usize) -> Result<Self, StoreError> {
        if let Location::SqliteFile(path) = location
            && let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty())
        {
            fs::create_dir_all(folder).map_err(|error| StoreError::engine(Fault::Disk, error.to_string()))?;
        }
        if let Location::SqliteFile(path) = location {
            make_private(path)?;
        }
        let place = location.clone();
        let connect = move || Tx::open(&place);
        let count = if matches!(location, Location::Postgres(_)) { WRITERS } else { 1 };
        // The writer first: it makes the file.
        let writers =
            (0..count).map(|_| Lanes::open("store-write", 1, queue, connect.clone())).collect::<Result<Vec<_>, _>>()?;
        let readers = match location {
            Location::SqliteMemory => None,
            _ => Some(Lanes::open("store-read", readers, queue, connect)?),
        };
        Ok(Self {
            lanes: Arc::new(Pair {
                readers,
                writers,
                writes: Arc::new(AtomicBool::new(true)),
                missed: MissedReads::default(),
            }),
        })
    }

    /// Runs a closure in one read transaction.
    pub async fn read<T, E>(&self, work: impl FnOnce(&mut Tx) -> Result<T, E> + Send + 'static) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        self.wait(Mode::Read, work).await
    }

    /// Runs a closure in one write transaction of one organisation: all of it is kept, or (on `Err` or panic) nothing.
    /// Writers of an organisation come one at a time; those of others go on. It writes the rows of that organisation and
    /// of no other ([`Tx::execute`] refuses them): a transaction holds one organisation's lock, so that no two wait for
    /// each other.
    pub async fn write_in<T, E>(
        &self,
        organisation: impl Into<OrganisationId>,
        work: impl FnOnce(&mut Tx) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        self.wait(Mode::Write(Writer::Organisation(organisation.into())), work).await
    }

    /// As [`Db::write_in`], for what belongs to no organisation or to all of them: nobody else writes meanwhile.
    pub async fn write<T, E>(&self, work: impl FnOnce(&mut Tx) -> Result<T, E> + Send + 'static) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        self.wait(Mode::Write(Writer::All), work).await
    }

    /// Whether the last write that was tried could be written: not with a full disk or with the lock held elsewhere.
    pub fn writes(&self) -> bool {
        self.lanes.writes.load(Ordering::Relaxed)
    }

    /// The readings that could not be noted in the log.
    pub fn missed_reads(&self) -> MissedReads {
        self.lanes.missed.clone()
    }

    /// As [`Db::write_in`], for callers outside of an async runtime (commands, tests).
    pub fn write_now_in<T, E>(
        &self,
        organisation: impl Into<OrganisationId>,
        work: impl FnOnce(&mut Tx) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        self.wait_now(Mode::Write(Writer::Organisation(organisation.into())), work)
    }

    /// As [`Db::read`], for callers outside of an async runtime (commands, tests).
    pub fn read_now<T, E>(&self, work: impl FnOnce(&mut Tx) -> Result<T, E> + Send + 'static) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        self.wait_now(Mode::Read, work)
    }

    /// As [`Db::write`], for callers outside of an async runtime (commands, tests).
    pub fn write_now<T, E>(&self, work: impl FnOnce(&mut Tx) -> Result<T, E> + Send + 'static) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        self.wait_now(Mode::Write(Writer::All), work)
    }

    async fn wait<T, E>(&self, mode: Mode, work: impl FnOnce(&mut Tx) -> Result<T, E> + Send + 'static) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        let (answer, wait) = oneshot::channel();
        let writes = Arc::clone(&self.lanes.writes);
        self.queue(mode, move |tx| {
            // Nobody waits for what was to be read any more; what was to be written is written.
            if mode == Mode::Read && answer.is_closed() {
                return;
            }
            let (done, wrote) = tx.run(mode, work);
            if let Some(wrote) = wrote {
                writes.store(wrote, Ordering::Relaxed);
            }
            drop(answer.send(done));
        })?;
        wait.await.unwrap_or_else(|_| Err(lanes::closed().into()))
    }

    fn wait_now<T, E>(&self, mode: Mode, work: impl FnOnce(&mut Tx) -> Result<T, E> + Send + 'static) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        let (answer, wait) = mpsc::sync_channel(1);
        let writes = Arc::clone(&self.lanes.writes);
        self.queue(mode, move |tx| {
            let (done, wrote) = tx.run(mode, work);
            if let Some(wrote) = wrote {
                writes.store(wrote, Ordering::Relaxed);
            }
            drop(answer.send(done));
        })?;
        wait.recv().unwrap_or_else(|_| Err(lanes::closed().into()))
    }

    fn queue(&self, mode: Mode, job: impl FnOnce(&mut Tx) + Send + 'static) -> Result<(), StoreError> {
        let lanes = match (mode, &self.lanes.readers) {
            (Mode::Read, Some(readers)) => Some(readers),
            (Mode::Read, None) | (Mode::Write(Writer::All), _) => self.lanes.writers.first(),
            (Mode::Write(Writer::Organisation(organisation)), _) => {
                self.lanes.writers.get(lane_of(organisation, self.lanes.writers.len()))
            }
        };
        lanes.ok_or_else(lanes::closed)?.queue(Box::new(job))
    }
}

impl Tx {
    fn open(location: &Location) -> Result<Self, StoreError> {
        let engine = match location {
            Location::SqliteFile(path) => Engine::Sqlite(sqlite::Connection::open(path)?),
            Location::SqliteMemory => Engine::Sqlite(sqlite::Connection::memory()?),
            Location::Postgres(url) => Engine::Postgres(Box::new(postgres::Connection::open(url)?)),
        };
        Ok(Self { engine, failed: false, stopped: false, passes_over: false, unreadable: Vec::new(), writes_for: None })
    }

    /// All rows of a statement.
    pub fn rows<T>(
        &mut self,
        sql: &'static str,
        binds: &[&dyn Bind],
        mut map: impl FnMut(&mut Row) -> Result<T, StoreError>,
    ) -> Result<Vec<T>, StoreError> {
        self.refuse_another(sql, binds)?;
        let mut unmapped = |row: row::Unmapped| Err(row.error);
        let answer = match &mut self.engine {
            Engine::Sqlite(it) => it.rows(sql, binds, &mut map, &mut unmapped),
            Engine::Postgres(it) => it.rows(sql, binds, &mut map, &mut unmapped),
        };
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
        let passes_over = self.passes_over;
        let mut left_out = Vec::new();
        let mut unmapped = |row: row::Unmapped| match row.error.unreadable().filter(|_| passes_over && row.row) {
            Some(unreadable) => {
                left_out.push(Unreadable { keys: row.keys, ..unreadable });
                Ok(())
            }
            None => Err(row.error),
        };
        let answer = match &mut self.engine {
            Engine::Sqlite(it) => it.rows(sql, binds, &mut map, &mut unmapped),
            Engine::Postgres(it) => it.rows(sql, binds, &mut map, &mut unmapped),
        };
        for row in left_out {
            self.leave_out(row);
        }
        self.note(answer)
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

    /// Runs a statement; how many rows it touched. A transaction of one organisation writes no other's rows.
    pub fn execute(&mut self, sql: &'static str, binds: &[&dyn Bind]) -> Result<u64, StoreError> {
        self.refuse_another(sql, binds)?;
        let answer = match &mut self.engine {
            Engine::Sqlite(it) => it.execute(sql, binds),
            Engine::Postgres(it) => it.execute(sql, binds),
        };
        self.note(answer)
    }

    /// Refuses a statement that writes rows of an organisation in a transaction of another one.
    fn refuse_another(&mut self, sql: &str, binds: &[&dyn Bind]) -> Result<(), StoreError> {
        let of_another = self.writes_for.as_deref().is_some_and(|own| writes_for_another(own, sql, binds));
        if !of_another {
            return Ok(());
        }
        self.note(Err(count("a transaction of one organisation was to write another's rows")))
    }

    /// Whether the words of the schema are SQLite's.
    pub(crate) fn is_sqlite(&self) -> bool {
        matches!(self.engine, Engine::Sqlite(_))
    }

    /// What the engine finds wrong with its own files: broken pages, rows that point to nothing. Reads everything.
    /// PostgreSQL watches its files itself (checksums, `pg_amcheck`).
    pub fn integrity(&mut self) -> Result<Vec<String>, StoreError> {
        if matches!(self.engine, Engine::Postgres(_)) {
            return Ok(Vec::new());
        }
        let mut found = self.rows("pragma integrity_check", &[], |row| row.next::<String>())?;
        found.retain(|line| line != "ok");
        found.extend(self.rows("select \"table\" || ' → ' || parent from pragma_foreign_key_check", &[], |row| {
            row.next::<String>()
        })?);
        Ok(found)
    }

    /// Runs the statements of a migration.
    fn batch(&mut self, sql: &str) -> Result<(), StoreError> {
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
    fn run<T, E>(&mut self, mode: Mode, work: impl FnOnce(&mut Tx) -> Result<T, E>) -> (Result<T, E>, Option<bool>)
    where
        E: From<StoreError>,
    {
        self.failed = false;
        self.stopped = false;
        self.passes_over = mode == Mode::Read;
        self.unreadable.clear();
        self.writes_for = match mode {
            Mode::Write(Writer::Organisation(organisation)) => Some(organisation.to_string()),
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
        let done = match catch_unwind(AssertUnwindSafe(|| work(self))) {
            Ok(Ok(value)) => self.commit().map(|()| value).map_err(|error| {
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

    fn commit(&mut self) -> Result<(), StoreError> {
        if self.failed {
            self.rollback();
            return Err(count("a statement failed and the use case went on; nothing was saved"));
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

/// Whether an engine that reports this cannot write for anybody.
fn stops_writing(error: &StoreError) -> bool {
    let kinds = [Fault::Full, Fault::Disk, Fault::ReadOnly, Fault::Connection, Fault::Unknown];
    matches!(error, StoreError::Busy) || error.fault().is_some_and(|kind| kinds.contains(&kind))
}

/// Makes an empty file that its owner alone can read, unless there is one: SQLite gives its own files (`-wal`,
/// `-shm`) the same rights.
pub(crate) fn make_private(path: &Path) -> Result<(), StoreError> {
    let mut options = fs::OpenOptions::new();
    options.append(true).create(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path).map(drop).map_err(|error| StoreError::engine(Fault::Disk, error.to_string()))
}

fn count(message: &str) -> StoreError {
    StoreError::engine(Fault::Statement, message)
}

/// Whether a statement names its organisation, which is always its first value, and that is not `own`.
fn writes_for_another(own: &str, sql: &str, binds: &[&dyn Bind]) -> bool {
    let names = ["office_id = $1", "organisation_id = $1", " (office_id, ", " (organisation_id, "];
    if sql.starts_with("select") || !names.iter().any(|name| sql.contains(name)) {
        return false;
    }
    match binds.first().map(|bind| bind.value()) {
        Some(Value::Text(named)) => named != own,
        _ => false,
    }
}

/// A number for an organisation, the same in every process: which lane it has, and which advisory lock.
fn number_of(organisation: OrganisationId) -> u32 {
    let (high, low) = organisation.0.as_u64_pair();
    let folded = high ^ low;
    u32::try_from((folded >> 32) ^ (folded & 0xffff_ffff)).unwrap_or(0)
}

/// The lane of an organisation among so many.
fn lane_of(organisation: OrganisationId, lanes: usize) -> usize {
    usize::try_from(number_of(organisation)).unwrap_or(0).checked_rem(lanes).unwrap_or(0)
}
