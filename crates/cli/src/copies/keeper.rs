//! The keeper of `serve --copies`: a copy each hour, a trial each week, on a thread of its own that gives way to everybody else.

use std::{
    sync::mpsc::{self, RecvTimeoutError},
    thread::JoinHandle,
    time::{Duration, Instant},
};

use app::{
    Outside,
    copies::{CopyRun, RunKind, generations},
};
use store::{Db, copies};

use super::{CopiesFolder, Failed, keys, make, trial};

/// How long the keeper rests between two looks at the clock.
const REST: Duration = Duration::from_secs(20);
/// How long it waits after a copy that could not be made.
const PATIENCE: Duration = Duration::from_secs(10 * 60);
/// How much it gives way.
const NICE: i32 = 15;

/// A keeper at work. Dropped, it is told to stop; what it has begun is thrown away by the next start.
pub struct Keeper {
    /// Closing it ends the rest.
    stop: mpsc::Sender<()>,
    thread: JoinHandle<()>,
}

impl Keeper {
    /// Begins to keep copies.
    pub fn start(db: Db, outside: Outside, copies: CopiesFolder) -> anyhow::Result<Self> {
        let (stop, stopped) = mpsc::channel();
        let work = move || keep(&db, &outside, &copies, &stopped);
        let thread = std::thread::Builder::new().name("copies".to_owned()).spawn(work)?;
        Ok(Self { stop, thread })
    }

    /// Tells it to stop and waits for it, but not for longer than this: a copy under way is broken off.
    pub fn stop(self, at_most: Duration) {
        drop(self.stop);
        let end = Instant::now() + at_most;
        while !self.thread.is_finished() && Instant::now() < end {
            std::thread::sleep(Duration::from_millis(20));
        }
    }
}

fn keep(db: &Db, outside: &Outside, copies: &CopiesFolder, stopped: &mpsc::Receiver<()>) {
    // Linux counts it for the thread alone.
    if let Err(refused) = rustix::process::nice(NICE) {
        tracing::warn!(%refused, "copies are made as urgently as pages");
    }
    let mut failed_at: Option<Instant> = None;
    loop {
        if failed_at.is_none_or(|at| at.elapsed() >= PATIENCE) {
            failed_at = match tick(db, outside, copies) {
                Ok(true) => None,
                Ok(false) => Some(Instant::now()),
                Err(failed) => {
                    tracing::warn!(%failed, "copies cannot be kept");
                    Some(Instant::now())
                }
            };
        }
        match stopped.recv_timeout(REST) {
            Err(RecvTimeoutError::Timeout) => {}
            Ok(()) | Err(RecvTimeoutError::Disconnected) => return,
        }
    }
}

/// Does what is due; whether all of it went well.
pub fn tick(db: &Db, outside: &Outside, copies: &CopiesFolder) -> Result<bool, Failed> {
    // Until there is a paper key nothing can be sealed; the page asks for one.
    let Some(recipients) = keys::recipients(db, outside, &copies.data)? else { return Ok(true) };
    let at = (outside.now)();
    let Some(now) = generations::in_japan(&at) else { return Ok(true) };
    let mut made = copies.made().unwrap_or_default();
    let mut well = true;
    if generations::is_due(&made, now) {
        let (run, failed) = make::make(db, copies, &recipients, (&at, now));
        well = run.fault.is_empty();
        make::note(db, run, failed);
        made = copies.made().unwrap_or_default();
    }
    let last = db.read_now(|tx| copies::runs(tx, RunKind::Test, 1))?;
    let (Some(newest), true) = (made.range(..=now).next_back(), generations::test_is_due(went(&last), now)) else {
        return Ok(well);
    };
    let (run, failed) = trial::run(copies, outside, *newest);
    well &= run.fault.is_empty();
    make::note(db, run, failed);
    Ok(well)
}

fn went(last: &[CopyRun]) -> Option<(jiff::civil::DateTime, bool)> {
    let last = last.first()?;
    Some((generations::in_japan(&last.at)?, last.fault.is_empty()))
}
