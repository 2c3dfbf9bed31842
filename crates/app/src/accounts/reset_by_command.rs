//! 仮パスワード by a command: for somebody who belongs to several organisations, none of which may give one out alone.
//! Not a use case of a person: whoever has the data may do it.

use domain::id::UserId;
use serde_json::json;
use store::{
    StoreError, Tx, accounts,
    memberships::{self, Membership},
    sessions,
};

use super::{normal_login, session::member};
use crate::{AuditAction, Cx, Outside, Refusal};

/// Keeps the hash of the one-time password and signs the person out everywhere; the memberships, whose organisations are
/// to be told ([`tell_reset`]). None where there is no such login.
pub fn reset_by_command(tx: &mut Tx, login: &str, password_hash: &str) -> Result<Option<Vec<Membership>>, StoreError> {
    let Some(found) = accounts::by_login(tx, &normal_login(login))? else { return Ok(None) };
    accounts::set_password(tx, found.user, password_hash, true)?;
    sessions::remove_of_user(tx, found.user, "")?;
    memberships::of_user(tx, found.user).map(Some)
}

/// Tells an organisation of it, in its own turn.
pub fn tell_reset(tx: &mut Tx, outside: &Outside, of: &Membership, by: &str) -> Result<(), Refusal> {
    let program =
        member(UserId(uuid::Uuid::nil()), &of.organisation, by.to_owned(), (&of.role, of.sections.as_deref()))?;
    let mut cx = Cx { actor: &program, tx, outside, today: (outside.today)(), operation: None };
    cx.audit(AuditAction::ResetPassword, &of.user.to_string(), &json!({}))
}
