//! p3 支給決定. What the draft proposed is stamped on it, so that the difference stays the one that was decided about.

use domain::{
    facts::New,
    id::{CaseId, CertificateId, ClientId},
    planning::{
        CaseFact, CaseFactKind, PlanningCase,
        p2_draft::PlanDraft,
        p2_interval::IntervalProposal,
        p3_decision::{GrantDecision, Outcome, Proposed},
        service_use::asked_services,
    },
};
use law::LawBook;

use super::record::{CaseEntry, CaseRecorded, load, record_made};
use crate::{
    AuditAction, Cx, Reason, Refusal, law_book,
    record::{self, Stream as _},
};

/// Records what the municipality answered.
pub fn record_decision(cx: &mut Cx<'_>, entry: CaseEntry, decision: GrantDecision) -> Result<CaseRecorded, Refusal> {
    let law = law_book()?;
    record_made(cx, AuditAction::RecordDecision, entry, |case| {
        // A correction leaves what was decided about, even where the draft was brought in line with the decision since.
        let before = case.decision().map(|before| before.proposed.clone());
        let proposed = before.unwrap_or_else(|| proposed(law, case));
        let decision = GrantDecision { proposed, ..decision };
        CaseFact::Decision(match decision.outcome {
            Outcome::Granted => decision,
            _ => GrantDecision { services: Vec::new(), interval_months: None, certificate: None, ..decision },
        })
    })
}

/// What the finished draft asks the municipality for: its services of the law, and the interval.
pub(crate) fn proposed(law: &LawBook, case: &PlanningCase) -> Proposed {
    let services = case.text::<PlanDraft>().map(|(_, draft)| asked_services(law, draft));
    Proposed {
        services: services.unwrap_or_default(),
        interval_months: case.text::<IntervalProposal>().and_then(|(_, proposal)| proposal.interval_months),
    }
}

/// What is wrong with a decision beside what it lacks itself: services that the law does not know, a certificate that is not
/// of this client.
pub(super) fn refuse(cx: &mut Cx<'_>, case: &PlanningCase, decision: &GrantDecision) -> Result<Vec<Reason>, Refusal> {
    let law = law_book()?;
    let known = |name: &str| law.services().find(name).is_some_and(|kind| !kind.is_group());
    let unknown = decision.services.iter().enumerate().filter(|(_, it)| !it.service.is_empty() && !known(&it.service));
    let mut reasons: Vec<Reason> = unknown
        .map(|(row, it)| {
            let sentence = format!("「{}」というサービスの種類はありません。一覧から選んでください。", it.service);
            Reason::at(format!("decided_service_{row}"), sentence)
        })
        .collect();
    if let Some(certificate) = decision.certificate
        && !is_of_case(cx, case, certificate)?
    {
        let sentence =
            "この受給者証は、この利用者のこの相談支援の、この市町村のものではありません。選び直してください。";
        reasons.push(Reason::at("certificate", sentence));
    }
    if let Some(certificate) = decision.certificate
        && let Some(other) = other_certificate(cx, case, certificate)?
    {
        reasons.push(Reason::at("certificate", other));
    }
    Ok(reasons)
}

/// That the consent to the plan names another certificate, in words; none where it names this one or none.
fn other_certificate(
    cx: &mut Cx<'_>,
    case: &PlanningCase,
    certificate: CertificateId,
) -> Result<Option<String>, Refusal> {
    let named = case.plan_consents().filter_map(|(_, consent)| consent.certificate).last();
    let Some(named) = named.filter(|named| *named != certificate) else { return Ok(None) };
    let number = store::certificates::find(cx.tx, cx.actor.office, named)?.map(|it| it.number).unwrap_or_default();
    Ok(Some(format!(
        "計画への同意では、別の受給者証（番号 {number}）を選んでいます。同じ受給者証になるように、どちらかを直してください。"
    )))
}

fn is_of_case(cx: &mut Cx<'_>, case: &PlanningCase, id: CertificateId) -> Result<bool, Refusal> {
    let certificate = store::certificates::find(cx.tx, cx.actor.office, id)?;
    Ok(certificate.is_some_and(|it| case.may_name(&it)))
}

/// Names on the decision of a case the certificate that was entered from it, in the transaction in which that was kept. Whoever may
/// enter the certificate may do this. A case without a grant, or with another certificate, stays as it is.
pub(crate) fn name_certificate(
    cx: &mut Cx<'_>,
    (client, case): (ClientId, CaseId),
    certificate: CertificateId,
) -> Result<(), Refusal> {
    let mut case = load(cx, case)?;
    if case.client != client {
        return Err(Refusal::NotFound);
    }
    let Some(decision) = case.granted().filter(|it| it.certificate.is_none()).cloned() else { return Ok(()) };
    let Some(fact) = case.standing_of(CaseFactKind::Decision).last().map(|fact| fact.id) else { return Ok(()) };
    // A certificate that the consent contradicts is named by nobody: the pages of both say so.
    if !is_of_case(cx, &case, certificate)? || other_certificate(cx, &case, certificate)?.is_some() {
        return Ok(());
    }
    let body = CaseFact::Decision(GrantDecision { certificate: Some(certificate), ..decision });
    record::append(cx, &mut case, [New { body, corrects: Some(fact) }])?;
    match case.facts.last() {
        Some(fact) => case.audit(cx, fact, AuditAction::RecordDecision, &()),
        None => Ok(()),
    }
}
