//! The own password: the old one was compared before; the other devices are signed out.

use serde_json::json;
use store::{accounts, sessions};

use super::{
    Token,
    notices::{NoticeKind, tell_own},
    renew_session::renew_session,
};
use crate::{Acts, AuditAction, Cx, Reason, Refusal};

/// Keeps the new hash and ends the person's sessions but this one, in every organisation. This one gets another secret.
pub fn change_password<A: Acts>(
    cx: &mut Cx<'_, A>,
    hash: &str,
    this_session: &str,
    device: &str,
) -> Result<Token, Refusal> {
    let user = cx.actor.user();
    accounts::set_password(cx.tx, user, hash, None)?;
    let ended = sessions::remove_of_user(cx.tx, user, this_session)?;
    let token = renew_session(cx.tx, cx.outside, this_session)?;
    tell_own(cx, NoticeKind::PasswordChanged, device)?;
    cx.audit(AuditAction::ChangePassword, &user.to_string(), &json!({ "ended_sessions": ended }))?;
    Ok(token)
}

/// What changing the own password starts from.
#[derive(Clone, Debug)]
pub struct OwnPassword {
    /// The hash of the password, to compare what was typed with.
    pub hash: String,
    /// ログインID.
    pub login: String,
}

/// What changing the own password starts from.
pub fn own_password<A: Acts>(cx: &mut Cx<'_, A>) -> Result<OwnPassword, Refusal> {
    let user = cx.actor.user();
    let hash = accounts::password_hash(cx.tx, user)?.ok_or(Refusal::NotFound)?;
    let login = accounts::login_of(cx.tx, user)?.ok_or(Refusal::NotFound)?;
    Ok(OwnPassword { hash, login })
}

/// What is said to whom keeps the password that was there.
pub fn kept_password() -> Refusal {
    let sentence = "いまのパスワード（仮パスワード）と同じです。新しいパスワードを決めてください";
    Refusal::Refused(vec![Reason::at("password", sentence)])
}

/// A password that somebody of the demo keeps: it is printed for whoever tries the program, who needs no second factor.
pub fn keep_for_demo<A: Acts>(cx: &mut Cx<'_, A>, hash: &str) -> Result<(), Refusal> {
    let user = cx.actor.user();
    accounts::set_password(cx.tx, user, hash, None)?;
    accounts::mark_of_demo(cx.tx, user)?;
    cx.audit(AuditAction::ChangePassword, &user.to_string(), &json!({ "demo": true }))
}
