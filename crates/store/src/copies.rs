//! 控え: the public halves of the paper keys, what the server copied and tried, and the drills of people. Of the whole installation, no
//! organisation's. The copies themselves are made by [`crate::backup`].

use crate::{Row, StoreError, Tx, read::of_word};

/// 控えの鍵: the public half of a paper key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CopyKey {
    /// `age1…`.
    pub public_key: String,
    /// UTC, RFC 3339.
    pub made_at: String,
    /// The account, or a word such as `command`.
    pub made_by: String,
    /// Her name at that time.
    pub made_by_name: String,
}

/// 練習: that somebody opened a copy with the paper key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CopyDrill {
    /// UTC, RFC 3339.
    pub done_at: String,
    /// The account.
    pub done_by: String,
    /// Her name at that time.
    pub done_by_name: String,
    /// What came of it, as typed.
    pub note: String,
}

/// What the server did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RunKind {
    /// Made a copy.
    Copy,
    /// Opened one for trial.
    Test,
}

domain::words!(RunKind {
    Copy, "copy", "控え";
    Test, "test", "戻すテスト";
});

/// What the server did with a copy, and how it went.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CopyRun {
    /// What.
    pub kind: RunKind,
    /// When, UTC, RFC 3339.
    pub at: String,
    /// A word of the program for what went wrong; empty where it went well.
    pub fault: String,
    /// Folder and file.
    pub place: String,
    /// Bytes of the sealed copy, without the attached files.
    pub bytes: i64,
    /// Attached files that belong to it.
    pub files: i64,
    /// What `verify` found.
    pub findings: i64,
    /// How long it took.
    pub milliseconds: i64,
}

const KEY: &str = "insert into copy_key (seq, public_key, made_at, made_by, made_by_name) \
    values ((select coalesce(max(seq), 0) + 1 from copy_key), $1, $2, $3, $4)";
const NEWEST_KEY: &str = "select public_key, made_at, made_by, made_by_name from copy_key order by seq desc limit 1";
const DRILL: &str = "insert into copy_drill (seq, done_at, done_by, done_by_name, note) \
    values ((select coalesce(max(seq), 0) + 1 from copy_drill), $1, $2, $3, $4)";
const NEWEST_DRILL: &str = "select done_at, done_by, done_by_name, note from copy_drill order by seq desc limit 1";
const RUN: &str = "insert into copy_run (seq, kind, at, fault, place, bytes, files, findings, milliseconds) \
    values ((select coalesce(max(seq), 0) + 1 from copy_run), $1, $2, $3, $4, $5, $6, $7, $8)";
const RUNS: &str = "select kind, at, fault, place, bytes, files, findings, milliseconds from copy_run \
    where kind = $1 order by seq desc limit $2";
const NEWEST_GOOD: &str = "select kind, at, fault, place, bytes, files, findings, milliseconds from copy_run \
    where kind = $1 and fault = '' order by seq desc limit 1";
const SWEEP: &str = "delete from copy_run where kind = $1 and seq <= (select max(seq) - $2 from copy_run)";

/// Keeps the public half of a new paper key, which is the one in use from now on.
pub fn add_key(tx: &mut Tx, key: &CopyKey) -> Result<(), StoreError> {
    let CopyKey { public_key, made_at, made_by, made_by_name } = key;
    tx.execute(KEY, &[public_key, made_at, made_by, made_by_name]).map(drop)
}

/// The paper key in use.
pub fn newest_key(tx: &mut Tx) -> Result<Option<CopyKey>, StoreError> {
    tx.optional(NEWEST_KEY, &[], |row| {
        Ok(CopyKey { public_key: row.next()?, made_at: row.next()?, made_by: row.next()?, made_by_name: row.next()? })
    })
}

/// Keeps a drill.
pub fn add_drill(tx: &mut Tx, drill: &CopyDrill) -> Result<(), StoreError> {
    let CopyDrill { done_at, done_by, done_by_name, note } = drill;
    tx.execute(DRILL, &[done_at, done_by, done_by_name, note]).map(drop)
}

/// The last drill.
pub fn newest_drill(tx: &mut Tx) -> Result<Option<CopyDrill>, StoreError> {
    tx.optional(NEWEST_DRILL, &[], |row| {
        Ok(CopyDrill { done_at: row.next()?, done_by: row.next()?, done_by_name: row.next()?, note: row.next()? })
    })
}

/// Keeps what the server did.
pub fn add_run(tx: &mut Tx, run: &CopyRun) -> Result<(), StoreError> {
    let CopyRun { kind, at, fault, place, bytes, files, findings, milliseconds } = run;
    tx.execute(RUN, &[&kind.word(), at, fault, place, bytes, files, findings, milliseconds]).map(drop)
}

/// The last runs of a kind, the newest first.
pub fn runs(tx: &mut Tx, kind: RunKind, limit: i64) -> Result<Vec<CopyRun>, StoreError> {
    tx.readable(RUNS, &[&kind.word(), &limit], run)
}

/// The last run of a kind that went well.
pub fn newest_good_run(tx: &mut Tx, kind: RunKind) -> Result<Option<CopyRun>, StoreError> {
    tx.optional(NEWEST_GOOD, &[&kind.word()], run)
}

/// Takes away what was done longer than so many runs ago.
pub fn sweep_runs(tx: &mut Tx, kind: RunKind, keep: i64) -> Result<u64, StoreError> {
    tx.execute(SWEEP, &[&kind.word(), &keep])
}

fn run(row: &mut Row) -> Result<CopyRun, StoreError> {
    Ok(CopyRun {
        kind: of_word("copy_run", "kind", row.next()?, RunKind::from_word)?,
        at: row.next()?,
        fault: row.next()?,
        place: row.next()?,
        bytes: row.next()?,
        files: row.next()?,
        findings: row.next()?,
        milliseconds: row.next()?,
    })
}
