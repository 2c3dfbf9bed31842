//! 事業所の届出と体制: the office's dated facts, append-only.

use domain::{
    id::OfficeId,
    office::{DatedFact, OfficeFact, OfficeHistory},
};

use crate::{
    Row, StoreError, Tx,
    facts::{self, Kept, fact},
    offices,
    read::{json, to_json},
};

const OF_OFFICE: &str = concat!(
    "select ",
    facts::fact_columns!("office_id", "seq", "from_on"),
    " from office_fact f where f.office_id = $1 order by f.seq"
);
const ADD: &str = facts::insert_fact!("office_fact", "seq" = "$8", "from_on" = "$9");

impl Kept for DatedFact {
    const TABLE: &'static str = "office_fact";

    fn read(body: &str, row: &mut Row) -> Result<Self, StoreError> {
        Ok(Self { from: row.next()?, what: json("office_fact", "body", body)? })
    }

    fn json(&self) -> Result<String, StoreError> {
        to_json("office_fact", "body", &self.what)
    }
}

/// The office with everything ever recorded of it.
pub fn history(tx: &mut Tx, id: OfficeId) -> Result<Option<OfficeHistory>, StoreError> {
    let Some(office) = offices::find(tx, id)? else { return Ok(None) };
    let facts: Vec<(OfficeId, OfficeFact)> = tx.rows(OF_OFFICE, &[&id], fact)?;
    Ok(Some(OfficeHistory::new(office, facts.into_iter().map(|(_, fact)| fact).collect())))
}

/// Adds a fact. Its number must follow the last one's: a number that is there already is a fault.
pub fn append(tx: &mut Tx, office: OfficeId, fact: &OfficeFact) -> Result<(), StoreError> {
    facts::insert(tx, ADD, office, fact, &[&fact.id, &fact.body.from])
}
