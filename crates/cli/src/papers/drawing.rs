//! Drawing papers on every core, with progress shown. Memory is bounded: a paper waits in a short queue, and what is drawn is written at once.

use std::{
    num::NonZero,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicUsize, Ordering},
        mpsc::{Receiver, SyncSender, sync_channel},
    },
    thread,
};

use domain::planning::Reception;
use forms::FilledForm;

use super::{Office, folder::Folder};

/// Papers that wait for a core: enough that none is idle, few enough that memory stays small.
const WAITING: usize = 8;

/// How often progress is told.
const TOLD: usize = 20;

/// A paper on its way to a core; or why there is none to draw.
pub type Paper = (Reception, Result<FilledForm, String>);

/// The file of a paper. 受付No. names nobody.
pub fn file_name(number: Reception) -> String {
    format!("{number}.pdf")
}

/// What the cores share.
pub struct Drawing<'a> {
    office: &'a Office,
    folder: &'a Folder,
    done: AtomicUsize,
    of: usize,
}

impl<'a> Drawing<'a> {
    /// Of so many papers, into that folder.
    pub fn new(office: &'a Office, folder: &'a Folder, of: usize) -> Self {
        Self { office, folder, done: AtomicUsize::new(0), of }
    }

    /// Draws what is handed over; the papers that could not be drawn, each with why. A paper that cannot be written ends it all.
    pub fn all(
        &self,
        hand_over: impl FnOnce(&SyncSender<Paper>) -> anyhow::Result<()>,
    ) -> anyhow::Result<Vec<(Reception, String)>> {
        let cores = thread::available_parallelism().map_or(1, NonZero::get);
        let (hand, take) = sync_channel(WAITING);
        let take = Arc::new(Mutex::new(take));
        thread::scope(|scope| {
            let workers: Vec<_> = (0..cores)
                .map(|_| {
                    let take = take.clone();
                    scope.spawn(move || self.work(&take))
                })
                .collect();
            // Only workers hold the queue: when all of them have ended, handing over ends, too, and waits for nobody.
            drop(take);
            let handed = hand_over(&hand);
            drop(hand);
            let mut faults = Vec::new();
            for worker in workers {
                let worked = worker.join().map_err(|_| anyhow::anyhow!("印刷が途中で止まりました"))?;
                faults.extend(worked?);
            }
            handed?;
            Ok(faults)
        })
    }

    fn work(&self, take: &Mutex<Receiver<Paper>>) -> anyhow::Result<Vec<(Reception, String)>> {
        let mut faults = Vec::new();
        // The lock is held while waiting and not while drawing.
        let next = || take.lock().unwrap_or_else(PoisonError::into_inner).recv();
        while let Ok((number, form)) = next() {
            let drawn = match form {
                Ok(form) => self.office.drawn(&form)?,
                Err(fault) => Err(fault),
            };
            match drawn {
                Ok(pdf) => self.folder.write(&file_name(number), &pdf)?,
                Err(fault) => faults.push((number, fault)),
            }
            let done = self.done.fetch_add(1, Ordering::Relaxed) + 1;
            if done.is_multiple_of(self.of.div_ceil(TOLD)) || done == self.of {
                err!("{done} / {} 件", self.of);
            }
        }
        Ok(faults)
    }
}
