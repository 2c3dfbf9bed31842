//! The reports of a term: what monitoring wrote down since the plan that is replaced was agreed to.

use calendar::{Date, YearMonth};

use super::{Finding, FindingKind, ReportOrigin};
use crate::{
    client::ConsultationService,
    id::RoundId,
    monitoring::{
        Round,
        m3_record::{Achievement, Report, ReportRow},
    },
};

/// The finished report of one round.
#[derive(Clone, Debug, PartialEq)]
pub struct TermReport {
    /// The round.
    pub round: RoundId,
    /// Its month.
    pub month: YearMonth,
    /// The day of the visit; none where none is recorded.
    pub visited_on: Option<Date>,
    /// 全体の状況.
    pub overall: String,
    /// The rows.
    pub rows: Vec<TermRow>,
}

/// One row of a report.
#[derive(Clone, Debug, PartialEq)]
pub struct TermRow {
    /// What it says.
    pub says: ReportRow,
    /// What can be taken over from it.
    pub offers: Vec<Finding>,
}

/// The finished reports of a service whose visits lie after one day and not after another, the newest first. The visit of the day on
/// which a plan was agreed to belongs to the term that it ended.
pub fn reports_of_term(
    rounds: &[Round],
    service: ConsultationService,
    (after, until): (Option<Date>, Option<Date>),
) -> Vec<TermReport> {
    let within = |day: Date| after.is_none_or(|after| day > after) && until.is_none_or(|until| day <= until);
    let mut reports: Vec<TermReport> = rounds
        .iter()
        .filter(|round| round.service == service)
        .filter_map(|round| {
            let (_, report) = round.finished_report()?;
            let visited_on = round.home_visit().map(|(_, visit)| visit.date);
            let day = visited_on.unwrap_or_else(|| round.working_month().last_day());
            within(day).then(|| of_report(round, visited_on, report))
        })
        .collect();
    reports.sort_by_key(|report| std::cmp::Reverse(report.month));
    reports
}

fn of_report(round: &Round, visited_on: Option<Date>, report: &Report) -> TermReport {
    let rows = report.rows.iter().zip(1u32..).map(|(says, row)| {
        let from = ReportOrigin { round: round.id, month: round.month, row, plan_row: says.plan_row };
        TermRow { offers: offers(says, from), says: says.clone() }
    });
    let overall = report.overall.clone();
    TermReport { round: round.id, month: round.month, visited_on, overall, rows: rows.collect() }
}

/// A goal that was reached or nearly so is an achievement, one that was not is an unmet goal; 今後の課題 is a new issue.
fn offers(row: &ReportRow, from: ReportOrigin) -> Vec<Finding> {
    let kind = row.achievement.map(|achievement| match achievement {
        Achievement::Excellent | Achievement::Good => FindingKind::Achieved,
        Achievement::Partly | Achievement::Not => FindingKind::Unmet,
    });
    let goal = if row.goal.is_empty() { &row.need } else { &row.goal };
    let goal = kind.zip(row.achievement).map(|(kind, achievement)| {
        let note = if row.achievement_note.is_empty() { String::new() } else { format!("：{}", row.achievement_note) };
        (kind, format!("{goal}（{}{note}）", achievement.label()))
    });
    let issue = (!row.issues.is_empty()).then(|| (FindingKind::Issue, row.issues.clone()));
    let offer = |(kind, words)| Finding { kind, words, from: Some(from) };
    goal.into_iter().chain(issue).map(offer).collect()
}
