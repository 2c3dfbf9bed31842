//! (3) 記録: モニタリング報告書, finished. What is not finished yet is a working version: [`super::save_working_report`].

use domain::monitoring::{Round, RoundFact, m3_record::Report};

use super::{
    record::{Entry, Recorded, load, record_within},
    record_beside::keep_round_tasks,
    save_working_report::key,
};
use crate::{
    AuditAction, Cx, Reason, Refusal,
    record::Stream as _,
    working::{refuse_other_version, unchanged},
};

/// Records the finished report and ends its working version, of which the form showed the version `working` (0 where
/// there was none). It replaces the draft recorded before there were working versions, else the finished report before it
/// (訂正: consent and hand-in are then wanted anew).
pub fn save_report(cx: &mut Cx<'_>, entry: Entry, working: i64, mut report: Report) -> Result<Recorded, Refusal> {
    report.draft = false;
    report.rows.retain(|row| !row.is_empty());
    cx.authorize(Round::RIGHT)?;
    cx.once(Round::sending(AuditAction::SaveReport), |cx| {
        let round = load(cx, entry.round)?;
        report.keep_true_sources(&round);
        refuse_other_version::<Report>(cx, key(round.id), working)?;
        let draft = round.draft().map(|(fact, _)| fact.id);
        let finished = round.finished_report();
        if draft.is_none() && finished.is_some_and(|(_, standing)| *standing == report) {
            return Err(Refusal::Refused(vec![Reason::at("", unchanged("報告書", working))]));
        }
        let corrects = draft.or(finished.map(|(fact, _)| fact.id));
        let entry = Entry { corrects, ..entry };
        let recorded = record_within(cx, AuditAction::SaveReport, entry, RoundFact::Report(report))?;
        keep_round_tasks(cx, recorded.round)?;
        Ok(recorded)
    })
}
