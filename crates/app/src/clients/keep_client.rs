//! A client that another use case changed: kept with its own entry in the log.

use domain::client::Client;

use crate::{AuditAction, Cx, Refusal, changes};

/// Keeps `after` in the place of `before`, which somebody else may have changed meanwhile. The client with its new version.
pub(crate) fn keep_client(cx: &mut Cx<'_>, before: &Client, mut after: Client) -> Result<Client, Refusal> {
    let subject = before.id.to_string();
    if !store::clients::update(cx.tx, &after)? {
        let by = changes::last_saved_by(cx, &subject)?;
        return Err(Refusal::Conflict { current: before.version, by });
    }
    after.version += 1;
    cx.audit(AuditAction::UpdateClient, &subject, &changes::between(before, &after))?;
    Ok(after)
}
