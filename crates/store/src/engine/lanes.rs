//! Lanes: threads that own a connection each and work off one bounded queue.
//!
//! A piece of work, once queued, always runs to its end: whoever waits for the answer may go away, the
//! transaction is committed or rolled back all the same, and no lane dies of a panic.

use std::{
    collections::VecDeque,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError, mpsc},
    thread::{self, JoinHandle},
};

use super::{Fault, StoreError, Tx};

/// A piece of work, its answer included.
pub(super) type Job = Box<dyn FnOnce(&mut Tx) + Send>;

struct Queue {
    state: Mutex<State>,
    ready: Condvar,
    limit: usize,
}

struct State {
    jobs: VecDeque<Job>,
    open: bool,
}

impl Queue {
    fn lock(&self) -> MutexGuard<'_, State> {
        // No job runs while the lock is held, so a poisoned lock still holds a sound queue.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The next job; none when the queue is closed and empty.
    fn take(&self) -> Option<Job> {
        let mut state = self.lock();
        loop {
            if let Some(job) = state.jobs.pop_front() {
                return Some(job);
            }
            if !state.open {
                return None;
            }
            state = self.ready.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
    }
}

/// Some lanes with one queue. Dropped, they finish what is queued and end.
pub(super) struct Lanes {
    queue: Arc<Queue>,
    threads: Vec<JoinHandle<()>>,
}

impl Lanes {
    /// Opens `count` lanes; a connection that cannot be opened is an error here.
    pub(super) fn open(
        name: &str,
        count: usize,
        limit: usize,
        connect: impl Fn() -> Result<Tx, StoreError> + Clone + Send + 'static,
    ) -> Result<Self, StoreError> {
        let state = Mutex::new(State { jobs: VecDeque::new(), open: true });
        let queue = Arc::new(Queue { state, ready: Condvar::new(), limit });
        let mut lanes = Self { queue, threads: Vec::new() };
        for number in 1..=count.max(1) {
            let (opened, wait) = mpsc::channel();
            let queue = Arc::clone(&lanes.queue);
            let connect = connect.clone();
            let thread = thread::Builder::new()
                .name(format!("{name}-{number}"))
                .spawn(move || match connect() {
                    Ok(mut tx) => {
                        drop(opened.send(Ok(())));
                        work(&queue, &mut tx);
                    }
                    Err(error) => drop(opened.send(Err(error))),
                })
                .map_err(|error| StoreError::engine(Fault::Closed, error.to_string()))?;
            lanes.threads.push(thread);
            wait.recv().map_err(|_| closed())??;
        }
        Ok(lanes)
    }

    /// Queues a job; refused when too many wait already.
    pub(super) fn queue(&self, job: Job) -> Result<(), StoreError> {
        let mut state = self.queue.lock();
        if state.jobs.len() >= self.queue.limit {
            return Err(StoreError::Busy);
        }
        state.jobs.push_back(job);
        drop(state);
        self.queue.ready.notify_one();
        Ok(())
    }
}

fn work(queue: &Queue, tx: &mut Tx) {
    while let Some(job) = queue.take() {
        // The job catches the use case's panics itself; this one is for a panic while answering.
        drop(catch_unwind(AssertUnwindSafe(|| job(tx))));
    }
}

/// The answer to those who wait when the lane has gone.
pub(super) fn closed() -> StoreError {
    StoreError::engine(Fault::Closed, "the lane has ended")
}

impl Drop for Lanes {
    fn drop(&mut self) {
        self.queue.lock().open = false;
        self.queue.ready.notify_all();
        let here = thread::current().id();
        for thread in self.threads.drain(..) {
            // The last handle can be dropped by a job of the lane itself, which cannot wait for its own end.
            if thread.thread().id() != here {
                drop(thread.join());
            }
        }
    }
}
