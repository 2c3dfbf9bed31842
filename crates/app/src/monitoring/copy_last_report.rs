//! 前回の報告書から写す: needs, goals and due times of the last report become the rows of a draft.

use domain::{
    monitoring::{
        Round, RoundFact,
        m3_record::{Report, ReportRow},
    },
    office::Right,
};
use store::rounds;

use super::record::{Entry, Recorded, load, record};
use crate::{AuditAction, Cx, Reason, Refusal};

/// Saves what is typed as a draft, with the rows of the last report that are not there yet below it. What was found
/// then is left out: it has to be looked at anew.
pub fn copy_last_report(cx: &mut Cx<'_>, entry: Entry, typed: Report) -> Result<Recorded, Refusal> {
    cx.authorize(Right::RecordMonitoring)?;
    let round = load(cx, entry.round)?;
    let last = rounds::last_before(cx.tx, &round)?;
    let Some(last) = last.as_ref().and_then(Round::finished_report).map(|(_, report)| report.clone()) else {
        return Err(Refusal::Refused(vec![Reason::at("rows", "写せる前回の報告書がありません")]));
    };
    let draft = round.draft().map(|(fact, _)| fact.id);
    record(cx, AuditAction::CopyLastReport, Entry { corrects: draft, ..entry }, |_| {
        RoundFact::Report(merged(typed, last))
    })
}

fn merged(mut report: Report, last: Report) -> Report {
    report.draft = true;
    report.rows.retain(|row| !row.is_empty());
    if report.policy.is_empty() {
        report.policy = last.policy;
    }
    if report.plan_made_on.is_none() {
        report.plan_made_on = last.plan_made_on;
    }
    for row in last.rows {
        if !report.rows.iter().any(|there| there.need == row.need) {
            report.rows.push(ReportRow { need: row.need, goal: row.goal, due: row.due, ..ReportRow::default() });
        }
    }
    report
}
