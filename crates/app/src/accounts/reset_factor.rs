//! 二段階認証の解除 by a 管理者: for a colleague who has lost telephone, passkeys and printed codes. The password stays what it was.

use domain::{id::UserId, office::Right};
use serde_json::json;
use store::{accounts, second_factors, sessions};

use super::{
    brake,
    hand_out::{refuse_let_in, refuse_shared},
    notices::{By, Changed, NoticeKind, tell_both},
};
use crate::{AuditAction, Cx, Reason, Refusal};

/// Whether a person of the office has a second factor.
pub fn has_factor(cx: &mut Cx<'_>, id: UserId) -> Result<bool, Refusal> {
    cx.authorize(Right::Administer)?;
    accounts::find(cx.tx, cx.actor.office, id)?.ok_or(Refusal::NotFound)?;
    Ok(second_factors::has_any(cx.tx, id)?)
}

/// Takes every second factor of a colleague away and signs her out everywhere; her next sign-in sets up another one. `device`: on which
/// the actor works. Nobody's own: so whoever does it stays one who can, and no 管理者 is left outside by herself.
pub fn reset_factor(cx: &mut Cx<'_>, id: UserId, device: &str) -> Result<(), Refusal> {
    cx.authorize(Right::Administer)?;
    cx.once("accounts.reset-factor", |cx| {
        let of = accounts::find(cx.tx, cx.actor.office, id)?.ok_or(Refusal::NotFound)?.user;
        if id == cx.actor.user {
            let sentence =
                "自分の二段階認証は、ここでは解除できません。画面右上の名前から「二段階認証」を開いて変えてください";
            return Err(Refusal::Refused(vec![Reason::at("", sentence)]));
        }
        refuse_let_in(cx, &of, "二段階認証は、管理者だけが解除できます")?;
        refuse_shared(cx, id, "二段階認証を解除できません", "mimamori second-factor reset")?;
        if !second_factors::has_any(cx.tx, id)? {
            let sentence = "この人は、二段階認証をまだ設定していません。次のログインで設定します";
            return Err(Refusal::Refused(vec![Reason::at("", sentence)]));
        }
        second_factors::remove(cx.tx, id)?;
        second_factors::remove_passes(cx.tx, id)?;
        sessions::remove_of_user(cx.tx, id, "")?;
        brake::lift(cx.tx, &of.login, id)?;
        let by = By::Colleague(&cx.actor.name);
        tell_both(cx, id, Changed { kind: NoticeKind::FactorReset, device, by })?;
        cx.audit(AuditAction::ResetFactor, &id.to_string(), &json!({}))
    })
}
