//! 送る仕事: what a worker does each time it looks into the queue. Not a use case of a person.

use domain::id::OfficeId;
use store::{
    Db, StoreError,
    outbox::{self, Job, Lease},
};

use super::{MailFault, SendMail, letter::letter};
use crate::{Outside, accounts::shifted, limits};

/// Offices looked at in one go.
const OFFICES: i64 = 200;
/// Jobs of one office done in one go, so that no office keeps the others waiting.
const JOBS: usize = 20;
/// Days for which what was sent stays on the page.
const KEEP_SENT: i64 = 30;
/// Days for which what failed stays on the page.
const KEEP_FAILED: i64 = 90;

/// What a worker has done in one go.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Worked {
    /// Mails that the server took.
    pub sent: usize,
    /// Jobs put off.
    pub put_off: usize,
    /// Jobs given up.
    pub given_up: usize,
}

/// Does what is due. `worker` is a name that no other worker has. Without a mail server nothing is taken: the jobs wait.
/// The mail is sent outside of any transaction; the lease keeps the job from others meanwhile.
pub fn work_off(db: &Db, outside: &Outside, worker: &str) -> Result<Worked, StoreError> {
    let mut worked = Worked::default();
    let Some(send) = &outside.mail else { return Ok(worked) };
    let now = (outside.now)();
    let until = shifted(&now, limits::JOB_LEASE);
    for office in db.read_now(move |tx| outbox::offices_with_due(tx, &now, &until, OFFICES))? {
        for _ in 0..JOBS {
            let Some(job) = take(db, outside, office, worker)? else { break };
            do_job(db, outside, send, office, &job, worker, &mut worked)?;
        }
    }
    Ok(worked)
}

fn take(db: &Db, outside: &Outside, office: OfficeId, worker: &str) -> Result<Option<Job>, StoreError> {
    let (now, worker) = ((outside.now)(), worker.to_owned());
    let until = shifted(&now, limits::JOB_LEASE);
    db.write_now_in(office, move |tx| outbox::take(tx, office, Lease { worker: &worker, now: &now, until: &until }))
}

fn do_job(
    db: &Db,
    outside: &Outside,
    send: &SendMail,
    office: OfficeId,
    job: &Job,
    worker: &str,
    worked: &mut Worked,
) -> Result<(), StoreError> {
    let done = letter(job).and_then(|letter| send(&letter));
    let (id, tries, now, worker) = (job.id, job.tries, (outside.now)(), worker.to_owned());
    match done {
        Ok(()) => {
            worked.sent += 1;
            db.write_now_in(office, move |tx| outbox::note_sent(tx, office, id, &worker, &now))?;
        }
        Err(fault) => match pause_after(tries).filter(|_| !fault.is_final()) {
            Some(minutes) => {
                worked.put_off += 1;
                let (at, word) = (shifted(&now, minutes), fault.word());
                db.write_now_in(office, move |tx| outbox::put_off(tx, office, id, &worker, (&at, &word)))?;
            }
            None => {
                worked.given_up += 1;
                let word = fault.word();
                db.write_now_in(office, move |tx| outbox::give_up(tx, office, id, &worker, (&now, &word)))?;
            }
        },
    }
    Ok(())
}

/// The minutes until the next try; none after the last one. A job that killed its worker each time counts, too.
fn pause_after(tries: i64) -> Option<i64> {
    let place = usize::try_from(tries).ok()?.checked_sub(1)?;
    limits::JOB_PAUSES.get(place).copied()
}

/// Gives up what waits for too long and takes away what is long done; asked from time to time.
pub fn sweep(db: &Db, outside: &Outside) -> Result<(), StoreError> {
    for office in db.read_now(outbox::offices)? {
        let now = (outside.now)();
        let days = |days: i64| shifted(&now, -days * 24 * 60);
        let (old, sent, failed) = (days(limits::JOB_DAYS), days(KEEP_SENT), days(KEEP_FAILED));
        let word = MailFault::Expired.word();
        let at = now.clone();
        db.write_now_in(office, move |tx| {
            outbox::give_up_old(tx, office, &old, (&at, &word))?;
            outbox::sweep(tx, office, &sent, &failed)
        })?;
    }
    Ok(())
}
