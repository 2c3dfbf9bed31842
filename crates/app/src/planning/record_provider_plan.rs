//! p5 個別支援計画: one a provider, the latest stands.

use domain::{
    office::Right,
    planning::{CaseFact, p5_provider_plan::ProviderPlan},
};

use super::record::{CaseEntry, CaseRecorded, load, record};
use crate::{AuditAction, Cx, Refusal};

/// Records what is known of a provider's 個別支援計画, in the place of what was known before.
pub fn record_provider_plan(cx: &mut Cx<'_>, entry: CaseEntry, plan: ProviderPlan) -> Result<CaseRecorded, Refusal> {
    cx.authorize(Right::RecordPlanning)?;
    let case = load(cx, entry.case)?;
    let before = case.provider_plan(&plan.provider).map(|(fact, _)| fact.id);
    let entry = CaseEntry { corrects: before, ..entry };
    record(cx, AuditAction::RecordProviderPlan, entry, CaseFact::ProviderPlan(plan))
}
