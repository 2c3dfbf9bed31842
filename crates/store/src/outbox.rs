//! 送信待ち: mail and jobs, queued in the transaction of what they tell of, taken later by a lease, tried again, and at
//! last sent or given up.
//!
//! A job that was taken is nobody else's until its lease is over; a worker that was killed loses it then, and it is taken
//! again. So a mail can be sent twice, never left out: its id, which is the same each time, tells a repeat.

use domain::id::{JobId, OfficeId, UserId};

use crate::{Row, StoreError, Tx};

/// What is to be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JobKind {
    /// テストメール.
    TestMail,
    /// 新しい端末からのログインのお知らせ.
    NewDevice,
    /// 担当者会議の案内.
    Invitation,
    /// 記録の末尾の控え.
    Head,
    /// アカウントの変更のお知らせ.
    AccountChanged,
}

domain::words!(JobKind {
    TestMail, "mail.test", "テストメール";
    NewDevice, "mail.new-device", "新しい端末からのログインのお知らせ";
    Invitation, "mail.invitation", "担当者会議の案内";
    Head, "mail.head", "記録の末尾の控え";
    AccountChanged, "mail.account-changed", "アカウントの変更のお知らせ";
});

/// A job to be queued.
#[derive(Clone, Copy, Debug)]
pub struct NewJob<'a> {
    /// Its id, for a mail also that of the message.
    pub id: JobId,
    /// What is to be done.
    pub kind: JobKind,
    /// Whom a mail goes to.
    pub recipient: &'a str,
    /// What it says, as JSON text.
    pub body: &'a str,
    /// When, UTC.
    pub queued_at: &'a str,
    /// Name of whoever queued it, or a word such as `system`.
    pub queued_by: &'a str,
}

/// A job as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Job {
    /// Id.
    pub id: JobId,
    /// What is to be done, as the word in the database: see [`Job::kind`].
    pub word: String,
    /// Whom a mail goes to; empty once it was sent.
    pub recipient: String,
    /// What it says, as JSON text.
    pub body: String,
    /// When it was queued, UTC.
    pub queued_at: String,
    /// Who queued it.
    pub queued_by: String,
    /// When it is tried next, UTC.
    pub not_before: String,
    /// Until when a worker has it, UTC; empty where none has.
    pub taken_until: String,
    /// How often it was taken.
    pub tries: i64,
    /// When it was sent, UTC.
    pub sent_at: Option<String>,
    /// When it was given up, UTC.
    pub failed_at: Option<String>,
    /// What came in the way last, as a word; empty where nothing did.
    pub fault: String,
}

impl Job {
    /// What is to be done; none where this version does not know the word.
    pub fn kind(&self) -> Option<JobKind> {
        JobKind::from_word(&self.word)
    }
}

/// The lease under which a worker has a job.
#[derive(Clone, Copy, Debug)]
pub struct Lease<'a> {
    /// The worker's own name, which no other has.
    pub worker: &'a str,
    /// Now, UTC.
    pub now: &'a str,
    /// Until when the job is the worker's, UTC.
    pub until: &'a str,
}

const OPEN: &str = "select count(*) from outbox where office_id = $1 and sent_at is null and failed_at is null";
const QUEUE: &str = "insert into outbox (office_id, id, kind, recipient, body, queued_at, queued_by, not_before) \
    values ($1, $2, $3, $4, $5, $6, $7, $6)";
// A lease that ends after one taken now would, and a job queued after that, are of a clock that went wrong: neither keeps
// a job from being done.
const DUE: &str = "select office_id from outbox where sent_at is null and failed_at is null \
    and (not_before <= $1 or queued_at > $3) and (taken_until <= $1 or taken_until > $3) group by office_id order by min(not_before), office_id limit $2";
// The row is chosen and taken in one statement; the outer condition is looked at again by whoever waited for the row, so
// that of two workers one goes without.
const TAKE: &str = "update outbox set taken_until = $3, taken_by = $4, tries = tries + 1 \
    where office_id = $1 and sent_at is null and failed_at is null and (taken_until <= $2 or taken_until > $3) and id = (\
    select id from outbox where office_id = $1 and sent_at is null and failed_at is null \
    and (not_before <= $2 or queued_at > $3) and (taken_until <= $2 or taken_until > $3) order by not_before, id limit 1) \
    returning id, kind, recipient, body, queued_at, queued_by, not_before, taken_until, tries, sent_at, failed_at, fault";
// Only whoever has the job says what became of it: a worker whose lease is over may find that another has done it.
const SENT: &str = "update outbox set sent_at = $4, taken_until = '', taken_by = '', fault = '', recipient = '' \
    where office_id = $1 and id = $2 and taken_by = $3 and sent_at is null and failed_at is null";
const PUT_OFF: &str = "update outbox set not_before = $4, taken_until = '', taken_by = '', fault = $5 \
    where office_id = $1 and id = $2 and taken_by = $3 and sent_at is null and failed_at is null";
const GIVE_UP: &str = "update outbox set failed_at = $4, taken_until = '', taken_by = '', fault = $5 \
    where office_id = $1 and id = $2 and taken_by = $3 and sent_at is null and failed_at is null";
const GIVE_UP_OLD: &str = "update outbox set failed_at = $3, taken_until = '', taken_by = '', fault = $4 \
    where office_id = $1 and queued_at < $2 and taken_until <= $3 and sent_at is null and failed_at is null";
const TRY_AGAIN: &str = "update outbox set failed_at = null, not_before = $3, queued_at = $3, tries = 0, taken_until = '' \
    where office_id = $1 and id = $2 and failed_at is not null and recipient <> ''";
const NEWEST: &str = "select id, kind, recipient, body, queued_at, queued_by, not_before, taken_until, tries, sent_at, \
    failed_at, fault from outbox where office_id = $1 order by queued_at desc, id desc limit $2";
const SINCE: &str = "select count(*) from outbox where office_id = $1 and kind = $2 and queued_at >= $3";
const WITH_DONE: &str = "select office_id from outbox group by office_id order by office_id";
const SWEEP: &str = "delete from outbox where office_id = $1 and ((sent_at is not null and sent_at < $2) \
    or (failed_at is not null and failed_at < $3))";

/// Queues a job, in the transaction of what it tells of.
pub fn queue(tx: &mut Tx, office: OfficeId, job: &NewJob<'_>) -> Result<(), StoreError> {
    let NewJob { id, kind, recipient, body, queued_at, queued_by } = job;
    tx.execute(QUEUE, &[&office, id, &kind.word(), recipient, body, queued_at, queued_by])?;
    Ok(())
}

/// Whether a job of this kind was queued from this moment on (UTC).
pub fn was_queued_since(tx: &mut Tx, office: OfficeId, kind: JobKind, since: &str) -> Result<bool, StoreError> {
    let count: i64 = tx.one(SINCE, &[&office, &kind.word(), &since], |row| row.next())?;
    Ok(count > 0)
}

/// The offices that have お知らせの宛先.
pub fn offices_with_notice_address(tx: &mut Tx) -> Result<Vec<OfficeId>, StoreError> {
    tx.rows("select office_id from notice_address order by 1", &[], |row| row.next())
}

/// How many jobs of an office are neither sent nor given up.
pub fn open_count(tx: &mut Tx, office: OfficeId) -> Result<i64, StoreError> {
    tx.one(OPEN, &[&office], |row| row.next())
}

/// The offices with a job that is due, the longest waiting first. `until` is when a lease taken now would end.
pub fn offices_with_due(tx: &mut Tx, now: &str, until: &str, limit: i64) -> Result<Vec<OfficeId>, StoreError> {
    tx.rows(DUE, &[&now, &limit, &until], |row| row.next())
}

/// The offices that have any job, done ones too.
pub fn offices(tx: &mut Tx) -> Result<Vec<OfficeId>, StoreError> {
    tx.rows(WITH_DONE, &[], |row| row.next())
}

/// Takes the job that has waited longest, if one is due and nobody has it.
pub fn take(tx: &mut Tx, office: OfficeId, lease: Lease<'_>) -> Result<Option<Job>, StoreError> {
    tx.optional(TAKE, &[&office, &lease.now, &lease.until, &lease.worker], job)
}

/// Notes that the worker has done the job; whether the worker still had it.
pub fn note_sent(tx: &mut Tx, office: OfficeId, id: JobId, worker: &str, now: &str) -> Result<bool, StoreError> {
    Ok(tx.execute(SENT, &[&office, &id, &worker, &now])? == 1)
}

/// Gives the job back, to be tried again at `not_before`; whether the worker still had it.
pub fn put_off(
    tx: &mut Tx,
    office: OfficeId,
    id: JobId,
    worker: &str,
    (not_before, fault): (&str, &str),
) -> Result<bool, StoreError> {
    Ok(tx.execute(PUT_OFF, &[&office, &id, &worker, &not_before, &fault])? == 1)
}

/// Gives the job up; whether the worker still had it.
pub fn give_up(
    tx: &mut Tx,
    office: OfficeId,
    id: JobId,
    worker: &str,
    (now, fault): (&str, &str),
) -> Result<bool, StoreError> {
    Ok(tx.execute(GIVE_UP, &[&office, &id, &worker, &now, &fault])? == 1)
}

/// Gives up what was queued before a time and was never sent; how many.
pub fn give_up_old(
    tx: &mut Tx,
    office: OfficeId,
    queued_before: &str,
    (now, fault): (&str, &str),
) -> Result<u64, StoreError> {
    tx.execute(GIVE_UP_OLD, &[&office, &queued_before, &now, &fault])
}

/// Puts a job that was given up into the queue again; whether there is such a one.
pub fn try_again(tx: &mut Tx, office: OfficeId, id: JobId, now: &str) -> Result<bool, StoreError> {
    Ok(tx.execute(TRY_AGAIN, &[&office, &id, &now])? == 1)
}

/// The newest jobs of an office.
pub fn newest(tx: &mut Tx, office: OfficeId, limit: i64) -> Result<Vec<Job>, StoreError> {
    tx.readable(NEWEST, &[&office, &limit], job)
}

/// Takes away what was sent or given up before these times; how many.
pub fn sweep(tx: &mut Tx, office: OfficeId, sent_before: &str, failed_before: &str) -> Result<u64, StoreError> {
    tx.execute(SWEEP, &[&office, &sent_before, &failed_before])
}

/// お知らせの宛先 of an office.
pub fn notice_address(tx: &mut Tx, office: OfficeId) -> Result<Option<String>, StoreError> {
    tx.optional("select address from notice_address where office_id = $1", &[&office], |row| row.next())
}

/// Sets お知らせの宛先; empty takes it away.
pub fn set_notice_address(
    tx: &mut Tx,
    office: OfficeId,
    address: &str,
    (by, at): (&str, &str),
) -> Result<(), StoreError> {
    if address.is_empty() {
        tx.execute("delete from notice_address where office_id = $1", &[&office])?;
        return Ok(());
    }
    tx.execute(
        "insert into notice_address (office_id, address, set_at, set_by) values ($1, $2, $3, $4) \
         on conflict (office_id) do update set address = excluded.address, set_at = excluded.set_at, \
         set_by = excluded.set_by",
        &[&office, &address, &at, &by],
    )?;
    Ok(())
}

/// Whether a device is new to a person who has used others; it is known from now on.
pub fn is_new_device(tx: &mut Tx, office: OfficeId, user: UserId, device: &str, now: &str) -> Result<bool, StoreError> {
    let known: i64 =
        tx.one("select count(*) from known_device where office_id = $1 and user_id = $2", &[&office, &user], |row| {
            row.next()
        })?;
    let added = tx.execute(
        "insert into known_device (office_id, user_id, device, seen_at) values ($1, $2, $3, $4) \
         on conflict (office_id, user_id, device) do nothing",
        &[&office, &user, &device, &now],
    )?;
    Ok(added == 1 && known > 0)
}

fn job(row: &mut Row) -> Result<Job, StoreError> {
    Ok(Job {
        id: row.next()?,
        word: row.next()?,
        recipient: row.next()?,
        body: row.next()?,
        queued_at: row.next()?,
        queued_by: row.next()?,
        not_before: row.next()?,
        taken_until: row.next()?,
        tries: row.next()?,
        sent_at: row.next()?,
        failed_at: row.next()?,
        fault: row.next()?,
    })
}
