//! 利用者の支援を終了する, and taking that back.

use calendar::wareki;
use domain::{id::ClientId, office::Right};
use serde::{Deserialize, Serialize};

use crate::{AuditAction, Cx, Reason, Refusal, certificates::plan_rounds, changes, input::Reading};

/// What the form says.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct EndText {
    /// 終了日; empty takes the end back.
    pub ended_on: String,
}

/// Ends (or takes up again) the support of a client; later months leave the schedule. The new version.
pub fn end_client(cx: &mut Cx<'_>, id: ClientId, typed: &EndText, version: i64) -> Result<i64, Refusal> {
    cx.authorize(Right::EditClients)?;
    cx.once("end_client", |cx| {
        let before = store::clients::find(cx.tx, cx.actor.office, id)?.ok_or(Refusal::NotFound)?;
        let mut reading = Reading::on_page(cx.today);
        let ended_on = reading.date("ended_on", "終了日", &typed.ended_on);
        if let Some(day) = ended_on.filter(|day| *day < before.birth) {
            reading.refuse("ended_on", format!("終了日（{}）が生年月日より前です。", wareki::long(day)));
        }
        if ended_on.is_none() && before.ended_on.is_none() && reading.reasons.is_empty() {
            reading.reasons.push(Reason::at("ended_on", "終了日を入力してください（例: R8.11.22）。"));
        }
        if !reading.reasons.is_empty() {
            return Err(Refusal::Refused(reading.reasons));
        }
        let mut after = before.clone();
        after.ended_on = ended_on;
        after.version = version;
        if before.version != version || !store::clients::update(cx.tx, &after)? {
            let by = changes::last_saved_by(cx, &id.to_string())?;
            return Err(Refusal::Conflict { current: before.version, by });
        }
        plan_rounds(cx, &after, &[])?;
        cx.audit(AuditAction::EndClient, &id.to_string(), &changes::between(&before, &after))?;
        Ok(version + 1)
    })
}
