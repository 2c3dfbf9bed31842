//! 受給者証の登録を訂正する: what was typed was wrong from the start. A decision that holds from a day on is a change
//! ([`super::change_certificate`]).

use calendar::wareki;
use domain::{
    client::Certificate,
    id::{CertificateId, GrantId},
    office::Right,
};

use super::{
    CertificateIdentity, CertificateText, TypedFor,
    case_says::CaseSays,
    create_certificate::{check_number, keep_care_management},
    plan_rounds,
    standard_of::check_reason,
};
use crate::{AuditAction, Cx, Reason, Refusal, changes, law_book, planning::consented_plan_of, providers::Register};

/// Rewrites what is kept of a certificate; months that only the mistake planned go, and a claim that was closed on it
/// makes a task. `version` is the one the form was opened with. The new version.
pub fn correct_certificate(
    cx: &mut Cx<'_>,
    id: CertificateId,
    typed: &CertificateText,
    version: i64,
) -> Result<i64, Refusal> {
    cx.authorize(Right::EditClients)?;
    cx.once("correct_certificate", |cx| {
        let before = store::certificates::find(cx.tx, cx.actor.office, id)?.ok_or(Refusal::NotFound)?;
        let says = CaseSays::of(cx, before.client, TypedFor::Correction(id))?;
        let client = keep_care_management(cx, before.client, (typed, says))?;
        check_reason(cx, &client, (typed, says))?;
        let identity = CertificateIdentity { id, office: cx.actor.office, client: client.id, version };
        let (law, outside) = (law_book()?, cx.outside);
        let known = before.grants.clone();
        let grant_id = |row: usize| known.get(row).map_or_else(|| GrantId((outside.new_id)()), |grant| grant.id);
        let after = typed.parse_page(identity, (cx.today, says), law, grant_id).map_err(Refusal::Refused)?;
        check_number(cx, &after)?;
        check_plan_day(cx, &after)?;
        Register::check(cx, &after.grants)?;
        let all_before = store::certificates::of_client(cx.tx, cx.actor.office, client.id)?;
        if before.version != version || !store::certificates::update(cx.tx, &after)? {
            let by = changes::last_saved_by(cx, &id.to_string())?;
            return Err(Refusal::Conflict { current: before.version, by });
        }
        plan_rounds(cx, &client, &all_before)?;
        cx.audit(AuditAction::CorrectCertificate, &id.to_string(), &changes::between(&before, &after))?;
        Ok(version + 1)
    })
}

/// 計画作成日 is that of the consent, where a planning case has one for this certificate: the two never say different days.
fn check_plan_day(cx: &mut Cx<'_>, certificate: &Certificate) -> Result<(), Refusal> {
    let Some(entered) = certificate.plan_made_on else { return Ok(()) };
    match consented_plan_of(cx, certificate.client, certificate.id)? {
        Some(plan) if plan.made_on() != entered => {
            let day = wareki::long(plan.made_on());
            let sentence = format!("この受給者証の計画は、{day}に同意を得ています。計画作成日はその日です");
            Err(Refusal::Refused(vec![Reason::at("plan_made_on", sentence)]))
        }
        _ => Ok(()),
    }
}
