//! 閲覧の記録: who has looked into a client's record, once a day and person.

use crate::{AuditAction, Cx, Refusal};
use domain::{id::ClientId, office::Right};
use serde_json::json;

/// The action of an entry that tells of reading and not of a change.
pub(crate) const READING: AuditAction = AuditAction::ReadClient;

/// Whether the actor's reading of this client still has to be noted today.
pub(super) fn is_to_be_noted(cx: &mut Cx<'_>, client: ClientId) -> Result<bool, Refusal> {
    let actor = cx.actor.user.to_string();
    Ok(!store::audit::was_noted(cx.tx, cx.actor.office, &client.to_string(), &actor, READING, cx.today)?)
}

/// Notes that the actor has read the record of a client, unless that stands there for today already.
pub fn note_client_read(cx: &mut Cx<'_>, client: ClientId) -> Result<(), Refusal> {
    cx.authorize(Right::Read)?;
    if is_to_be_noted(cx, client)? {
        cx.audit(READING, &client.to_string(), &json!({}))?;
    }
    Ok(())
}

/// Notes how many readings could not be noted when they took place (a full disk stops writing, never reading), and
/// since when. In the transaction of the first thing that can be written again.
pub fn note_unrecorded_reads(cx: &mut Cx<'_>, count: u64) -> Result<(), Refusal> {
    cx.audit(AuditAction::ReadUnrecorded, &cx.actor.office.to_string(), &json!({ "count": count }))
}
