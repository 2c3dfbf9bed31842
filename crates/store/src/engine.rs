//! The adapter: SQLite and PostgreSQL behind one synchronous transaction, one SQL text for both.
//!
//! A use case is a plain function over a [`Tx`]; [`Db::write`] runs it in one transaction in a lane (a thread
//! with a connection of its own). Measured against typed pools before it was chosen; see `docs/adr/`.

mod asked;
mod bind;
mod fault;
mod lanes;
mod migrate;
mod postgres;
mod row;
mod sealing;
mod seen;
mod sqlite;
mod tx;

use std::{
    collections::BTreeSet,
    fmt, fs,
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
        mpsc,
    },
};

use domain::id::OrganisationId;
use tokio::sync::oneshot;

use self::asked::Asked;
use crate::looks::{self, Waiting};
pub use bind::{Bind, Kind, Value};
pub use fault::{Fault, StoreError, Unreadable};
use lanes::Lanes;
pub(crate) use migrate::UNFINISHED_MOVE;
pub(crate) use postgres::{batch as postgres_batch, for_programs as postgres_for_programs};
pub use row::{Cell, Column, Row};
pub(crate) use sealing::kept as kept_sql;
pub(crate) use sqlite::fault as sqlite_fault;
pub use tx::Tx;

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
    looks: Waiting,
    asked: Asked,
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
        let asked = Asked::default();
        let noted = asked.clone();
        let connect = move || Tx::open(&place, noted.clone());
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
                looks: Waiting::default(),
                asked,
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

    /// The statements that were asked since this was called last, each once; the first call begins to note them. For tests.
    pub fn take_asked(&self) -> BTreeSet<&'static str> {
        self.lanes.asked.take()
    }

    /// The looks that wait to be written.
    pub fn looks(&self) -> Waiting {
        self.lanes.looks.clone()
    }

    /// Writes the looks that wait, each organisation's in a transaction of its own. Every other write of an organisation
    /// writes them first, too. The first fault; the others are tried all the same.
    pub async fn write_looks(&self) -> Result<(), StoreError> {
        let mut done = Ok(());
        for organisation in self.lanes.looks.organisations() {
            done = done.and(self.write_in(organisation, |_| Ok(())).await);
        }
        done
    }

    /// As [`Db::write_looks`], for callers outside of an async runtime (commands, tests).
    pub fn write_looks_now(&self) -> Result<(), StoreError> {
        let mut done = Ok(());
        for organisation in self.lanes.looks.organisations() {
            done = done.and(self.write_now_in(organisation, |_| Ok(())));
        }
        done
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
        let run = noted((Arc::clone(&self.lanes.writes), self.lanes.looks.clone()), mode, work);
        self.queue(mode, move |tx| {
            // Nobody waits for what was to be read any more; what was to be written is written.
            if mode == Mode::Read && answer.is_closed() {
                return;
            }
            drop(answer.send(run(tx)));
        })?;
        wait.await.unwrap_or_else(|_| Err(lanes::closed().into()))
    }

    fn wait_now<T, E>(&self, mode: Mode, work: impl FnOnce(&mut Tx) -> Result<T, E> + Send + 'static) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        let (answer, wait) = mpsc::sync_channel(1);
        let run = noted((Arc::clone(&self.lanes.writes), self.lanes.looks.clone()), mode, work);
        self.queue(mode, move |tx| drop(answer.send(run(tx))))?;
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

/// The work as one transaction, which notes for everybody whether its write could be written.
fn noted<T, E: From<StoreError>>(
    (writes, looks): (Arc<AtomicBool>, Waiting),
    mode: Mode,
    work: impl FnOnce(&mut Tx) -> Result<T, E>,
) -> impl FnOnce(&mut Tx) -> Result<T, E> {
    move |tx| {
        let (done, wrote) = match mode {
            Mode::Write(Writer::Organisation(organisation)) => with_looks(tx, &looks, organisation, work),
            Mode::Read | Mode::Write(Writer::All) => tx.run(mode, work),
        };
        if let Some(wrote) = wrote {
            writes.store(wrote, Ordering::Relaxed);
        }
        done
    }
}

/// One write of an organisation, before which the looks that wait of it are written, in the same transaction. What was not
/// committed waits on. Looks that cannot be written though others can must not stop the work: that they are lost is written.
fn with_looks<T, E: From<StoreError>>(
    tx: &mut Tx,
    looks: &Waiting,
    organisation: OrganisationId,
    work: impl FnOnce(&mut Tx) -> Result<T, E>,
) -> (Result<T, E>, Option<bool>) {
    let mode = Mode::Write(Writer::Organisation(organisation));
    let batch = looks.take(organisation);
    if batch.is_empty() {
        return tx.run(mode, work);
    }
    let (mut work, mut failed) = (Some(work), false);
    let run = tx.run(mode, |tx| {
        if let Err(error) = looks::write(tx, organisation, &batch) {
            failed = true;
            return Err(error.into());
        }
        match work.take() {
            Some(work) => work(tx),
            None => Err(lanes::closed().into()),
        }
    });
    match (run, failed, work) {
        ((done @ Ok(_), wrote), ..) => (done, wrote),
        ((Err(_), wrote), true, Some(work)) if wrote != Some(false) => {
            looks.lose(organisation, &batch);
            tx.run(mode, work)
        }
        ((done, wrote), ..) => {
            looks.put_back(organisation, batch, wrote == Some(false));
            (done, wrote)
        }
    }
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
