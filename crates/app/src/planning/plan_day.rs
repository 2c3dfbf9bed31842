//! 計画作成日 of a certificate whose plan was made in a planning case: it is the day of the consent, and follows it.

use domain::{
    client::Certificate,
    planning::{CaseFact, PlanningCase},
};

use crate::{AuditAction, Cx, Refusal, certificates::plan_rounds, changes};

use super::consented_plans::consented_plans;

/// Gives each certificate the day of the plan that was agreed to for it, takes back the one of a consent that was taken back, and
/// opens the rounds that follow.
pub(super) fn settle(cx: &mut Cx<'_>, case: &PlanningCase) -> Result<(), Refusal> {
    let before = store::certificates::of_client(cx.tx, cx.actor.office, case.client)?;
    let plans = consented_plans(cx, case.client)?;
    let mut settled = false;
    for certificate in before.iter().filter(|it| is_named(case, it)) {
        let agreed = plans.iter().find(|plan| plan.certificate() == Some(certificate.id)).map(|plan| plan.made_on());
        let gone = || certificate.plan_made_on.filter(|day| !is_of_consent(case, certificate, *day));
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
    Ok(())
}

/// Whether any consent of the case, standing or not, names the certificate.
fn is_named(case: &PlanningCase, certificate: &Certificate) -> bool {
    case.facts.iter().any(|fact| matches!(&fact.body, CaseFact::Consent(it) if it.certificate == Some(certificate.id)))
}

/// Whether the day on the certificate came with a consent of the case.
fn is_of_consent(case: &PlanningCase, certificate: &Certificate, day: calendar::Date) -> bool {
    case.facts.iter().any(|fact| {
        matches!(&fact.body, CaseFact::Consent(it) if it.certificate == Some(certificate.id) && it.agreed_on == day)
    })
}
