//! p1 対象の確認: the latest stands.

use domain::{
    office::Right,
    planning::{CaseFact, CaseFactKind, p1_coverage::Coverage},
};

use super::record::{CaseEntry, CaseRecorded, load, record};
use crate::{AuditAction, Cx, Reason, Refusal, law_book};

/// Records what was applied for, in the place of what was recorded before.
pub fn record_coverage(cx: &mut Cx<'_>, entry: CaseEntry, coverage: Coverage) -> Result<CaseRecorded, Refusal> {
    cx.authorize(Right::RecordPlanning)?;
    let services = law_book()?.services();
    if let Some(unknown) = coverage.services.iter().find(|name| services.find(name).is_none()) {
        let sentence = format!("「{unknown}」というサービスはありません。一覧から選んでください。");
        return Err(Refusal::Refused(vec![Reason::at("services", sentence)]));
    }
    let before = load(cx, entry.case)?.standing_of(CaseFactKind::Coverage).last().map(|fact| fact.id);
    let entry = CaseEntry { corrects: before, ..entry };
    record(cx, AuditAction::RecordCoverage, entry, CaseFact::Coverage(coverage))
}
