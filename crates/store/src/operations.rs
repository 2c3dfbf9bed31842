//! What was sent: one row for each form, so that the same form twice gets the first answer.

use domain::id::{OfficeId, OperationId};

use crate::{StoreError, Tx};

/// A sending that was answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Operation {
    /// The use case that answered.
    pub use_case: String,
    /// Its answer, as JSON text.
    pub result: String,
    /// Who sent what, as a hash, and after a blank the hash of what of it was typed; each empty where it was kept before this was noted.
    pub sent: String,
}

const FIND: &str = "select use_case, result, sent from operation where office_id = $1 and id = $2";
const RECORD: &str =
    "insert into operation (office_id, id, use_case, result, at, sent) values ($1, $2, $3, $4, $5, $6)";

const SWEEP: &str = "delete from operation where office_id = $1 and at < $2";

/// The sending, when it was answered before.
pub fn find(tx: &mut Tx, office: OfficeId, id: OperationId) -> Result<Option<Operation>, StoreError> {
    tx.optional(FIND, &[&office, &id], |row| {
        Ok(Operation { use_case: row.next()?, result: row.next()?, sent: row.next()? })
    })
}

/// Whether a sending stands in the database. Asked in a write transaction of the office it is the last word: whoever was
/// still at it holds the office's lock until the end, and so does nobody now.
pub fn stands(tx: &mut Tx, office: OfficeId, id: OperationId) -> Result<bool, StoreError> {
    Ok(find(tx, office, id)?.is_some())
}

/// Keeps the answer. Fails as not unique when the same sending was answered meanwhile.
pub fn record(
    tx: &mut Tx,
    office: OfficeId,
    id: OperationId,
    operation: &Operation,
    at: &str,
) -> Result<(), StoreError> {
    tx.note_sending();
    tx.execute(RECORD, &[&office, &id, &operation.use_case, &operation.result, &at, &operation.sent])?;
    Ok(())
}

/// Takes away what was answered before this instant; how many.
pub fn sweep(tx: &mut Tx, office: OfficeId, before: &str) -> Result<u64, StoreError> {
    tx.execute(SWEEP, &[&office, &before])
}
