//! 利用者について: the dated facts about a client, append-only.

use std::collections::BTreeMap;

use domain::{
    client::{AboutClient, ClientFact, DatedAbout},
    id::{ClientId, OfficeId},
};

use crate::{
    Row, StoreError, Tx,
    facts::{self, Kept, fact},
    read::{json, to_json},
};

const OF_CLIENT: &str = concat!(
    "select ",
    facts::fact_columns!("client_id", "seq", "from_on"),
    " from client_fact f where f.office_id = $1 and f.client_id = $2 order by f.seq"
);
const OF_OFFICE: &str = concat!(
    "select ",
    facts::fact_columns!("client_id", "seq", "from_on"),
    " from client_fact f where f.office_id = $1 order by f.client_id, f.seq"
);
const ADD: &str = facts::insert_fact!("client_fact", "client_id" = "$8", "seq" = "$9", "from_on" = "$10");

impl Kept for DatedAbout {
    const TABLE: &'static str = "client_fact";

    fn read(body: &str, row: &mut Row) -> Result<Self, StoreError> {
        Ok(Self { from: row.next()?, what: json("client_fact", "body", body)? })
    }

    fn json(&self) -> Result<String, StoreError> {
        to_json("client_fact", "body", &self.what)
    }
}

/// Everything ever recorded about a client.
pub fn about(tx: &mut Tx, office: OfficeId, client: ClientId) -> Result<AboutClient, StoreError> {
    let facts: Vec<(ClientId, ClientFact)> = tx.rows(OF_CLIENT, &[&office, &client], fact)?;
    let facts: Vec<ClientFact> = facts.into_iter().map(|(_, fact)| fact).collect();
    Ok(AboutClient(facts.into()))
}

/// Everything ever recorded about each client of the office, in one reading.
pub fn of_office(tx: &mut Tx, office: OfficeId) -> Result<BTreeMap<ClientId, AboutClient>, StoreError> {
    let mut all: BTreeMap<ClientId, Vec<ClientFact>> = BTreeMap::new();
    for (client, fact) in tx.rows(OF_OFFICE, &[&office], fact)? {
        all.entry(client).or_default().push(fact);
    }
    Ok(all.into_iter().map(|(client, facts)| (client, AboutClient(facts.into()))).collect())
}

/// Adds a fact. Its number must follow the last one's: a number that is there already is a fault.
pub fn append(tx: &mut Tx, office: OfficeId, client: ClientId, fact: &ClientFact) -> Result<(), StoreError> {
    facts::insert(tx, ADD, office, fact, &[&client, &fact.id, &fact.body.from])
}
