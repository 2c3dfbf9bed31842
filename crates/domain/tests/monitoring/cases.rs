//! The worked cases of `law/cases/visit-month`.

use calendar::{Date, YearMonth};
use domain::monitoring::{FactBody, VisitMonth, carry_over::VISIT_MONTH};
use law::embedded_files;
use serde::Deserialize;

use super::people::{With, carry_over, october, settings, visit};

#[derive(Deserialize)]
struct CaseFile {
    case: Vec<Case>,
}

#[derive(Deserialize)]
struct Case {
    title: String,
    rules: Vec<String>,
    input: Input,
    expected: Expected,
}

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
    let files: Vec<_> =
        embedded_files().into_iter().filter(|(path, _)| path.starts_with("cases/visit-month/")).collect();
    assert!(!files.is_empty());
    for (path, text) in files {
        let file: CaseFile = toml::from_str(text).unwrap();
        for case in file.case {
            let mut settings = settings();
            settings.carry_over_accepted = case.input.carry_over_accepted;
            let mut round = october();
            round.month = case.input.month;
            let mut round = round.with(FactBody::HomeVisit(visit(&case.input.visit.to_string())));
            if let Some(reason) = &case.input.reason {
                round = round.with(carry_over(reason));
            }
            assert_eq!(word(round.visit_month(&settings)), case.expected.stands, "{path}: {}", case.title);
            let why = round.visit_month_why(&settings);
            assert_eq!(case.rules, [why.rule.id], "{path}: {}", case.title);
            assert_eq!(why.rule.id, VISIT_MONTH.id);
        }
    }
}
