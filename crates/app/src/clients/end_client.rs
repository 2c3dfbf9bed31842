//! 利用者の支援を終了する, and taking that back.

use calendar::{Date, wareki};
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
        let ended_on = end_day(&mut reading, &typed.ended_on, Some(before.birth), cx.today);
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

/// 終了日 as typed, for the page and the import alike. A day to come is refused: until it has passed the visits before it
/// are still due, and support that goes on must not look ended on the board.
pub(crate) fn end_day(reading: &mut Reading, typed: &str, birth: Option<Date>, today: Date) -> Option<Date> {
    let day = reading.date("ended_on", "終了日", typed)?;
    if birth.is_some_and(|birth| day < birth) {
        reading.refuse("ended_on", format!("終了日（{}）が生年月日より前です。", wareki::long(day)));
    } else if day > today {
        let sentence = format!("終了日（{}）が先の日です。支援が終わった日から入力できます。", wareki::long(day));
        reading.refuse("ended_on", sentence);
    }
    Some(day)
}
