//! 本人の確認: the second step of a sign-in, and the proof that is asked for anew before what matters most. Each is counted
//! before anything is compared.

use domain::id::UserId;
use serde_json::json;
use store::{StoreError, Tx, sessions};

use super::{
    brake::{self, Subject},
    second_factor::{ProvedBy, prove},
    session::member,
    sign_in::{Entered, Place, enter, tell},
};
use crate::{Acts, AuditAction, Cx, Outside, Refusal};

/// Counts a try at the second step of a sign-in; whether it has to wait. In nobody's turn.
pub fn count_code(tx: &mut Tx, user: UserId, now: &str) -> Result<bool, StoreError> {
    Ok(brake::count(tx, &[Subject::factor(user)], now)?.blocked)
}

/// Forgets what was counted: the code was right.
pub fn forget_codes(tx: &mut Tx, user: UserId) -> Result<(), StoreError> {
    brake::forget(tx, &[Subject::factor(user)])
}

/// The second step of a sign-in, in the turn of the person's first organisation; none where the code was wrong.
pub fn prove_factor(
    tx: &mut Tx,
    outside: &Outside,
    (user, token_hash): (UserId, &str),
    typed: &str,
    place: &Place,
) -> Result<Option<Entered>, Refusal> {
    let Some(by) = prove(tx, outside, user, typed)? else {
        for of in store::memberships::of_user(tx, user)?.into_iter().filter(|it| !it.disabled).take(1) {
            let member = member(user, &of.organisation, of.name, (&of.role, of.sections.as_deref()))?;
            tell(tx, outside, &member, AuditAction::SignInFailed, &json!({ "device": place.device, "step": "code" }))?;
        }
        return Ok(None);
    };
    sessions::remove(tx, token_hash)?;
    let also = (by == ProvedBy::Printed).then_some(AuditAction::UsePrintedCode);
    enter(tx, outside, user, place, also).map(Some)
}

/// Counts a proof; whether it has to wait. In nobody's turn.
pub fn count_proof(tx: &mut Tx, user: UserId, now: &str) -> Result<bool, StoreError> {
    Ok(brake::count(tx, &[Subject::proof(user)], now)?.blocked)
}

/// Forgets what was counted: the proof was right.
pub fn forget_proofs(tx: &mut Tx, user: UserId) -> Result<(), StoreError> {
    brake::forget(tx, &[Subject::proof(user)])
}

/// What a proof was given by: the password, compared before, or a code.
#[derive(Clone, Debug)]
pub enum Proof {
    /// Whether the password was the right one.
    Password(bool),
    /// A code of the second factor.
    Code(String),
}

/// Notes in the session that the person has proved who it is; whether that is so.
pub fn prove_again<A: Acts>(cx: &mut Cx<'_, A>, proof: &Proof, token_hash: &str) -> Result<bool, Refusal> {
    let user = cx.actor.user();
    let right = match proof {
        Proof::Password(right) => *right,
        Proof::Code(typed) => prove(cx.tx, cx.outside, user, typed)?.is_some(),
    };
    if right {
        sessions::prove(cx.tx, token_hash, &(cx.outside.now)())?;
    } else {
        note_failed_proof(cx)?;
    }
    Ok(right)
}

/// Tells the log that somebody in the person's session did not know who she is.
pub fn note_failed_proof<A: Acts>(cx: &mut Cx<'_, A>) -> Result<(), Refusal> {
    cx.audit(AuditAction::ProofFailed, &cx.actor.user().to_string(), &json!({}))
}
