//! 前回の報告書から写す: needs, goals and due times of the last report become the rows of the working version.

use domain::{
    id::RoundId,
    monitoring::{
        Round,
        m3_record::{Report, ReportRow},
    },
    office::Right,
};
use store::rounds;

use super::{record::load, save_working_report::save_working_report};
use crate::{Cx, Reason, Refusal};

/// Saves what is typed as the working version, with the rows of the last report that are not there yet below it. What was found
/// then is left out: it has to be looked at anew.
pub fn copy_last_report(
    cx: &mut Cx<'_>,
    (id, recorded): (RoundId, i64),
    seen: i64,
    typed: Report,
) -> Result<i64, Refusal> {
    cx.authorize(Right::RecordMonitoring)?;
    let round = load(cx, id)?;
    let last = rounds::last_before(cx.tx, &round)?;
    let Some(last) = last.as_ref().and_then(Round::finished_report).map(|(_, report)| report.clone()) else {
        return Err(Refusal::Refused(vec![Reason::at("rows", "写せる前回の報告書がありません")]));
    };
    save_working_report(cx, (id, recorded), seen, merged(typed, last))
}

fn merged(mut report: Report, last: Report) -> Report {
    report.rows.retain(|row| !row.is_empty());
    if report.policy.is_empty() {
        report.policy = last.policy;
    }
    if report.plan_made_on.is_none() {
        report.plan_made_on = last.plan_made_on;
    }
    for row in last.rows {
        if !report.rows.iter().any(|there| there.need == row.need) {
            let ReportRow { plan_row, need, goal, due, .. } = row;
            report.rows.push(ReportRow { plan_row, need, goal, due, ..ReportRow::default() });
        }
    }
    report
}
