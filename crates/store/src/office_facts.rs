//! 事業所の届出と体制: the office's dated facts, append-only.

use domain::{
    id::OfficeId,
    office::{OfficeFact, OfficeHistory},
};

use crate::{
    Row, StoreError, Tx, offices,
    read::{json, parsed, to_json},
};

fn fact(row: &mut Row) -> Result<OfficeFact, StoreError> {
    Ok(OfficeFact {
        seq: row.next()?,
        from: row.next()?,
        body: json("office_fact", "body", &row.next::<String>()?)?,
        recorded_by: parsed("office_fact", "recorded_by", row.next()?)?,
        recorded_by_name: row.next()?,
        recorded_at: row.next()?,
        corrects: row.next()?,
    })
}

/// The office with everything ever recorded of it.
pub fn history(tx: &mut Tx, id: OfficeId) -> Result<Option<OfficeHistory>, StoreError> {
    let Some(office) = offices::find(tx, id)? else { return Ok(None) };
    let facts = tx.rows(
        "select seq, from_on, body, recorded_by, recorded_by_name, recorded_at, corrects from office_fact \
         where office_id = $1 order by seq",
        &[&id],
        fact,
    )?;
    Ok(Some(OfficeHistory::new(office, facts)))
}

/// Adds a fact. Its number must follow the last one's: a number that is there already is a fault.
pub fn append(tx: &mut Tx, office: OfficeId, fact: &OfficeFact) -> Result<(), StoreError> {
    tx.execute(
        "insert into office_fact (office_id, seq, from_on, body, recorded_by, recorded_by_name, recorded_at, corrects) \
         values ($1, $2, $3, $4, $5, $6, $7, $8)",
        &[
            &office,
            &fact.seq,
            &fact.from,
            &to_json("office_fact", "body", &fact.body)?,
            &fact.recorded_by,
            &fact.recorded_by_name,
            &fact.recorded_at,
            &fact.corrects,
        ],
    )?;
    Ok(())
}
