//! Seals as they are kept: in parts beside their entry, which holds a hash over them.

use domain::id::OrganisationId;
use sha2::{Digest as _, Sha256};

use super::{pending::Seal, row_hash};
use crate::{Fault, Row, StoreError, Tx};

/// Rows of a part: bounded, so that no cell grows with an import.
const PART: usize = 500;
/// Parts that are read at a time.
const PAGE: i64 = 32;

const WRITE: &str = "insert into seal (office_id, entry, part, body) values ($1, $2, $3, $4)";
const OF_ENTRY: &str = "select body from seal where office_id = $1 and entry = $2 and part = $3";
const COUNTS: &str = "select entry, count(*), max(part) from seal where office_id = $1 and entry > $2 and entry <= $3 \
    group by entry order by entry";
const WALK: &str = "select entry, part, body from seal where office_id = $1 \
    and (entry > $2 or (entry = $2 and part > $3)) order by entry, part limit $4";
const WALK_SHARED: &str = "select entry, part, body from seal where office_id = $1 \
    and (entry > $2 or (entry = $2 and part > $3)) and (body like '%\"user_account\"%' or body like '%\"second_factor\"%' \
    or body like '%\"recovery_code\"%' or body like '%\"passkey\"%' or body like '%\"copy_key\"%' \
    or body like '%\"copy_drill\"%') order by entry, part limit $4";

/// Keeps the seals of an entry; the hash over them, which the entry holds. Empty where there are none.
pub(crate) fn write(tx: &mut Tx, of: OrganisationId, entry: i64, seals: &[Seal]) -> Result<String, StoreError> {
    if seals.is_empty() {
        return Ok(String::new());
    }
    let mut digest = Sha256::new();
    for (part, rows) in (1_i64..).zip(seals.chunks(PART)) {
        let rows: Vec<(&str, &str, String)> = rows
            .iter()
            .map(|seal| (seal.table, seal.id.as_str(), seal.hash.as_ref().map(row_hash::written).unwrap_or_default()))
            .collect();
        let body = serde_json::to_string(&rows)
            .map_err(|error| StoreError::engine(Fault::Statement, format!("seals: {error}")))?;
        tx.execute(WRITE, &[&of, &entry, &part, &body])?;
        add(&mut digest, &body);
    }
    Ok(base16ct::lower::encode_string(&digest.finalize()))
}

fn add(digest: &mut Sha256, body: &str) {
    digest.update(format!("{}:", body.len()).as_bytes());
    digest.update(body.as_bytes());
}

/// The entries with seals after one and up to another, each with how many parts it has and the number of the last.
pub(crate) fn counts(
    tx: &mut Tx,
    of: OrganisationId,
    (after, to): (i64, i64),
) -> Result<Vec<(i64, i64, i64)>, StoreError> {
    tx.rows(COUNTS, &[&of, &after, &to], |row| Ok((row.next()?, row.next()?, row.next()?)))
}

/// The hash over the parts that are kept for an entry.
pub(crate) fn digest(tx: &mut Tx, of: OrganisationId, entry: i64, parts: i64) -> Result<String, StoreError> {
    let mut digest = Sha256::new();
    for part in 1..=parts {
        let body = tx.optional(OF_ENTRY, &[&of, &entry, &part], |row| row.next::<String>())?;
        add(&mut digest, &body.unwrap_or_default());
    }
    Ok(base16ct::lower::encode_string(&digest.finalize()))
}

/// Goes through the seals of an organisation in the order of its log; `shared`: those of accounts alone. A part that cannot
/// be read is passed over here: the chain tells of it.
pub(crate) fn walk(
    tx: &mut Tx,
    of: OrganisationId,
    shared: bool,
    mut each: impl FnMut(String, String, &str),
) -> Result<(), StoreError> {
    let sql = if shared { WALK_SHARED } else { WALK };
    let (mut entry, mut part) = (0_i64, 0_i64);
    loop {
        let page = tx.rows(sql, &[&of, &entry, &part, &PAGE], |row: &mut Row<'_>| {
            Ok((row.next::<i64>()?, row.next::<i64>()?, row.next::<String>().unwrap_or_default()))
        })?;
        let Some((last_entry, last_part, _)) = page.last() else { return Ok(()) };
        (entry, part) = (*last_entry, *last_part);
        for (_, _, body) in page {
            let seals: Vec<(String, String, String)> = serde_json::from_str(&body).unwrap_or_default();
            for (table, id, hash) in seals {
                each(table, id, &hash);
            }
        }
    }
}
