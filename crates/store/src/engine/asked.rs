//! Which statements were asked, for the tests that look at their plans: what a page reaches is found by opening it, not
//! by a list that somebody has to keep.

use std::{
    collections::BTreeSet,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
};

/// The statements asked since they were asked for; nothing is noted before.
#[derive(Clone, Default)]
pub(super) struct Asked {
    wanted: Arc<AtomicBool>,
    statements: Arc<Mutex<BTreeSet<&'static str>>>,
}

impl Asked {
    /// Notes a statement.
    pub(super) fn note(&self, sql: &'static str) {
        if self.wanted.load(Ordering::Relaxed) {
            self.statements.lock().unwrap_or_else(PoisonError::into_inner).insert(sql);
        }
    }

    /// What was noted, each once; from now on it is noted.
    pub(super) fn take(&self) -> BTreeSet<&'static str> {
        self.wanted.store(true, Ordering::Relaxed);
        std::mem::take(&mut self.statements.lock().unwrap_or_else(PoisonError::into_inner))
    }
}
