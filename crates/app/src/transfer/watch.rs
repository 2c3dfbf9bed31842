//! 進み具合: how far an import is, and the wish that it stops. Shared by the work and by the page that shows it.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

/// Progress and cancel.
#[derive(Debug, Default)]
pub struct Watch {
    done: AtomicUsize,
    of: AtomicUsize,
    stop: AtomicBool,
}

impl Watch {
    /// Rows done and rows in all of the work under way.
    pub fn progress(&self) -> (usize, usize) {
        (self.done.load(Ordering::Relaxed), self.of.load(Ordering::Relaxed))
    }

    /// Asks the work to stop; it does so at the next row or batch.
    pub fn cancel(&self) {
        self.stop.store(true, Ordering::Relaxed);
    }

    /// Whether it was asked to stop.
    pub fn cancelled(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }

    /// Begins a piece of work of so many rows.
    pub(super) fn begin(&self, rows: usize) {
        self.done.store(0, Ordering::Relaxed);
        self.of.store(rows, Ordering::Relaxed);
    }

    /// So many rows more are done.
    pub(super) fn add(&self, rows: usize) {
        self.done.fetch_add(rows, Ordering::Relaxed);
    }
}
