//! Looks that wait to be written: kept in memory from before the page is sent until the next write, at most a few seconds.
//! What is alike (person, client, kind, hour, device) waits as one, so that a busy hour stays small.

use std::{
    collections::{BTreeSet, HashMap},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use domain::id::OrganisationId;
use uuid::Uuid;

use super::LookKind;

/// How many may wait; then nothing of a client is shown any more.
pub const WAITING: usize = 100_000;
/// Clients of one list that are named; of a longer one the log says that it was of everybody.
pub const LISTED: usize = 5_000;
/// Searches of a person in an hour that are told apart.
const WORDS: usize = 100;
/// Letters of an address, of a device and of a name.
const LETTERS: usize = 80;

/// 閲覧: that somebody was shown something, or tried to.
#[derive(Clone, Debug, Default)]
pub struct Look {
    /// When, UTC, RFC 3339.
    pub at: String,
    /// The user's id; empty where nobody is signed in.
    pub user: String,
    /// The user's name at that time.
    pub name: String,
    /// The network address; empty where it is not known.
    pub address: String,
    /// 端末: browser and system in short, and what tells the device from others.
    pub device: String,
    /// Whose data: one client, or those of a list.
    pub clients: Vec<Uuid>,
    /// Whether it was of every client of the organisation.
    pub everybody: bool,
    /// What was searched for, as an HMAC; empty for no search.
    pub words: String,
}

/// What is counted as one.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Key {
    /// 「2026-11-30T08」, UTC: Japan's hours begin with UTC's.
    pub hour: String,
    pub user: String,
    pub kind: LookKind,
    /// None for a list, and for nobody.
    pub client: Option<Uuid>,
    pub address: String,
    pub device: String,
}

/// What is known of it.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    pub name: String,
    pub first_at: String,
    pub last_at: String,
    pub times: i64,
    pub clients: BTreeSet<Uuid>,
    pub everybody: bool,
    pub words: BTreeSet<String>,
}

impl Entry {
    pub(super) fn merge(&mut self, other: Self) {
        if other.first_at < self.first_at {
            self.first_at = other.first_at;
        }
        if other.last_at > self.last_at {
            self.last_at = other.last_at;
        }
        self.times = self.times.saturating_add(other.times);
        self.clients.extend(other.clients);
        self.everybody |= other.everybody;
        self.hold();
        let room = WORDS.saturating_sub(self.words.len());
        self.words.extend(other.words.into_iter().take(room));
    }

    /// A list that is too long is one of everybody.
    fn hold(&mut self) {
        self.everybody |= self.clients.len() > LISTED;
        if self.everybody {
            self.clients.clear();
        }
    }
}

/// 記録の途切れ: from when to when, and how many looks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Gap {
    pub from: String,
    pub to: String,
    pub times: i64,
}

impl Gap {
    fn merge(self, other: Option<Self>) -> Self {
        match other {
            None => self,
            Some(other) => Self {
                from: self.from.min(other.from),
                to: self.to.max(other.to),
                times: self.times.saturating_add(other.times),
            },
        }
    }
}

/// What waits of one organisation.
#[derive(Debug, Default)]
pub(crate) struct Batch {
    pub(super) entries: HashMap<Key, Entry>,
    /// Writing has failed since then.
    late_since: Option<String>,
    pub(super) lost: Option<Gap>,
}

impl Batch {
    /// Whether there is nothing to be written.
    pub(crate) fn is_empty(&self) -> bool {
        self.entries.is_empty() && self.lost.is_none()
    }

    /// What could not be written when it was looked at, where that was so.
    pub(super) fn late(&self) -> Option<Gap> {
        self.late_since.as_ref()?;
        self.gap()
    }

    fn gap(&self) -> Option<Gap> {
        let from = self.entries.values().map(|entry| &entry.first_at).min()?;
        let to = self.entries.values().map(|entry| &entry.last_at).max()?;
        let times = self.entries.values().map(|entry| entry.times).sum();
        Some(Gap {
            from: self.late_since.clone().map_or(from.clone(), |since| since.min(from.clone())),
            to: to.clone(),
            times,
        })
    }

    fn add(&mut self, key: Key, entry: Entry) {
        match self.entries.get_mut(&key) {
            Some(there) => there.merge(entry),
            None => drop(self.entries.insert(key, entry)),
        }
    }
}

/// Everything that waits. Cloning it is cheap.
#[derive(Clone, Debug, Default)]
pub struct Waiting(Arc<Mutex<Inner>>);

#[derive(Debug, Default)]
struct Inner {
    batches: HashMap<OrganisationId, Batch>,
    count: usize,
}

impl Waiting {
    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Queues a look into something of an organisation (the nil id: of none).
    pub fn note(&self, of: OrganisationId, kind: LookKind, look: Look) {
        let client = match look.clients.as_slice() {
            [one] if !look.everybody => Some(*one),
            _ => None,
        };
        let hour = look.at.get(..13).unwrap_or(&look.at).to_owned();
        let (address, device) = (short(look.address), short(look.device));
        let key = Key { hour, user: look.user, kind, client, address, device };
        let listed = if client.is_some() { BTreeSet::new() } else { look.clients.into_iter().collect() };
        let mut entry = Entry {
            name: short(look.name),
            first_at: look.at.clone(),
            last_at: look.at,
            times: 1,
            clients: listed,
            everybody: look.everybody,
            words: Some(look.words).filter(|words| !words.is_empty()).into_iter().collect(),
        };
        entry.hold();
        let inner = &mut *self.lock();
        let batch = inner.batches.entry(of).or_default();
        let before = batch.entries.len();
        batch.add(key, entry);
        inner.count += batch.entries.len() - before;
    }

    /// How many wait.
    pub fn count(&self) -> usize {
        self.lock().count
    }

    /// Whether no more may wait.
    pub fn is_full(&self) -> bool {
        self.count() >= WAITING
    }

    /// The organisations of which something waits.
    pub fn organisations(&self) -> Vec<OrganisationId> {
        self.lock().batches.keys().copied().collect()
    }

    /// Takes what waits of an organisation.
    pub(crate) fn take(&self, of: OrganisationId) -> Batch {
        let inner = &mut *self.lock();
        let batch = inner.batches.remove(&of).unwrap_or_default();
        inner.count = inner.count.saturating_sub(batch.entries.len());
        batch
    }

    /// Gives back what was not written. `late`: because nothing can be written.
    pub(crate) fn put_back(&self, of: OrganisationId, batch: Batch, late: bool) {
        let since = batch.late_since.clone().or_else(|| batch.gap().map(|gap| gap.from).filter(|_| late));
        let inner = &mut *self.lock();
        let waiting = inner.batches.entry(of).or_default();
        let before = waiting.entries.len();
        for (key, entry) in batch.entries {
            waiting.add(key, entry);
        }
        waiting.late_since = since.or(waiting.late_since.take());
        waiting.lost = match batch.lost {
            Some(lost) => Some(lost.merge(waiting.lost.take())),
            None => waiting.lost.take(),
        };
        inner.count += waiting.entries.len() - before;
    }

    /// Notes that these cannot be written whatever is tried: how many, from when to when, is written in their place.
    pub(crate) fn lose(&self, of: OrganisationId, batch: &Batch) {
        let Some(gap) = batch.gap() else { return };
        let inner = &mut *self.lock();
        let waiting = inner.batches.entry(of).or_default();
        waiting.lost = Some(gap.merge(batch.lost.clone()).merge(waiting.lost.take()));
    }
}

/// The text, held to its length: it comes from outside.
fn short(text: String) -> String {
    if text.chars().count() <= LETTERS { text } else { text.chars().take(LETTERS).collect() }
}
