//! 支給量の利用実績 of a client: append-only.

use domain::{
    client::{UsedAmounts, UsedFact},
    facts::Fact,
    id::{ClientId, OfficeId},
};

use crate::{
    StoreError, Tx,
    facts::{self, fact},
};

const OF_CLIENT: &str = concat!(
    "select ",
    facts::fact_columns!("client_id", "seq"),
    " from used_amount f where f.office_id = $1 and f.client_id = $2 order by f.seq"
);
const ADD: &str = facts::insert_fact!("used_amount", "client_id" = "$8", "seq" = "$9");

facts::kept_as_json!(UsedFact, "used_amount");

/// Everything ever told of the use of a client.
pub fn of_client(tx: &mut Tx, office: OfficeId, client: ClientId) -> Result<UsedAmounts, StoreError> {
    let facts: Vec<(ClientId, Fact<UsedFact>)> = tx.rows(OF_CLIENT, &[&office, &client], fact)?;
    let facts: Vec<_> = facts.into_iter().map(|(_, fact)| fact).collect();
    Ok(UsedAmounts(facts.into()))
}

/// Adds a fact. Its number must follow the last one's: a number that is there already is a fault.
pub fn append(tx: &mut Tx, office: OfficeId, client: ClientId, fact: &Fact<UsedFact>) -> Result<(), StoreError> {
    facts::insert(tx, ADD, office, fact, &[&client, &fact.id])
}
