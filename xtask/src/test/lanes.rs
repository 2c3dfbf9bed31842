//! What does not hang on each other runs side by side: a walk waits for its browser half of the time, a kill for a disk.

use std::{
    collections::VecDeque,
    fmt::Write as _,
    sync::{Mutex, PoisonError},
    thread,
    time::Instant,
};

use anyhow::{Result, bail};

use super::count::Count;

/// How many run at the same time.
const LANES: usize = 3;

/// One piece of work; its text is printed when it has ended, in one piece.
pub struct Job<'a> {
    name: String,
    work: Box<dyn FnOnce() -> Result<(Count, String)> + Send + 'a>,
}

impl<'a> Job<'a> {
    /// A piece of work with its name.
    pub fn new(name: impl Into<String>, work: impl FnOnce() -> Result<(Count, String)> + Send + 'a) -> Self {
        Self { name: name.into(), work: Box::new(work) }
    }
}

/// Runs all of them, in their order, and adds up what passed and failed. One that ends with a fault lets the others end first.
pub fn run(jobs: Vec<Job<'_>>, count: &mut Count) -> Result<()> {
    let waiting = Mutex::new(VecDeque::from(jobs));
    let ended = Mutex::new((count, Vec::new()));
    thread::scope(|scope| {
        for _ in 0..LANES {
            scope.spawn(|| {
                loop {
                    let next = waiting.lock().unwrap_or_else(PoisonError::into_inner).pop_front();
                    let Some(job) = next else { break };
                    let begun = Instant::now();
                    let result = (job.work)();
                    let mut ended = ended.lock().unwrap_or_else(PoisonError::into_inner);
                    let (count, faults) = &mut *ended;
                    let seconds = begun.elapsed().as_secs_f64();
                    match result {
                        Ok((own, said)) => {
                            count.passed += own.passed;
                            count.failed += own.failed;
                            println!("── {}\n{said}── {}: done in {seconds:.0} s", job.name, job.name);
                        }
                        Err(fault) => {
                            println!("── {}: FAILED in {seconds:.0} s", job.name);
                            faults.push(format!("{}: {fault:#}", job.name));
                        }
                    }
                }
            });
        }
    });
    let (_, faults) = ended.into_inner().unwrap_or_else(PoisonError::into_inner);
    if faults.is_empty() { Ok(()) } else { bail!("{}", faults.join("\n")) }
}

/// What was counted of a runner, with what it printed.
pub fn counted(follow: impl FnOnce(&mut Count, &mut dyn FnMut(&str)) -> Result<()>) -> Result<(Count, String)> {
    let mut count = Count::default();
    let mut said = String::new();
    follow(&mut count, &mut |line| {
        let _ = writeln!(said, "{line}");
    })?;
    Ok((count, said))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_run_and_one_that_fails_is_told_after_the_others() {
        let mut count = Count::default();
        let good = |number: u64| move || Ok((Count { passed: number, failed: 1 }, String::new()));
        let mut jobs: Vec<Job<'_>> = (1..=5).map(|number| Job::new("good", good(number))).collect();
        jobs.insert(1, Job::new("bad", || bail!("it burns")));
        let told = run(jobs, &mut count).unwrap_err().to_string();
        assert_eq!((told.as_str(), count), ("bad: it burns", Count { passed: 15, failed: 5 }));
    }
}
