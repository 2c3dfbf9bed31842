//! 閲覧の記録: who has looked into a client's record, once a day and person.

use domain::{id::ClientId, office::Right};
use serde_json::json;
use store::audit::{AuditEntry, AuditFilter};

use crate::{Cx, Refusal};

/// How far back the entries of a client are searched for today's reading.
const LOOK_BACK: i64 = 200;

/// Whether the actor's reading of this client still has to be noted today.
pub(super) fn is_to_be_noted(cx: &mut Cx<'_>, client: ClientId) -> Result<bool, Refusal> {
    let filter = AuditFilter {
        subject: Some(client.to_string()),
        actor: Some(cx.actor.user.to_string()),
        from: Some(cx.today),
        limit: LOOK_BACK,
        ..AuditFilter::default()
    };
    Ok(!store::audit::list(cx.tx, cx.actor.office, &filter)?.iter().any(is_reading))
}

/// Whether an entry tells of reading and not of a change.
pub(crate) fn is_reading(entry: &AuditEntry) -> bool {
    entry.action == "client.read"
}

/// Notes that the actor has read the record of a client, unless that stands there for today already.
pub fn note_client_read(cx: &mut Cx<'_>, client: ClientId) -> Result<(), Refusal> {
    cx.authorize(Right::Read)?;
    if is_to_be_noted(cx, client)? {
        cx.audit("client.read", &client.to_string(), &json!({}))?;
    }
    Ok(())
}
