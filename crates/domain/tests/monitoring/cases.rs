//! The worked cases of `law/cases/visit-month`.

use calendar::{Date, YearMonth};
use domain::monitoring::{FactBody, VisitMonth, carry_over::VISIT_MONTH};
use serde::Deserialize;
use testkit::worked_cases;

use super::people::{With, carry_over, october, settings, visit};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Input {
    month: YearMonth,
    visit: Date,
    reason: Option<String>,
    carry_over_accepted: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Expected {
    stands: String,
}

fn word(stands: VisitMonth) -> &'static str {
    match stands {
        VisitMonth::NoVisit => "no_visit",
        VisitMonth::InMonth => "in_month",
        VisitMonth::CarriedOver => "carried_over",
        VisitMonth::ReasonMissing => "reason_missing",
        VisitMonth::NotAccepted => "not_accepted",
        VisitMonth::TooEarly => "too_early",
        VisitMonth::TooLate => "too_late",
    }
}

#[test]
fn every_case_is_decided_as_written() {
    for case in worked_cases("visit-month") {
        let input: Input = case.input();
        let expected: Expected = case.expected();
        let mut settings = settings();
        settings.carry_over_accepted = input.carry_over_accepted;
        let mut round = october();
        round.month = input.month;
        let mut round = round.with(FactBody::HomeVisit(visit(&input.visit.to_string())));
        if let Some(reason) = &input.reason {
            round = round.with(carry_over(reason));
        }
        assert_eq!(word(round.visit_month(&settings)), expected.stands, "{}", case.name);
        let why = round.visit_month_why(&settings);
        assert_eq!(case.rules, [why.rule.id], "{}", case.name);
        assert_eq!(why.rule.id, VISIT_MONTH.id);
    }
}
