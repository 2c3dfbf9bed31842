//! p3 計画案の提出. Which texts of the proposal went with it is stamped on it, so that a draft corrected afterwards is seen.

use domain::planning::{
    CaseFact, PlanningCase,
    p3_hand_in::{HandIn, HandInPaper},
};

use super::record::{CaseEntry, CaseRecorded, record_made};
use crate::{AuditAction, Cx, Refusal};

/// Records a hand-in. The texts of its draft are those that stand; a correction keeps those of the corrected one.
pub fn record_hand_in(cx: &mut Cx<'_>, entry: CaseEntry, hand_in: HandIn) -> Result<CaseRecorded, Refusal> {
    record_made(cx, AuditAction::RecordHandIn, entry, |case| {
        let texts = texts(case, &entry, &hand_in);
        CaseFact::HandIn(HandIn { texts, ..hand_in })
    })
}

fn texts(case: &PlanningCase, entry: &CaseEntry, hand_in: &HandIn) -> Vec<domain::id::FactId> {
    if !hand_in.papers.contains(&HandInPaper::Draft) {
        return Vec::new();
    }
    match entry.corrects.and_then(|id| case.facts.find(id)).map(|fact| &fact.body) {
        Some(CaseFact::HandIn(before)) if !before.texts.is_empty() => before.texts.clone(),
        _ => case.consentable(),
    }
}
