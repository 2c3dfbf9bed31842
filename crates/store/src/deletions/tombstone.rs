//! 墓標: what stays of a row that a deletion took away: its table, its id and its hash. Kept in parts of some hundred rows, append-only.

use std::collections::{BTreeMap, HashMap};

use domain::id::{DeletionId, OfficeId};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::{
    StoreError, Tx,
    read::{json, to_json},
};

/// Rows of a part.
const PART: usize = 500;
/// Under this name stand the entries of the log whose words went: the id is their number, the hash their own.
pub(crate) const LOG: &str = "audit";

const WRITE: &str = "insert into tombstone (office_id, deletion_id, part, body) values ($1, $2, $3, $4)";
const OF_OFFICE: &str = "select deletion_id, part, body from tombstone where office_id = $1 order by deletion_id, part";

/// A row that went.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "(String, String, String)", into = "(String, String, String)")]
pub(crate) struct Stone {
    /// Table.
    pub(crate) table: String,
    /// What named it there.
    pub(crate) id: String,
    /// Its hash, as seals write it; of an entry of the log the entry's own.
    pub(crate) hash: String,
}

impl Stone {
    pub(crate) fn of(table: &str, id: String, hash: String) -> Self {
        Self { table: table.to_owned(), id, hash }
    }
}

impl From<(String, String, String)> for Stone {
    fn from((table, id, hash): (String, String, String)) -> Self {
        Self { table, id, hash }
    }
}

impl From<Stone> for (String, String, String) {
    fn from(stone: Stone) -> Self {
        (stone.table, stone.id, stone.hash)
    }
}

/// Keeps the tombstone of a deletion; the hash over it, hexadecimal.
pub(super) fn write(tx: &mut Tx, office: OfficeId, id: DeletionId, stones: &[Stone]) -> Result<String, StoreError> {
    let mut hash = Sha256::new();
    for (part, stones) in (1_i64..).zip(stones.chunks(PART)) {
        let body = to_json("tombstone", "body", &stones)?;
        tx.execute(WRITE, &[&office, &id, &part, &body])?;
        add(&mut hash, &body);
    }
    Ok(base16ct::lower::encode_string(&hash.finalize()))
}

fn add(hash: &mut Sha256, body: &str) {
    hash.update(format!("{}:", body.len()).as_bytes());
    hash.update(body.as_bytes());
}

/// The tombstones of an office as the checks ask for them.
#[derive(Debug, Default)]
pub(crate) struct Grave {
    /// Hash of a row by table and id, with the deletion that took it.
    pub(crate) rows: HashMap<(String, String), (String, String)>,
    /// Hash of an entry of the log by its number, with the deletion that took its words.
    pub(crate) entries: HashMap<i64, (String, String)>,
    /// The hash over each deletion's tombstone.
    pub(crate) digests: BTreeMap<String, String>,
}

/// Every tombstone of an office; none in a schema that has no deletions yet. A part that cannot be read names nothing, so that its rows are
/// missed.
pub(crate) fn graves(tx: &mut Tx, office: OfficeId) -> Result<Grave, StoreError> {
    let mut grave = Grave::default();
    if !tx.has_table("tombstone")? {
        return Ok(grave);
    }
    let parts = tx.rows(OF_OFFICE, &[&office], |row| {
        Ok((row.next::<String>()?, row.next::<i64>()?, row.next::<String>().unwrap_or_default()))
    })?;
    let mut hashes: BTreeMap<String, Sha256> = BTreeMap::new();
    for (deletion, _, body) in parts {
        add(hashes.entry(deletion.clone()).or_default(), &body);
        for stone in json::<Vec<Stone>>("tombstone", "body", &body).unwrap_or_default() {
            match (stone.table.as_str(), stone.id.parse()) {
                (LOG, Ok(entry)) => drop(grave.entries.insert(entry, (stone.hash, deletion.clone()))),
                _ => drop(grave.rows.insert((stone.table, stone.id), (stone.hash, deletion.clone()))),
            }
        }
    }
    grave.digests =
        hashes.into_iter().map(|(of, hash)| (of, base16ct::lower::encode_string(&hash.finalize()))).collect();
    Ok(grave)
}

/// The hash over the tombstone of a deletion: that over nothing where nothing was there.
pub(crate) fn digest_of(grave: &Grave, deletion: &str) -> String {
    grave.digests.get(deletion).cloned().unwrap_or_else(|| base16ct::lower::encode_string(&Sha256::digest([])))
}

/// What stands in an entry of the log in the place of its words.
pub(crate) fn mark(deletion: &str) -> String {
    format!("{{\"deleted\":\"{deletion}\"}}")
}
