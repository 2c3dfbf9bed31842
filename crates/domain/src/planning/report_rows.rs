//! The rows of a plan in a report: what was planned stands there already, under the same ids, and is not typed again.

use super::p2_draft::NeedRow;
use crate::monitoring::m3_record::{Report, ReportRow};

/// The rows of a report on these needs, in the order of the plan. What was found has to be written.
pub fn report_rows(needs: &[NeedRow]) -> Vec<ReportRow> {
    let row = |need: &NeedRow| ReportRow {
        plan_row: need.id,
        need: need.need.clone(),
        goal: need.goal.clone(),
        due: need.due.clone(),
        ..ReportRow::default()
    };
    needs.iter().map(row).collect()
}

/// A report that is being written, with the rows of the plan that it lacks behind its own. A row is known by its id, and one typed
/// before by its need, which then gets the id; nothing that was written is changed.
pub fn with_plan_rows(mut report: Report, needs: &[NeedRow]) -> Report {
    report.rows.retain(|row| !row.is_empty());
    for planned in report_rows(needs) {
        let by_id = report.rows.iter().any(|row| row.plan_row.is_some() && row.plan_row == planned.plan_row);
        let typed = report.rows.iter_mut().find(|row| row.plan_row.is_none() && row.need == planned.need);
        match (by_id, typed) {
            (true, _) => {}
            (false, Some(row)) => row.plan_row = planned.plan_row,
            (false, None) => report.rows.push(planned),
        }
    }
    report
}
