//! 取り消す and 元に戻す of what was recorded of a planning case.

use domain::{
    id::{CaseId, FactId},
    planning::PlanningCase,
};

use super::record::CaseRecorded;
use crate::{
    AuditAction, Cx, Refusal,
    record::{restore, withdraw},
};

/// Takes a fact back. Nothing is deleted: the fact and who took it back stay in the history of the case.
pub fn withdraw_case_fact(
    cx: &mut Cx<'_>,
    case: CaseId,
    fact: FactId,
    reason: String,
) -> Result<CaseRecorded, Refusal> {
    withdraw::<PlanningCase>(cx, AuditAction::WithdrawCaseFact, case, fact, reason)
}

/// Undoes the latest withdrawal, as long as nothing else was recorded after it.
pub fn restore_case_fact(cx: &mut Cx<'_>, case: CaseId, withdrawal: FactId) -> Result<CaseRecorded, Refusal> {
    restore::<PlanningCase>(cx, AuditAction::RestoreCaseFact, case, withdrawal)
}
