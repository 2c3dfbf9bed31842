//! p5 計画への同意: its day is 計画作成日, and the claim for the plan goes by it.

use domain::{
    office::Right,
    planning::{CaseFact, p5_consent::PlanConsent},
};

use super::record::{CaseEntry, CaseRecorded, load, record};
use crate::{AuditAction, Cx, Refusal};

/// Records the consent to a version of the plan, in the place of one that was recorded for the same version. That to an older
/// version stays.
pub fn record_plan_consent(cx: &mut Cx<'_>, entry: CaseEntry, consent: PlanConsent) -> Result<CaseRecorded, Refusal> {
    cx.authorize(Right::RecordPlanning)?;
    let case = load(cx, entry.case)?;
    let same = case.plan_consents().find(|(_, before)| before.plan == consent.plan).map(|(fact, _)| fact.id);
    let entry = CaseEntry { corrects: same, ..entry };
    record(cx, AuditAction::RecordPlanConsent, entry, CaseFact::Consent(consent))
}
