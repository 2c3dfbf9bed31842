//! 漏えい等のおそれ: declarations with their reports, append-only. At most one of an office is open.

use domain::{
    breach::{Breach, BreachFact, DatedBreachFact},
    id::{BreachId, OfficeId, UserId},
};

use crate::{
    Row, StoreError, Tx,
    read::{json, to_json},
};

const OPEN: &str = "select d.breach_id from breach_fact d where d.office_id = $1 and d.kind = 'declared' and not exists \
    (select 1 from breach_fact e where e.office_id = d.office_id and e.breach_id = d.breach_id and e.kind = 'ended') \
    order by d.recorded_at desc, d.breach_id limit 1";
const LIST: &str = "select breach_id from breach_fact where office_id = $1 and kind = 'declared' \
    order by recorded_at desc, breach_id limit $2";
const OF: &str = "select body, recorded_by_name, recorded_at from breach_fact \
    where office_id = $1 and breach_id = $2 order by seq";
const ADD: &str = "insert into breach_fact \
    (office_id, breach_id, seq, kind, body, recorded_by, recorded_by_name, recorded_at) \
    values ($1, $2, $3, $4, $5, $6, $7, $8)";

/// The one that is not over; none where nothing is frozen.
pub fn open(tx: &mut Tx, office: OfficeId) -> Result<Option<BreachId>, StoreError> {
    tx.optional(OPEN, &[&office], |row| row.next())
}

/// The last ones, the newest first.
pub fn list(tx: &mut Tx, office: OfficeId, limit: i64) -> Result<Vec<BreachId>, StoreError> {
    tx.rows(LIST, &[&office, &limit], |row| row.next())
}

/// One with everything recorded of it.
pub fn find(tx: &mut Tx, office: OfficeId, id: BreachId) -> Result<Option<Breach>, StoreError> {
    let facts = tx.rows(OF, &[&office, &id], |row: &mut Row| {
        let body: BreachFact = json("breach_fact", "body", &row.next::<String>()?)?;
        Ok(DatedBreachFact { body, by: row.next()?, at: row.next()? })
    })?;
    Ok((!facts.is_empty()).then_some(Breach { id, facts }))
}

/// Adds a fact as the number `seq` of its breach; a number that is there already is a fault.
pub fn append(
    tx: &mut Tx,
    office: OfficeId,
    (id, seq, user): (BreachId, i64, UserId),
    fact: &DatedBreachFact,
) -> Result<(), StoreError> {
    let body = to_json("breach_fact", "body", &fact.body)?;
    tx.execute(ADD, &[&office, &id, &seq, &fact.body.kind(), &body, &user, &fact.by, &fact.at])?;
    Ok(())
}
