//! この内容を入れる: the words of steps (1) and (2) into the report that is being written, so that nothing is typed twice.

use domain::{
    id::{FactId, RoundId},
    monitoring::{
        Fact, Round,
        m3_record::{Report, ReportRow, TextPlace},
    },
    office::Right,
};

use super::{PlannedRows, plan_rows::planned_rows, record::load, save_working_report::save_working_report};
use crate::{Cx, Refusal};

/// What is taken over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TakeOver {
    /// The words of one record into one place; of a row by its number.
    One {
        /// Where.
        place: TextPlace,
        /// The row.
        row: Option<usize>,
        /// From which record.
        fact: FactId,
    },
    /// Everything into what is still empty: into each row what its providers said, into the first one the wishes, into 全体の状況 the
    /// situation at home.
    All,
}

/// Saves what is typed as the working version, with the words in it.
pub fn take_over(
    cx: &mut Cx<'_>,
    (id, recorded): (RoundId, i64),
    seen: i64,
    (mut typed, what): (Report, TakeOver),
) -> Result<i64, Refusal> {
    cx.authorize(Right::RecordMonitoring)?;
    let round = load(cx, id)?;
    match what {
        TakeOver::One { place, row, fact } => {
            let fact = round.standing().find(|one| one.id == fact).ok_or(Refusal::NotFound)?;
            typed.take_over(place, row, fact);
        }
        TakeOver::All => {
            let planned = planned_rows(cx, &round)?;
            take_all(&mut typed, &round, planned.as_ref());
        }
    }
    save_working_report(cx, (id, recorded), seen, typed)
}

fn take_all(report: &mut Report, round: &Round, planned: Option<&PlannedRows>) {
    for row in 0..report.rows.len() {
        let empty = report.rows.get(row).filter(|row| row.provision.is_empty());
        for fact in empty.map(|row| said_of(round, planned, row)).unwrap_or_default() {
            report.take_over(TextPlace::Provision, Some(row), fact);
        }
    }
    let Some((visit, _)) = round.home_visit() else { return };
    if report.rows.first().is_some_and(|row| row.satisfaction.is_empty()) {
        report.take_over(TextPlace::Satisfaction, Some(0), visit);
    }
    if report.overall.is_empty() {
        report.take_over(TextPlace::Overall, None, visit);
    }
}

/// What providers said about a row of the report: those whom the plan names for it, and where it names none who was asked, all of them.
pub fn said_of<'a>(round: &'a Round, planned: Option<&PlannedRows>, row: &ReportRow) -> Vec<&'a Fact> {
    let all: Vec<&Fact> =
        round.service_checks().filter(|(_, check)| !check.is_excused()).map(|(fact, _)| fact).collect();
    let named = row.plan_row.zip(planned).map(|(need, plan)| plan.providers_of(need)).unwrap_or_default();
    let own = |fact: &&&Fact| matches!(&fact.body, domain::monitoring::RoundFact::ServiceCheck(check) if named.contains(&check.provider.as_str()));
    let own: Vec<&Fact> = all.iter().filter(own).copied().collect();
    if own.is_empty() { all } else { own }
}
