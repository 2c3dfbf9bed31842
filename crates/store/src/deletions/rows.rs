//! The rows of a client: what a deletion takes away, and what its tombstone keeps of them.

use domain::id::{ClientId, OfficeId};
use sha2::{Digest as _, Sha256};

use super::tombstone::Stone;
use crate::{
    StoreError, Tx,
    engine::kept_sql,
    life::{LIFE, OnDeletion},
    seals::{SealedRow, columns_of, table, written},
};

/// What there is of a client.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowsOf {
    /// Table and number of rows, without those that have none.
    pub counts: Vec<(String, i64)>,
    /// SHA-256 over all sealed rows, hexadecimal: another one as soon as anything was recorded.
    pub sha256: String,
}

/// Table and number of rows of everything, and the sealed rows.
type Gathered = (Vec<(String, i64)>, Vec<Stone>);

/// What there is of a client now. Nobody is shown a word of it.
pub(super) fn rows_of(tx: &mut Tx, office: OfficeId, client: ClientId) -> Result<RowsOf, StoreError> {
    let (counts, stones) = tx.unseen(|tx| gather(tx, office, client))?;
    let mut hash = Sha256::new();
    for stone in &stones {
        hash.update(format!("{}\n{}\n{}\n", stone.table, stone.id, stone.hash).as_bytes());
    }
    Ok(RowsOf { counts, sha256: base16ct::lower::encode_string(&hash.finalize()) })
}

/// Whether anybody has a draft about the client or about something of the client.
pub(super) fn is_being_typed(tx: &mut Tx, office: OfficeId, client: ClientId) -> Result<bool, StoreError> {
    let Some((table, whose)) = going().find(|(table, _)| *table == "draft") else { return Ok(false) };
    let sql = format!("select count(*) from {table} where office_id = $1 and {whose}");
    Ok(tx.one(kept_sql(sql), &[&office, &client], |row| row.next::<i64>())? > 0)
}

/// Counts of every table, and the sealed rows with their hashes, in the order of the list.
pub(super) fn gather(tx: &mut Tx, office: OfficeId, client: ClientId) -> Result<Gathered, StoreError> {
    let (mut counts, mut stones) = (Vec::new(), Vec::new());
    for (name, whose) in going() {
        let found = match table::find(name) {
            Some((_, sealed)) => {
                let columns = columns_of(sealed);
                let sql = format!("select {columns} from {name} where office_id = $1 and {whose}");
                let mut rows = tx.rows(kept_sql(sql), &[&office, &client], |row| SealedRow::read(sealed, row))?;
                rows.sort_by(|a, b| a.id.cmp(&b.id));
                let found = i64::try_from(rows.len()).unwrap_or(i64::MAX);
                stones.extend(rows.into_iter().map(|row| Stone::of(name, row.id, written(&row.hash))));
                found
            }
            None => {
                let sql = format!("select count(*) from {name} where office_id = $1 and {whose}");
                tx.one(kept_sql(sql), &[&office, &client], |row| row.next::<i64>())?
            }
        };
        if found > 0 {
            counts.push((name.to_owned(), found));
        }
    }
    Ok((counts, stones))
}

/// The tables whose rows go, in their order, each with whose they are.
pub(super) fn going() -> impl Iterator<Item = (&'static str, &'static str)> {
    LIFE.iter().filter_map(|life| match life.deletion {
        OnDeletion::Goes(whose) => Some((life.table, whose)),
        OnDeletion::Emptied(_) | OnDeletion::Stays(_) => None,
    })
}
