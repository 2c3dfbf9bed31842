//! The own password: the old one was compared before; the other devices are signed out.

use serde_json::json;
use store::{accounts, sessions};

use crate::{Acts, AuditAction, Cx, Refusal};

/// Keeps the new hash and ends the person's sessions but this one, in every organisation.
pub fn change_password<A: Acts>(cx: &mut Cx<'_, A>, hash: &str, this_session: &str) -> Result<(), Refusal> {
    let user = cx.actor.user();
    accounts::set_password(cx.tx, user, hash, false)?;
    let ended = sessions::remove_of_user(cx.tx, user, this_session)?;
    cx.audit(AuditAction::ChangePassword, &user.to_string(), &json!({ "ended_sessions": ended }))
}

/// The hash of the person's own password, to compare what was typed with.
pub fn own_password_hash<A: Acts>(cx: &mut Cx<'_, A>) -> Result<String, Refusal> {
    accounts::password_hash(cx.tx, cx.actor.user())?.ok_or(Refusal::NotFound)
}
