//! The own password: the old one was compared before; the other devices are signed out.

use serde_json::json;
use store::{accounts, sessions};

use crate::{AuditAction, Cx, Refusal};

/// Keeps the new hash and ends the person's sessions but this one.
pub fn change_password(cx: &mut Cx<'_>, hash: &str, this_session: &str) -> Result<(), Refusal> {
    let (office, user) = (cx.actor.office, cx.actor.user);
    accounts::set_password(cx.tx, office, user, hash, false)?;
    let ended = sessions::remove_of_user(cx.tx, office, user, this_session)?;
    cx.audit(AuditAction::ChangePassword, &user.to_string(), &json!({ "ended_sessions": ended }))
}

/// The hash of the person's own password, to compare what was typed with.
pub fn own_password_hash(cx: &mut Cx<'_>) -> Result<String, Refusal> {
    let account = accounts::find(cx.tx, cx.actor.office, cx.actor.user)?;
    account.map(|account| account.password_hash).ok_or(Refusal::NotFound)
}
