//! 相談の記録 of a client: append-only.

use domain::{
    client::{ContactFact, ContactLog},
    facts::{Body as _, Fact},
    id::{ClientId, FactId, OfficeId},
};

use crate::{
    StoreError, Tx,
    facts::{self, fact},
};

/// The statement that reads one client's contacts; a test looks at how both engines answer it.
pub const OF_CLIENT: &str = concat!(
    "select ",
    facts::fact_columns!("client_id", "id"),
    " from contact_fact f where f.office_id = $1 and f.client_id = $2 order by f.seq"
);
const ADD: &str = facts::insert_fact!("contact_fact", "client_id" = "$8", "id" = "$9", "seq" = "$10", "kind" = "$11");

facts::kept_as_json!(ContactFact, "contact_fact");

/// Everything recorded of the contacts with a client.
pub fn of_client(tx: &mut Tx, office: OfficeId, client: ClientId) -> Result<ContactLog, StoreError> {
    let facts: Vec<(ClientId, Fact<ContactFact>)> = tx.rows(OF_CLIENT, &[&office, &client], fact)?;
    let facts: Vec<_> = facts.into_iter().map(|(_, fact)| fact).collect();
    Ok(ContactLog { office, client, facts: facts.into() })
}

/// Adds a fact. Its number must follow the last one's: a number that is there already is a fault.
pub fn append(
    tx: &mut Tx,
    office: OfficeId,
    (client, number): (ClientId, i64),
    fact: &Fact<ContactFact>,
) -> Result<(), StoreError> {
    facts::insert(tx, ADD, office, fact, &[&client, &fact.id, &number, &fact.body.kind()])
}

/// The client in whose log a fact stands.
pub fn of_fact(tx: &mut Tx, office: OfficeId, fact: FactId) -> Result<Option<ClientId>, StoreError> {
    tx.optional("select client_id from contact_fact where office_id = $1 and id = $2", &[&office, &fact], |row| {
        row.next()
    })
}
