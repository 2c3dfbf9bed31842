//! (3) 記録: モニタリング報告書, as a draft or finished.

use domain::monitoring::{RoundFact, m3_record::Report};

use super::record::{Entry, Recorded, load, record};
use crate::{AuditAction, Cx, Refusal};

/// Saves the report. A draft replaces the draft before it and leaves a finished report alone; a finished one replaces
/// the draft, else the finished report before it (訂正: consent and hand-in are then wanted anew).
pub fn save_report(cx: &mut Cx<'_>, entry: Entry, mut report: Report) -> Result<Recorded, Refusal> {
    report.rows.retain(|row| !row.is_empty());
    let round = load(cx, entry.round)?;
    let draft = round.draft().map(|(fact, _)| fact.id);
    let finished = round.finished_report().map(|(fact, _)| fact.id);
    let corrects = if report.draft { draft } else { draft.or(finished) };
    record(cx, AuditAction::SaveReport, Entry { corrects, ..entry }, |_| RoundFact::Report(report))
}
