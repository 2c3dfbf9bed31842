//! 削除: a client whose 保存期間 is over goes as a whole, by two persons, in one transaction. What stays is who, when and why, and a tombstone:
//! the ids and hashes of the rows that were there. See `docs/adr/0012-life-of-data.md`.

mod carry_out;
mod rows;
mod tombstone;

use calendar::Date;
use domain::{
    id::{ClientId, DeletionId, OfficeId, UserId},
    office::Role,
};

pub use carry_out::{Confirmation, NotOpen};
pub use rows::RowsOf;
pub(crate) use tombstone::{Stone, digest_of, graves, mark};

use crate::{
    Row, StoreError, Tx,
    read::{json, of_word},
};

/// Who did something, and when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signed {
    /// The person.
    pub user: UserId,
    /// Her name at that time.
    pub name: String,
    /// UTC, RFC 3339.
    pub at: String,
}

/// A deletion, from its proposal on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deletion {
    /// Id.
    pub id: DeletionId,
    /// The client, by the id alone.
    pub client: ClientId,
    /// 理由.
    pub reason: String,
    /// The last day of service, as it was judged at the proposal.
    pub last_service: Option<Date>,
    /// The last day of the 保存期間, as it was judged at the proposal.
    pub kept_until: Option<Date>,
    /// Who proposed it.
    pub proposed: Signed,
    /// The role in which that person proposed it.
    pub proposed_as: Role,
    /// Who took the proposal back.
    pub withdrawn: Option<Signed>,
    /// Who confirmed it; the rows went in the same moment.
    pub confirmed: Option<Signed>,
    /// What went: table and number of rows.
    pub counts: Vec<(String, i64)>,
    /// SHA-256 over the tombstone, hexadecimal; none before the deletion.
    pub sha256: Option<String>,
    /// When it was carried out anew in a copy that was put back, UTC.
    pub again_at: Option<String>,
}

macro_rules! columns {
    () => {
        "id, client_id, reason, last_service_on, kept_until, proposed_by, proposed_by_name, proposed_at, proposed_as, \
         withdrawn_by, withdrawn_by_name, withdrawn_at, confirmed_by, confirmed_by_name, confirmed_at, counts, sha256, again_at"
    };
}

const INSERT: &str = "insert into deletion (office_id, id, client_id, reason, last_service_on, kept_until, proposed_by, \
    proposed_by_name, proposed_at, proposed_as, again_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
const FIND: &str = concat!("select ", columns!(), " from deletion where office_id = $1 and id = $2");
const OF_CLIENT: &str =
    concat!("select ", columns!(), " from deletion where office_id = $1 and client_id = $2 and withdrawn_at is null");
const PAGE: &str = concat!(
    "select ",
    columns!(),
    " from deletion where office_id = $1 order by proposed_at desc, id desc limit $2 offset $3"
);
const DONE: &str = concat!(
    "select ",
    columns!(),
    " from deletion where office_id = $1 and sha256 is not null order by confirmed_at, id"
);
const WITHDRAW: &str = "update deletion set withdrawn_by = $3, withdrawn_by_name = $4, withdrawn_at = $5 \
    where office_id = $1 and id = $2 and withdrawn_at is null and sha256 is null";
const COUNT: &str = "select count(*) from deletion where sha256 is not null";
const DIGESTS: &str = "select id, sha256 from deletion where office_id = $1 and sha256 is not null";
const PERMITS: &str = "select count(*) from deletion_permit";

fn signed(row: &mut Row) -> Result<Option<Signed>, StoreError> {
    let (user, name, at): (Option<UserId>, Option<String>, Option<String>) = (row.next()?, row.next()?, row.next()?);
    Ok(user.map(|user| Signed { user, name: name.unwrap_or_default(), at: at.unwrap_or_default() }))
}

fn deletion(row: &mut Row) -> Result<Deletion, StoreError> {
    let (id, client, reason, last_service, kept_until) =
        (row.next()?, row.next()?, row.next()?, row.next()?, row.next()?);
    let proposed = Signed { user: row.next()?, name: row.next()?, at: row.next()? };
    let proposed_as = of_word("deletion", "proposed_as", row.next()?, Role::from_word)?;
    let (withdrawn, confirmed) = (signed(row)?, signed(row)?);
    let counts: String = row.next()?;
    let counts = if counts.is_empty() { Vec::new() } else { json("deletion", "counts", &counts)? };
    let (sha256, again_at) = (row.next()?, row.next()?);
    Ok(Deletion {
        id,
        client,
        reason,
        last_service,
        kept_until,
        proposed,
        proposed_as,
        withdrawn,
        confirmed,
        counts,
        sha256,
        again_at,
    })
}

/// Keeps a proposal. One that stands already for the client is a fault: whoever asks has looked.
pub fn propose(tx: &mut Tx, office: OfficeId, new: &Deletion) -> Result<(), StoreError> {
    let Deletion { id, client, reason, last_service, kept_until, proposed, proposed_as, again_at, .. } = new;
    let Signed { user, name, at } = proposed;
    let role = proposed_as.word();
    tx.execute(INSERT, &[&office, id, client, reason, last_service, kept_until, user, name, at, &role, again_at])?;
    Ok(())
}

/// One deletion.
pub fn find(tx: &mut Tx, office: OfficeId, id: DeletionId) -> Result<Option<Deletion>, StoreError> {
    tx.unseen(|tx| tx.optional(FIND, &[&office, &id], deletion))
}

/// The deletion of a client that stands: proposed or done.
pub fn of_client(tx: &mut Tx, office: OfficeId, client: ClientId) -> Result<Option<Deletion>, StoreError> {
    tx.optional(OF_CLIENT, &[&office, &client], deletion)
}

/// Some deletions, the newest first: at most `limit` after `offset`.
pub fn page(tx: &mut Tx, office: OfficeId, (limit, offset): (i64, i64)) -> Result<Vec<Deletion>, StoreError> {
    tx.unseen(|tx| tx.readable(PAGE, &[&office, &limit, &offset], deletion))
}

/// The deletions that were carried out, in their order.
pub fn done(tx: &mut Tx, office: OfficeId) -> Result<Vec<Deletion>, StoreError> {
    tx.unseen(|tx| tx.rows(DONE, &[&office], deletion))
}

/// How many were carried out, in all organisations.
pub fn count(tx: &mut Tx) -> Result<i64, StoreError> {
    tx.one(COUNT, &[], |row| row.next())
}

/// The hash over the tombstone of each deletion that was carried out; none in a schema that has no deletions yet.
pub(crate) fn done_digests(tx: &mut Tx, office: OfficeId) -> Result<Vec<(String, String)>, StoreError> {
    if !tx.has_table("tombstone")? {
        return Ok(Vec::new());
    }
    tx.rows(DIGESTS, &[&office], |row| Ok((row.next()?, row.next()?)))
}

/// Permits that a deletion has left behind; there must be none.
pub fn permits_left(tx: &mut Tx) -> Result<i64, StoreError> {
    tx.one(PERMITS, &[], |row| row.next())
}

/// What there is of a client now. Nobody is shown a word of it.
pub fn rows_of(tx: &mut Tx, office: OfficeId, client: ClientId) -> Result<RowsOf, StoreError> {
    rows::rows_of(tx, office, client)
}

/// Whether anybody has a draft about the client or about something of the client.
pub fn is_being_typed(tx: &mut Tx, office: OfficeId, client: ClientId) -> Result<bool, StoreError> {
    rows::is_being_typed(tx, office, client)
}

/// Takes every row of the client away under the second person's name, and keeps the tombstone. The caller writes the entry of the log,
/// which seals it.
pub fn carry_out(
    tx: &mut Tx,
    office: OfficeId,
    id: DeletionId,
    confirmation: &Confirmation,
) -> Result<Result<Deletion, NotOpen>, StoreError> {
    carry_out::carry_out(tx, office, id, confirmation)
}

/// Takes a proposal back; whether it still stood.
pub fn withdraw(tx: &mut Tx, office: OfficeId, id: DeletionId, by: &Signed) -> Result<bool, StoreError> {
    Ok(tx.execute(WITHDRAW, &[&office, &id, &by.user, &by.name, &by.at])? == 1)
}
