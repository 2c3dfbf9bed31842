//! Carrying a deletion out: within the caller's transaction, all of it or nothing.

use domain::id::{ClientId, DeletionId, OfficeId, RoundId};

use super::{
    Deletion, RowsOf, Signed, find,
    rows::{gather, going, rows_of},
    tombstone::{self, LOG, Stone, mark},
};
use crate::{StoreError, Tx, board, closings, engine::kept_sql, life::SUBJECTS, read::to_json};

const CONFIRM: &str = "update deletion set confirmed_by = $3, confirmed_by_name = $4, confirmed_at = $5, again_at = $6 \
    where office_id = $1 and id = $2 and withdrawn_at is null and confirmed_by is null and proposed_by <> $3";
const PERMIT: &str = "insert into deletion_permit (office_id, client_id, deletion_id) values ($1, $2, $3)";
const END_PERMIT: &str = "delete from deletion_permit where office_id = $1 and client_id = $2";
const ROUNDS: &str = "select round_id from board where office_id = $1 and client_id = $2";
const FINISH: &str = "update deletion set counts = $3, sha256 = $4 where office_id = $1 and id = $2";
const ENTRIES: &str =
    "select seq, hash from audit where office_id = $1 and subject = $2 and body <> '{}' and body <> $3";
const EMPTY: &str = "update audit set body = $3 where office_id = $1 and seq = $2";

/// Who confirms a deletion, and what that person saw.
#[derive(Clone, Debug)]
pub struct Confirmation {
    /// The second person.
    pub by: Signed,
    /// The hash over the rows as they were shown ([`super::rows_of`]); none where nobody was shown anything: a deletion that is
    /// carried out anew.
    pub seen: Option<String>,
    /// When, where it is carried out anew in a copy that was put back.
    pub again_at: Option<String>,
}

/// Why nothing was deleted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotOpen {
    /// The proposal was taken back or carried out meanwhile, or it is the confirming person's own.
    Proposal,
    /// Something was recorded after the rows were shown.
    Rows,
}

/// Takes every row of the client away under the second person's name, and keeps the tombstone. The caller writes the entry of the log,
/// which seals it.
pub(super) fn carry_out(
    tx: &mut Tx,
    office: OfficeId,
    id: DeletionId,
    confirmation: &Confirmation,
) -> Result<Result<Deletion, NotOpen>, StoreError> {
    let Some(proposal) = find(tx, office, id)? else { return Ok(Err(NotOpen::Proposal)) };
    let client = proposal.client;
    if let Some(seen) = &confirmation.seen {
        let now: RowsOf = rows_of(tx, office, client)?;
        if now.sha256 != *seen {
            return Ok(Err(NotOpen::Rows));
        }
    }
    let Signed { user, name, at } = &confirmation.by;
    if tx.execute(CONFIRM, &[&office, &id, user, name, at, &confirmation.again_at])? != 1 {
        return Ok(Err(NotOpen::Proposal));
    }
    tx.unseen(|tx| take_away(tx, office, (id, client)))?;
    let done = find(tx, office, id)?;
    Ok(done.ok_or(NotOpen::Proposal))
}

fn take_away(tx: &mut Tx, office: OfficeId, (id, client): (DeletionId, ClientId)) -> Result<(), StoreError> {
    tx.execute(PERMIT, &[&office, &client, &id])?;
    let (mut counts, mut stones) = gather(tx, office, client)?;
    let log = empty_log(tx, office, (id, client))?;
    // The board's counts are told by the rows that it loses one by one.
    for round in tx.rows(ROUNDS, &[&office, &client], |row| row.next::<RoundId>())? {
        board::remove(tx, office, round)?;
    }
    let closings = closings::of_client(tx, office, client)?;
    for (table, whose) in going() {
        tx.execute(kept_sql(format!("delete from {table} where office_id = $1 and {whose}")), &[&office, &client])?;
    }
    for closing in closings {
        if let Some(gone) = closings::forget(tx, office, closing, client)? {
            stones.push(gone);
            add(&mut counts, "closing", 1);
        }
    }
    if !log.is_empty() {
        add(&mut counts, LOG, i64::try_from(log.len()).unwrap_or(i64::MAX));
    }
    stones.extend(log);
    let sha256 = tombstone::write(tx, office, id, &stones)?;
    tx.execute(FINISH, &[&office, &id, &to_json("deletion", "counts", &counts)?, &sha256])?;
    tx.execute(END_PERMIT, &[&office, &client])?;
    Ok(())
}

fn add(counts: &mut Vec<(String, i64)>, table: &str, more: i64) {
    match counts.iter_mut().find(|(name, _)| name == table) {
        Some((_, count)) => *count += more,
        None => counts.push((table.to_owned(), more)),
    }
}

/// Takes the words out of the log's entries about the client's things; each entry with its hash, which goes on holding the log together.
fn empty_log(tx: &mut Tx, office: OfficeId, (id, client): (DeletionId, ClientId)) -> Result<Vec<Stone>, StoreError> {
    let mut subjects = tx.rows(SUBJECTS, &[&office, &client], |row| row.next::<String>())?;
    subjects.push(client.to_string());
    let (mark, mut stones) = (mark(&id.to_string()), Vec::new());
    for subject in subjects {
        let entries =
            tx.rows(ENTRIES, &[&office, &subject, &mark], |row| Ok((row.next::<i64>()?, row.next::<String>()?)))?;
        for (entry, hash) in entries {
            tx.execute(EMPTY, &[&office, &entry, &mark])?;
            stones.push(Stone::of(LOG, entry.to_string(), hash));
        }
    }
    Ok(stones)
}
