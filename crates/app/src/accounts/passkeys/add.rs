//! Adding a passkey: at the first sign-in, where it is the first second factor, and from the settings.

use domain::id::UserId;
use serde_json::json;
use store::{Tx, second_factors, sessions};

use super::{PasskeyAnswer, PasskeyFault, keep::keep};
use crate::{
    Acts, AuditAction, Cx, Outside, Refusal,
    accounts::{
        Enrolled,
        notices::{NoticeKind, tell_own},
        second_factor::new_codes,
        sign_in::{Entered, Place, enter},
    },
};

/// At the first sign-in: the passkey is the second factor, the printed codes are made, and the person comes in.
pub fn enrol_passkey(
    tx: &mut Tx,
    outside: &Outside,
    (user, token_hash): (UserId, &str),
    (answer, name): (PasskeyAnswer, String),
    place: &Place,
) -> Result<Result<Enrolled<Entered>, PasskeyFault>, Refusal> {
    if second_factors::has_any(tx, user)? {
        return Err(Refusal::SentBefore);
    }
    if let Err(fault) = keep(tx, outside, user, answer, name)? {
        return Ok(Err(fault));
    }
    let codes = new_codes(tx, outside, user)?;
    sessions::remove(tx, token_hash)?;
    let session = enter(tx, outside, user, place, Some(AuditAction::AddPasskey))?;
    Ok(Ok(Enrolled { session, codes }))
}

/// From the settings: one more. The printed codes stay as they are; somebody who has none (the demo) gets new ones.
pub fn add_passkey<A: Acts>(
    cx: &mut Cx<'_, A>,
    (answer, name): (PasskeyAnswer, String),
    device: &str,
) -> Result<Result<Option<Vec<String>>, PasskeyFault>, Refusal> {
    let user = cx.actor.user();
    let first = !second_factors::has_any(cx.tx, user)?;
    if let Err(fault) = keep(cx.tx, cx.outside, user, answer, name)? {
        return Ok(Err(fault));
    }
    let codes = if first { Some(new_codes(cx.tx, cx.outside, user)?) } else { None };
    tell_own(cx, NoticeKind::PasskeyAdded, device)?;
    cx.audit(AuditAction::AddPasskey, &user.to_string(), &json!({}))?;
    Ok(Ok(codes))
}
