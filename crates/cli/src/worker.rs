//! The worker of `serve`: does what waits in the queue, and takes away what is over.

use std::{
    sync::mpsc::{self, RecvTimeoutError},
    thread::JoinHandle,
    time::{Duration, Instant},
};

use app::{Outside, attachments, looks, outbox, upkeep};
use store::{Db, StoreError};

use crate::{deleted::Kept, head::HeadsFolder};

/// How long the worker rests between two looks into the queue.
const REST: Duration = Duration::from_secs(5);
/// How often it looks for what is over.
const SWEEP: Duration = Duration::from_secs(60 * 60);

/// A worker at work. Dropped, it is told to stop after the job under way.
pub struct Worker {
    /// Closing it ends the rest.
    stop: mpsc::Sender<()>,
    thread: JoinHandle<()>,
}

impl Worker {
    /// Begins to work, on a thread of its own: a mail is sent without async, and no request waits for it.
    pub fn start(
        db: Db,
        outside: Outside,
        (heads, deleted): (Option<HeadsFolder>, Option<Kept>),
    ) -> anyhow::Result<Self> {
        let (stop, stopped) = mpsc::channel();
        let work = move || work(&db, &outside, (heads.as_ref(), deleted), &stopped);
        let thread = std::thread::Builder::new().name("worker".to_owned()).spawn(work)?;
        Ok(Self { stop, thread })
    }

    /// Tells it to stop and waits for it, but not for longer than this.
    pub fn stop(self, at_most: Duration) {
        drop(self.stop);
        let end = Instant::now() + at_most;
        while !self.thread.is_finished() && Instant::now() < end {
            std::thread::sleep(Duration::from_millis(20));
        }
    }
}

fn work(
    db: &Db,
    outside: &Outside,
    (heads, mut deleted): (Option<&HeadsFolder>, Option<Kept>),
    stopped: &mpsc::Receiver<()>,
) {
    // Another process, and this one after a new start, has another name: a lease is never taken for one's own.
    let name = (outside.new_id)().to_string();
    let mut swept: Option<Instant> = None;
    loop {
        if let Err(fault) = outbox::work_off(db, outside, &name) {
            tracing::warn!(%fault, "the queue could not be worked off");
        }
        // Within seconds: a copy that is put back must not bring anybody back.
        if let Some(fault) = deleted.as_mut().and_then(|deleted| deleted.keep(db).err()) {
            tracing::warn!(%fault, "what was deleted could not be noted beside the data");
        }
        if swept.is_none_or(|at| at.elapsed() >= SWEEP) {
            if let Err(fault) = sweep(db, outside) {
                tracing::warn!(%fault, "what is over could not be taken away");
            }
            if let Some(fault) = heads.and_then(|heads| heads.write_daily(db, outside).err()) {
                tracing::warn!(%fault, "the ends of the logs could not be written outside");
            }
            if let Err(fault) = outbox::queue_heads(db, outside) {
                tracing::warn!(%fault, "the ends of the logs could not be queued as mails");
            }
            swept = Some(Instant::now());
        }
        match stopped.recv_timeout(REST) {
            Err(RecvTimeoutError::Timeout) => {}
            Ok(()) | Err(RecvTimeoutError::Disconnected) => return,
        }
    }
}

/// Takes away what is over.
fn sweep(db: &Db, outside: &Outside) -> Result<(), StoreError> {
    outbox::sweep(db, outside)?;
    attachments::sweep(db, outside)?;
    upkeep::sweep_operations(db, outside)?;
    upkeep::prune_sign_in(db, outside)?;
    looks::sweep(db, outside)
}
