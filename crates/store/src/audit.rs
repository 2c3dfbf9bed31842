//! 記録: who did what and when, append-only, each entry holding the hash of the one before.
//!
//! Each entry also seals the rows that were written with it ([`crate::seals`]).
//!
//! What the chain shows: an entry that was changed, taken out, put in or moved, and a cut-off end. What it
//! cannot show by itself: somebody who may write to the database and makes the whole chain anew, `audit_head`
//! included. Against that the end of the chain ([`Intact`]) is noted outside of the database, e.g. printed or
//! kept with the backups, and compared later.

mod action;

use std::collections::BTreeMap;

use calendar::Date;
use domain::id::{OfficeId, OrganisationId};
use serde::Serialize;
use sha2::{Digest as _, Sha256};

pub use action::AuditAction;

use crate::{Bind, Fault, Row, StoreError, Tx, deletions, seals};

/// An entry to be written.
#[derive(Clone, Copy, Debug)]
pub struct NewEntry<'a> {
    /// When, UTC, RFC 3339.
    pub at: &'a str,
    /// The user's id, or a word such as `system`.
    pub actor_id: &'a str,
    /// The user's name at that time.
    pub actor_name: &'a str,
    /// What was done.
    pub action: AuditAction,
    /// To what, e.g. a round's id.
    pub subject: &'a str,
    /// What matters of it, as JSON text.
    pub body: &'a str,
}

/// An entry as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditEntry {
    /// Counts from 1 in each office.
    pub seq: i64,
    /// When, UTC, RFC 3339.
    pub at: String,
    /// The user's id, or a word such as `system`.
    pub actor_id: String,
    /// The user's name at that time.
    pub actor_name: String,
    /// What was done, as the word in the database: see [`AuditEntry::action`].
    pub word: String,
    /// To what.
    pub subject: String,
    /// What matters of it, as JSON text.
    pub body: String,
}

/// Which entries a list shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AuditFilter {
    /// Only of this subject.
    pub subject: Option<String>,
    /// Only by this actor.
    pub actor: Option<String>,
    /// From this day in Japan.
    pub from: Option<Date>,
    /// Up to the end of this day in Japan.
    pub to: Option<Date>,
    /// Only entries older than this one: the last `seq` of the page before.
    pub before: Option<i64>,
    /// How many at most.
    pub limit: i64,
}

/// The end of a chain that holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Intact {
    /// How many entries.
    pub entries: i64,
    /// The last one's hash, 64 hexadecimal digits.
    pub hash: String,
}

/// The first place where a chain does not hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Broken {
    /// This entry is not as it was written.
    Changed {
        /// The entry.
        seq: i64,
    },
    /// This entry is not there.
    Missing {
        /// The entry.
        seq: i64,
    },
    /// This entry was not written by mimamori: the chain ended before it.
    Added {
        /// The entry.
        seq: i64,
    },
}

const STEP: &str = "insert into audit_head (office_id, seq, hash) values ($1, 1, $2) \
    on conflict (office_id) do update set seq = audit_head.seq + 1 returning seq, hash";
const INSERT: &str = "insert into audit \
    (office_id, seq, at, actor_id, actor_name, action, subject, body, prev_hash, hash) \
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
const INSERT_SEALED: &str = "insert into audit \
    (office_id, seq, at, actor_id, actor_name, action, subject, body, prev_hash, hash, seals) \
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
const HASH_AT: &str = "select hash from audit where office_id = $1 and seq = $2";
const SEALS_BEHIND: &str = "select min(entry) from seal where office_id = $1 and entry > $2";
const END: &str = "update audit_head set hash = $2 where office_id = $1";
const LIST: &str = "select seq, at, actor_id, actor_name, action, subject, body from audit \
    where office_id = $1 and ($2 is null or subject = $2) and ($3 is null or actor_id = $3) \
    and ($4 is null or at >= $4) and ($5 is null or at < $5) and ($6 is null or seq < $6) \
    order by seq desc limit $7";
const HISTORY: &str = "select seq, at, actor_id, actor_name, action, subject, body from audit \
    where office_id = $1 and subject = $2 and action <> $3 and seq < $4 order by seq desc limit $5";
const CHAIN: &str = "select seq, at, actor_id, actor_name, action, subject, body, prev_hash, hash, seals from audit \
    where office_id = $1 and seq > $2 order by seq limit $3";
const HEAD: &str = "select seq, hash from audit_head where office_id = $1";
const OFFICES: &str = "select id from office union select office_id from audit_head union \
    select office_id from audit order by 1";

/// What stands before the first entry.
const NOTHING: &str = "0000000000000000000000000000000000000000000000000000000000000000";
/// How many entries are read at a time.
const PAGE: i64 = 250;

/// Writes an entry behind the last one; its number. In the same transaction as what it tells, and after it: the entry
/// seals the rows that were written so far.
pub fn append(tx: &mut Tx, of: impl Into<OrganisationId>, entry: &NewEntry<'_>) -> Result<i64, StoreError> {
    let of = of.into();
    let (seq, previous) = tx.one(STEP, &[&of, &NOTHING], |row| Ok((row.next::<i64>()?, row.next::<String>()?)))?;
    let written = tx.pending().take(of);
    let seals = seals::write(tx, of, seq, &written)?;
    let NewEntry { at, actor_id, actor_name, action, subject, body } = *entry;
    let word = action.word();
    let hash =
        hash(&Canonical(&previous, &of.to_string(), seq, at, actor_id, actor_name, word, subject, body), &seals)?;
    let values: [&dyn Bind; 11] =
        [&of, &seq, &at, &actor_id, &actor_name, &word, &subject, &body, &previous, &hash, &seals];
    match values.split_last() {
        // A schema on its way to this program's has no seals yet.
        Some((_, unsealed)) if seals.is_empty() => tx.execute(INSERT, unsealed)?,
        _ => tx.execute(INSERT_SEALED, &values)?,
    };
    tx.execute(END, &[&of, &hash])?;
    Ok(seq)
}

/// The entries of a filter, the newest first.
pub fn list(tx: &mut Tx, office: OfficeId, filter: &AuditFilter) -> Result<Vec<AuditEntry>, StoreError> {
    let from = filter.from.map(begins);
    // The day after the last day there is has no beginning; nothing lies beyond it either.
    let to = filter.to.and_then(|day| day.tomorrow().ok()).map(begins);
    tx.readable(LIST, &[&office, &filter.subject, &filter.actor, &from, &to, &filter.before, &filter.limit], entry)
}

/// What was done to a subject, the newest first and without a limit; `except` is the action that changes nothing (a
/// reading), however often it was noted. Read in pages, because the log is long.
pub fn history(
    tx: &mut Tx,
    office: OfficeId,
    subject: &str,
    except: AuditAction,
) -> Result<Vec<AuditEntry>, StoreError> {
    let mut all = Vec::new();
    let mut before = i64::MAX;
    loop {
        let page = tx.readable(HISTORY, &[&office, &subject, &except.word(), &before, &PAGE], entry)?;
        let Some(last) = page.last() else { return Ok(all) };
        before = last.seq;
        all.extend(page);
    }
}

/// The last thing that was done to a subject, other than `except`.
pub fn last_of(
    tx: &mut Tx,
    office: OfficeId,
    subject: &str,
    except: AuditAction,
) -> Result<Option<AuditEntry>, StoreError> {
    tx.optional(HISTORY, &[&office, &subject, &except.word(), &i64::MAX, &1_i64], entry)
}

/// Reads the chain of an office from its first entry to its end, with the seals of each entry.
pub fn verify(tx: &mut Tx, office: OfficeId) -> Result<Result<Intact, Broken>, StoreError> {
    // An office's first entry is its own set-up, so a chain without any is one that was taken away.
    let Some((end, end_hash)) = head(tx, office)? else { return Ok(Err(Broken::Missing { seq: 1 })) };
    let of = office.to_string();
    let emptied = deletions::graves(tx, office)?.entries;
    let mut last = 0;
    let mut last_hash = NOTHING.to_owned();
    loop {
        let page = tx.rows(CHAIN, &[&office, &last, &PAGE], |row| {
            Ok((entry(row)?, row.next::<String>()?, row.next::<String>()?, row.next::<String>()?))
        })?;
        if page.is_empty() {
            break;
        }
        let sealed = sealed_entries(tx, office, &page)?;
        for (entry, previous, kept, seals) in page {
            if entry.seq != last + 1 {
                return Ok(Err(Broken::Missing { seq: last + 1 }));
            }
            last = entry.seq;
            if last > end {
                return Ok(Err(Broken::Added { seq: last }));
            }
            let own_seals = sealed.get(&last).map_or("", String::as_str);
            let whole = kept == hash(&entry.canonical(&previous, &of), &seals)?;
            // The words of a deleted client are gone; that they were taken by a deletion its tombstone says, which the log seals.
            let emptied =
                || emptied.get(&last).is_some_and(|(was, by)| *was == kept && entry.body == deletions::mark(by));
            if previous != last_hash || !(whole || emptied()) || seals != own_seals {
                return Ok(Err(Broken::Changed { seq: last }));
            }
            last_hash = kept;
        }
    }
    if last < end {
        return Ok(Err(Broken::Missing { seq: last + 1 }));
    }
    if last_hash != end_hash {
        return Ok(Err(Broken::Changed { seq: last }));
    }
    if let Some(behind) = tx.one(SEALS_BEHIND, &[&office, &last], |row| row.next::<Option<i64>>())? {
        return Ok(Err(Broken::Added { seq: behind }));
    }
    Ok(Ok(Intact { entries: last, hash: last_hash }))
}

/// The hash over the seals of each entry of a page that has any, as they are kept.
fn sealed_entries<T>(
    tx: &mut Tx,
    office: OfficeId,
    page: &[(AuditEntry, T, T, T)],
) -> Result<BTreeMap<i64, String>, StoreError> {
    let seqs = || page.iter().map(|(entry, ..)| entry.seq);
    let (from, to) = (seqs().min().unwrap_or_default(), seqs().max().unwrap_or_default());
    let mut sealed = BTreeMap::new();
    for (entry, parts, last) in seals::counts(tx, office.into(), (from - 1, to))? {
        // Parts are counted from 1: with one too many or too few the hash is another in any case.
        sealed.insert(entry, seals::digest(tx, office.into(), entry, parts.max(last))?);
    }
    Ok(sealed)
}

/// The end of an organisation's log: the number of its last entry, and that one's hash. None where it has no log.
pub fn head(tx: &mut Tx, of: impl Into<OrganisationId>) -> Result<Option<(i64, String)>, StoreError> {
    tx.optional(HEAD, &[&of.into()], |row| Ok((row.next::<i64>()?, row.next::<String>()?)))
}

/// The hash of an entry; none where it is not there.
pub fn hash_at(tx: &mut Tx, of: impl Into<OrganisationId>, seq: i64) -> Result<Option<String>, StoreError> {
    tx.optional(HASH_AT, &[&of.into(), &seq], |row| row.next::<String>())
}

/// When the last entry of any log was written, UTC; none where there is none.
pub fn last_at(tx: &mut Tx) -> Result<Option<String>, StoreError> {
    let sql = "select a.at from audit_head h join audit a on a.office_id = h.office_id and a.seq = h.seq";
    Ok(tx.rows(sql, &[], |row| row.next::<String>())?.into_iter().max())
}

/// Every office that is there or has left a trace.
pub fn offices(tx: &mut Tx) -> Result<Vec<OfficeId>, StoreError> {
    tx.rows(OFFICES, &[], |row| row.next())
}

fn entry(row: &mut Row) -> Result<AuditEntry, StoreError> {
    Ok(AuditEntry {
        seq: row.next()?,
        at: row.next()?,
        actor_id: row.next()?,
        actor_name: row.next()?,
        word: row.next()?,
        subject: row.next()?,
        body: row.next()?,
    })
}

impl AuditEntry {
    /// What was done; none where this version does not know the word.
    pub fn action(&self) -> Option<AuditAction> {
        AuditAction::from_word(&self.word)
    }

    /// What was done, in Japanese; the word itself where this version does not know it.
    pub fn label(&self) -> &str {
        match self.action() {
            Some(action) => action.label(),
            None => &self.word,
        }
    }

    fn canonical<'a>(&'a self, previous: &'a str, office: &'a str) -> Canonical<'a> {
        let Self { seq, at, actor_id, actor_name, word, subject, body } = self;
        Canonical(previous, office, *seq, at, actor_id, actor_name, word, subject, body)
    }
}

/// What is hashed: as a JSON list, so that no text can pass for the end of one field and the start of the next.
#[derive(Serialize)]
struct Canonical<'a>(&'a str, &'a str, i64, &'a str, &'a str, &'a str, &'a str, &'a str, &'a str);

/// Entries with seals hold the hash over them as one field more; the others are hashed as they were before there were any.
fn hash(entry: &Canonical<'_>, seals: &str) -> Result<String, StoreError> {
    let text = if seals.is_empty() { serde_json::to_vec(entry) } else { serde_json::to_vec(&(entry, seals)) };
    let text = text.map_err(|error| StoreError::engine(Fault::Statement, format!("audit entry: {error}")))?;
    Ok(base16ct::lower::encode_string(&Sha256::digest(text)))
}

/// When a day begins in Japan, in UTC: nine hours before it begins there.
pub(crate) fn begins(day: Date) -> String {
    match day.yesterday() {
        Ok(before) => format!("{before}T15:00:00.000Z"),
        Err(_) => String::new(),
    }
}
