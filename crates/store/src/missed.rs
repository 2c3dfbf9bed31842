//! Readings that could not be noted: counted in memory while nothing can be written, until the log can tell the gap.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use domain::id::OfficeId;

/// How many readings of each office are not in its log.
#[derive(Clone, Debug, Default)]
pub struct MissedReads(Arc<Mutex<HashMap<OfficeId, u64>>>);

impl MissedReads {
    fn lock(&self) -> MutexGuard<'_, HashMap<OfficeId, u64>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// One more.
    pub fn add(&self, office: OfficeId) {
        *self.lock().entry(office).or_default() += 1;
    }

    /// How many there are.
    pub fn of(&self, office: OfficeId) -> u64 {
        self.lock().get(&office).copied().unwrap_or_default()
    }

    /// So many stand in the log now; those counted meanwhile stay.
    pub fn noted(&self, office: OfficeId, count: u64) {
        if let Some(left) = self.lock().get_mut(&office) {
            *left = left.saturating_sub(count);
        }
    }
}
