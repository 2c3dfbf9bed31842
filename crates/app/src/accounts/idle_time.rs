//! 使わないときのログアウト: after how many minutes without use a session in the office ends.

use domain::office::Right;
use serde_json::json;
use store::organisations;

use crate::{AuditAction, Cx, Reason, Refusal};

/// The minutes that an office can choose among: 15 for a computer that several people share.
pub const IDLE_CHOICES: [i64; 4] = [15, 30, 45, 60];

/// After how many minutes without use a session of the office ends.
pub fn idle_minutes(cx: &mut Cx<'_>) -> Result<i64, Refusal> {
    cx.authorize(Right::ReadSettings)?;
    organisations::idle_minutes(cx.tx, cx.actor.office.into())?.ok_or(Refusal::NotFound)
}

/// Sets it, also for the sessions that are open.
pub fn set_idle_minutes(cx: &mut Cx<'_>, minutes: i64) -> Result<(), Refusal> {
    cx.authorize(Right::Administer)?;
    cx.once("accounts.set-idle-minutes", |cx| {
        if !IDLE_CHOICES.contains(&minutes) {
            return Err(Refusal::Refused(vec![Reason::at("minutes", "時間を選んでください")]));
        }
        let office = cx.actor.office;
        let before = organisations::idle_minutes(cx.tx, office.into())?;
        organisations::set_idle_minutes(cx.tx, office.into(), minutes)?;
        cx.audit(AuditAction::SaveIdleTime, &office.to_string(), &json!({ "before": before, "after": minutes }))
    })
}
