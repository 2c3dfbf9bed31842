//! The worked cases of `law/cases/visit-month`.

use calendar::{Date, YearMonth};
use domain::monitoring::{FactBody, VisitMonth, carry_over::into_next_grant};
use law::{LawBook, Verdict};
use serde::Deserialize;
use serde_json::{Value, json};
use testkit::{WorkedCase, worked_cases};

use super::people::{With, carry_over, october, settings, visit};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Input {
    month: YearMonth,
    visit: Date,
    reason: Option<String>,
    carry_over_accepted: bool,
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

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PastGrant {
    month: YearMonth,
    benefit_end: YearMonth,
    one_flow: bool,
}

/// The word of a verdict on a carry-over out of the last month; its setting is in the default file.
fn past_grant(case: &WorkedCase) -> Value {
    let input: PastGrant = case.input();
    match into_next_grant(input.month, input.benefit_end, input.one_flow) {
        None => json!({ "verdict": null }),
        Some(Verdict::MunicipalityDecides { usual, setting, why }) => {
            assert_eq!(case.rules, [why.rule.id], "{}", case.name);
            let default = LawBook::embedded().unwrap().municipality("default").unwrap();
            assert!(default.flag(setting.0).is_some());
            json!({ "verdict": "municipality_decides", "usual": usual, "setting": setting.0 })
        }
        Some(other) => panic!("{}: {other:?}", case.name),
    }
}

fn stands(case: &WorkedCase) -> Value {
    let input: Input = case.input();
    let mut settings = settings();
    settings.carry_over_accepted = input.carry_over_accepted;
    let mut round = october();
    round.month = input.month;
    let mut round = round.with(FactBody::HomeVisit(visit(&input.visit.to_string())));
    if let Some(reason) = &input.reason {
        round = round.with(carry_over(reason));
    }
    let why = round.visit_month_why(&settings);
    assert_eq!(case.rules, [why.rule.id], "{}", case.name);
    json!({ "stands": word(round.visit_month(&settings)) })
}

#[test]
fn every_case_is_decided_as_written() {
    for case in worked_cases("visit-month") {
        let got = if case.path.ends_with("/next-grant.toml") { past_grant(&case) } else { stands(&case) };
        for (key, expected) in case.expected_fields() {
            assert_eq!(got.get(&key), Some(&expected), "{} {key}", case.name);
        }
    }
}
