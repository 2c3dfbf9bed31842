//! 計画作成日 of a certificate whose plan was made in a planning case: it is the day of the consent, and follows it.

use domain::{
    client::Certificate,
    planning::{CaseFact, PlanningCase, p5_consent::PlanConsent},
};

use crate::{AuditAction, Cx, Refusal, certificates::plan_rounds, changes};

use super::consented_plans::consented_plans;

/// Gives each certificate the day of the plan that was agreed to for it, takes back the one of a consent that was taken back, and
/// opens the rounds that follow. Whether a day changed: the client's lines of the board are written then, too.
pub(super) fn settle(cx: &mut Cx<'_>, case: &PlanningCase) -> Result<bool, Refusal> {
    let before = store::certificates::of_client(cx.tx, cx.actor.office, case.client)?;
    let plans = consented_plans(cx, case.client)?;
    let mut settled = false;
    for certificate in before.iter().filter(|it| consents_to(case, it).next().is_some()) {
        let agreed = plans.iter().find(|plan| plan.certificate() == Some(certificate.id)).map(|plan| plan.made_on());
        let gone =
            || certificate.plan_made_on.filter(|day| consents_to(case, certificate).all(|it| it.agreed_on != *day));
        let day = agreed.or_else(gone);
        if day == certificate.plan_made_on {
            continue;
        }
        let after = Certificate { plan_made_on: day, ..certificate.clone() };
        if !store::certificates::update(cx.tx, &after)? {
            return Err(Refusal::NotFound);
        }
        cx.audit(AuditAction::CorrectCertificate, &after.id.to_string(), &changes::between(certificate, &after))?;
        settled = true;
    }
    if settled {
        let client = store::clients::find(cx.tx, cx.actor.office, case.client)?.ok_or(Refusal::NotFound)?;
        plan_rounds(cx, &client, &before)?;
    }
    Ok(settled)
}

/// Every consent of the case, standing or not, that names the certificate.
fn consents_to<'a>(case: &'a PlanningCase, certificate: &Certificate) -> impl Iterator<Item = &'a PlanConsent> {
    let id = certificate.id;
    case.facts.iter().filter_map(move |fact| match &fact.body {
        CaseFact::Consent(consent) if consent.certificate == Some(id) => Some(consent),
        _ => None,
    })
}
