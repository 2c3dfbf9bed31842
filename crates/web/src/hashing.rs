//! The turn of a password: a hash takes 19 MiB and a processor for a moment, so only some are made at a time, whoever
//! asks. Everybody else waits for a few seconds and is then told to come again.

use std::{sync::Arc, time::Duration};

use app::limits;
use tokio::sync::Semaphore;

use crate::PageError;

/// Where every hash of a page is made and compared.
#[derive(Clone)]
pub(crate) struct Hashing {
    turns: Arc<Semaphore>,
    wait: Duration,
}

impl Hashing {
    pub(crate) fn new() -> Self {
        Self { turns: Arc::new(Semaphore::new(limits::HASHES)), wait: limits::HASH_WAIT }
    }

    /// Runs slow arithmetic beside the requests, when its turn comes; [`PageError::Crowded`] when it does not.
    pub(crate) async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, PageError> {
        let turn = tokio::time::timeout(self.wait, Arc::clone(&self.turns).acquire_owned()).await;
        let Ok(Ok(turn)) = turn else { return Err(PageError::Crowded) };
        let job = tokio::task::spawn_blocking(move || {
            // Given back when the work is done, also when nobody waits for it any more.
            let _turn = turn;
            work()
        });
        // What a panic said stays out of the log.
        job.await.map_err(|_| PageError::Fault("panic while hashing".to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    #[tokio::test]
    async fn sixty_at_once_are_made_two_at_a_time_and_all_are_answered() {
        let hashing = Hashing { wait: Duration::from_secs(60), ..Hashing::new() };
        let (running, most) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
        let tasks: Vec<_> = (0..60)
            .map(|_| {
                let (hashing, running, most) = (hashing.clone(), Arc::clone(&running), Arc::clone(&most));
                tokio::spawn(async move {
                    let work = move || {
                        most.fetch_max(running.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
                        std::thread::sleep(Duration::from_millis(2));
                        running.fetch_sub(1, Ordering::SeqCst);
                    };
                    hashing.run(work).await
                })
            })
            .collect();
        for task in tasks {
            task.await.unwrap().unwrap();
        }
        assert_eq!(most.load(Ordering::SeqCst), limits::HASHES);
    }

    #[tokio::test]
    async fn who_waits_too_long_is_told_so_and_a_reader_who_has_gone_keeps_the_turn_until_the_work_is_done() {
        let hashing = Hashing { wait: Duration::from_millis(20), ..Hashing::new() };
        let (done, wait) = std::sync::mpsc::channel::<()>();
        let wait = Arc::new(std::sync::Mutex::new(wait));
        for free in (0..limits::HASHES).rev() {
            let (patient, wait) = (hashing.clone(), Arc::clone(&wait));
            let gone = tokio::spawn(async move { patient.run(move || wait.lock().unwrap().recv().is_err()).await });
            while hashing.turns.available_permits() > free {
                tokio::task::yield_now().await;
            }
            gone.abort();
            drop(gone.await);
        }
        assert_eq!(hashing.run(|| ()).await, Err(PageError::Crowded));
        drop(done);
        let patient = Hashing { wait: Duration::from_secs(60), ..hashing };
        assert_eq!(patient.run(|| ()).await, Ok(()));
    }
}
