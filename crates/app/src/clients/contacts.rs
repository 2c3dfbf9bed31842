//! 相談の記録: every contact with a client, from the first call on.

use domain::{
    client::{Client, Contact, ContactFact, ContactLog},
    facts::{Fact, Facts},
    id::{ClientId, FactId},
    monitoring::Checking,
    office::Right,
};
use serde::{Deserialize, Serialize};
use serde_json::json;
use store::{clients, contacts};

use crate::{
    AuditAction, Cx, Reason, Refusal,
    record::{self, Place, Stream},
};

/// Where a contact goes: the log as the form showed it, and the fact it replaces.
#[derive(Clone, Copy, Debug)]
pub struct ContactEntry {
    /// Client.
    pub client: ClientId,
    /// The version of the log that the form showed.
    pub version: i64,
    /// 訂正: the fact replaced.
    pub corrects: Option<FactId>,
}

/// What was recorded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContactRecorded {
    /// The new fact.
    pub fact: FactId,
    /// The version the log now has.
    pub version: i64,
}

/// The log as its page shows it.
#[derive(Clone, Debug)]
pub struct ContactView {
    /// Client.
    pub client: Client,
    /// Everything recorded.
    pub log: ContactLog,
    /// Whether the actor may record.
    pub may_record: bool,
}

/// Everything the page of the log shows.
pub fn contact_view(cx: &mut Cx<'_>, client: ClientId) -> Result<ContactView, Refusal> {
    cx.authorize(Right::Read)?;
    let client = clients::find(cx.tx, cx.actor.office, client)?.ok_or(Refusal::NotFound)?;
    let log = contacts::of_client(cx.tx, cx.actor.office, client.id)?;
    Ok(ContactView { client, log, may_record: cx.authorize(Right::EditClients).is_ok() })
}

/// Records a contact.
pub fn record_contact(cx: &mut Cx<'_>, entry: ContactEntry, contact: Contact) -> Result<ContactRecorded, Refusal> {
    let place = Place { key: entry.client, seen: entry.version, corrects: entry.corrects };
    record::record::<ContactLog>(cx, AuditAction::RecordContact, place, |_| ContactFact::Contact(contact))
}

/// Takes a contact back: it never took place, or was somebody else's.
pub fn withdraw_contact(
    cx: &mut Cx<'_>,
    client: ClientId,
    fact: FactId,
    reason: String,
) -> Result<ContactRecorded, Refusal> {
    record::withdraw::<ContactLog>(cx, AuditAction::WithdrawContact, client, fact, reason)
}

/// Undoes the latest withdrawal, as long as nothing else was recorded after it.
pub fn restore_contact(cx: &mut Cx<'_>, client: ClientId, withdrawal: FactId) -> Result<ContactRecorded, Refusal> {
    record::restore::<ContactLog>(cx, AuditAction::RestoreContact, client, withdrawal)
}

impl Stream for ContactLog {
    type Body = ContactFact;
    type Key = ClientId;
    type Answer = ContactRecorded;
    type Basis = ();

    const RIGHT: Right = Right::EditClients;

    fn load(cx: &mut Cx<'_>, key: ClientId) -> Result<Self, Refusal> {
        let client = clients::find(cx.tx, cx.actor.office, key)?.ok_or(Refusal::NotFound)?;
        Ok(contacts::of_client(cx.tx, cx.actor.office, client.id)?)
    }

    fn facts(&self) -> &Facts<ContactFact> {
        &self.facts
    }

    fn stands_beside(_body: &ContactFact) -> bool {
        true
    }

    fn refuse(&self, cx: &mut Cx<'_>, body: &ContactFact, withdrawn: bool) -> Result<Vec<Reason>, Refusal> {
        let ContactFact::Contact(contact) = body else { return Ok(Vec::new()) };
        if withdrawn {
            return Ok(Vec::new());
        }
        let problems = contact.check(&Checking { today: cx.today, support_ended_on: None, born: None }).into_iter();
        Ok(problems.map(Reason::from).collect())
    }

    fn next_id(&self, cx: &Cx<'_>) -> FactId {
        FactId((cx.outside.new_id)())
    }

    fn append(&mut self, cx: &mut Cx<'_>, fact: Fact<ContactFact>) -> Result<(), Refusal> {
        contacts::append(cx.tx, cx.actor.office, (self.client, self.version() + 1), &fact)?;
        self.facts.append(fact);
        Ok(())
    }

    fn derive(&self, _cx: &mut Cx<'_>) -> Result<(), Refusal> {
        Ok(())
    }

    fn audit(
        &self,
        cx: &mut Cx<'_>,
        fact: &Fact<ContactFact>,
        action: AuditAction,
        _basis: &(),
    ) -> Result<(), Refusal> {
        // Of the fact and not of the client: who changed the client last is asked of the client's entries.
        let entry = json!({ "client": self.client, "corrects": fact.corrects, "version": self.version() });
        cx.audit(action, &fact.id.to_string(), &entry)
    }

    fn answer(&self, fact: &Fact<ContactFact>) -> ContactRecorded {
        ContactRecorded { fact: fact.id, version: self.version() }
    }
}
