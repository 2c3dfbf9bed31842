//! 利用者の登録内容を直す.

use domain::{id::ClientId, office::Right};

use super::{ClientIdentity, ClientText, create_client::check_specialist};
use crate::{AuditAction, Cx, Refusal, certificates::plan_rounds, changes, neutrality};

/// Replaces what is kept of a client; `version` is the one the form was opened with. The new version.
pub fn update_client(cx: &mut Cx<'_>, id: ClientId, typed: &ClientText, version: i64) -> Result<i64, Refusal> {
    cx.authorize(Right::EditClients)?;
    cx.once("update_client", |cx| {
        let before = store::clients::find(cx.tx, cx.actor.office, id)?.ok_or(Refusal::NotFound)?;
        let identity = ClientIdentity {
            id,
            office: cx.actor.office,
            ended_on: before.ended_on,
            other_offices: before.other_offices.clone(),
            wards: before.wards.clone(),
            version,
        };
        let after = typed.parse_page(identity, cx.today).map_err(Refusal::Refused)?;
        check_specialist(cx, after.specialist, before.specialist)?;
        if before.version != version || !store::clients::update(cx.tx, &after)? {
            let by = changes::last_saved_by(cx, &id.to_string())?;
            return Err(Refusal::Conflict { current: before.version, by });
        }
        // The board shows name, kana and specialist, and a self-plan takes months off the schedule.
        plan_rounds(cx, &after, &[])?;
        cx.audit(AuditAction::UpdateClient, &id.to_string(), &changes::between(&before, &after))?;
        if after.specialist != before.specialist {
            neutrality::at_assignment(cx, &after)?;
        }
        Ok(version + 1)
    })
}
