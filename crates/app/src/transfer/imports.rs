//! 進行中の取込: the imports that pages have begun. They live in memory alone: of a file that was not taken, nothing
//! stays on the server, neither in the database nor after an hour.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use domain::{
    id::{OfficeId, OperationId, UserId},
    office::Right,
};
use jiff::{SignedDuration, Timestamp};

use super::{ImportReport, ImportTable, Importer, Mode, Watch, import_table};
use crate::{Reason, Refusal, Staff};

/// How long a report waits for its reader.
const KEPT: SignedDuration = SignedDuration::from_hours(1);
/// Imports kept at once, of all offices: each holds its file of at most a megabyte.
const MOST: usize = 32;
/// Imports at work at once.
const MOST_AT_WORK: usize = 2;

/// Where an import stands.
#[derive(Clone, Debug)]
pub enum ImportState {
    /// The file is being looked at.
    Looking,
    /// It was looked at; nothing is written yet.
    Looked(Arc<ImportReport>),
    /// Rows are being written.
    Taking,
    /// It is over.
    Done(Arc<ImportReport>),
    /// It could not go on; the fault is for the log only.
    Failed(String),
}

/// One import of one person.
pub struct Import {
    /// Its number, that of the form with which it was begun.
    pub id: OperationId,
    /// What the file is a table of.
    pub table: ImportTable,
    /// Progress and cancel.
    pub watch: Watch,
    office: OfficeId,
    user: UserId,
    begun_at: String,
    inner: Mutex<Inner>,
}

struct Inner {
    state: ImportState,
    bytes: Vec<u8>,
}

impl Import {
    /// Where it stands.
    pub fn state(&self) -> ImportState {
        lock(&self.inner).state.clone()
    }

    /// Whether it is at work.
    pub fn is_at_work(&self) -> bool {
        matches!(self.state(), ImportState::Looking | ImportState::Taking)
    }

    /// Looks at the file. Blocks.
    pub fn look(&self, by: &Importer) {
        let bytes = lock(&self.inner).bytes.clone();
        self.work(by, &bytes, Mode::DryRun, ImportState::Looked);
    }

    /// Whether it may be taken now; then it counts as begun, and a second asking finds it at work.
    pub fn begin_taking(&self) -> bool {
        let mut inner = lock(&self.inner);
        let ready = matches!(&inner.state, ImportState::Looked(report) if !report.cancelled && report.good > 0);
        if ready {
            inner.state = ImportState::Taking;
        }
        ready
    }

    /// Takes the file that was looked at. Blocks.
    pub fn take(&self, by: &Importer, mode: Mode) {
        let bytes = std::mem::take(&mut lock(&self.inner).bytes);
        self.work(by, &bytes, mode, ImportState::Done);
    }

    /// Whatever happens, it comes to an end: an import that stays at work would keep its office from any other.
    fn work(&self, by: &Importer, bytes: &[u8], mode: Mode, state: fn(Arc<ImportReport>) -> ImportState) {
        let answer = catch_unwind(AssertUnwindSafe(|| import_table(by, self.table, bytes, mode, &self.watch)));
        lock(&self.inner).state = match answer {
            Ok(Ok(report)) => state(Arc::new(report)),
            Ok(Err(refusal)) => ImportState::Failed(refusal.to_string()),
            // Its words could hold a cell of the file.
            Err(_) => ImportState::Failed("panic while importing".to_owned()),
        };
    }

    fn is_of(&self, actor: &Staff) -> bool {
        self.office == actor.office && self.user == actor.user
    }

    fn is_old(&self, now: &str) -> bool {
        let begun = self.begun_at.parse::<Timestamp>().ok();
        let now = now.parse::<Timestamp>().ok();
        begun.zip(now).is_none_or(|(begun, now)| now.duration_since(begun).abs() > KEPT)
    }
}

/// The imports that pages have begun.
#[derive(Clone, Default)]
pub struct Imports {
    all: Arc<Mutex<Vec<Arc<Import>>>>,
}

impl Imports {
    /// Begins an import; the one of that number, where the form was sent before. Whoever calls lets it look.
    pub fn begin(
        &self,
        by: &Importer,
        id: OperationId,
        (table, bytes): (ImportTable, Vec<u8>),
    ) -> Result<(Arc<Import>, bool), Refusal> {
        let plans = table != ImportTable::Clients;
        if !by.actor.role.may(Right::EditClients) || (plans && !by.actor.role.may(Right::RecordPlanning)) {
            return Err(Refusal::Forbidden);
        }
        let now = (by.outside.now)();
        let mut all = lock(&self.all);
        all.retain(|import| import.is_at_work() || !import.is_old(&now));
        if let Some(before) = all.iter().find(|import| import.id == id && import.is_of(&by.actor)) {
            return Ok((Arc::clone(before), false));
        }
        let at_work = all.iter().filter(|import| import.is_at_work()).count();
        let own = all.iter().any(|import| import.is_at_work() && import.office == by.actor.office);
        if own || at_work >= MOST_AT_WORK {
            let sentence = "ほかの取り込みが進んでいます。終わってから、もう一度お試しください。";
            return Err(Refusal::Refused(vec![Reason::at("file", sentence)]));
        }
        // A person's earlier file makes room for the new one; so does the oldest of all, where there are too many.
        all.retain(|import| !import.is_of(&by.actor));
        if all.len() >= MOST
            && let Some(oldest) = all.iter().position(|import| !import.is_at_work())
        {
            all.remove(oldest);
        }
        let inner = Mutex::new(Inner { state: ImportState::Looking, bytes });
        let import = Arc::new(Import {
            id,
            table,
            watch: Watch::default(),
            office: by.actor.office,
            user: by.actor.user,
            begun_at: now,
            inner,
        });
        all.push(Arc::clone(&import));
        Ok((import, true))
    }

    /// The person's own import of that number, while it is kept.
    pub fn find(&self, by: &Importer, id: OperationId) -> Result<Arc<Import>, Refusal> {
        if !by.actor.role.may(Right::EditClients) {
            return Err(Refusal::Forbidden);
        }
        let now = (by.outside.now)();
        let mut all = lock(&self.all);
        all.retain(|import| import.is_at_work() || !import.is_old(&now));
        all.iter().find(|import| import.id == id && import.is_of(&by.actor)).cloned().ok_or(Refusal::NotFound)
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
