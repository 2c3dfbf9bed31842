//! How the month of a visit stands to the scheduled month.

use calendar::{Date, YearMonth};
use domain::monitoring::{
    VisitMonth,
    carry_over::{VISIT_MONTH, into_next_grant},
};
use law::Why;
use serde::Deserialize;
use serde_json::{Value, json};
use testkit::WorkedCase;

use super::Answered;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Visit {
    month: YearMonth,
    visit: Date,
    reason: Option<String>,
    carry_over_accepted: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct LastMonth {
    month: YearMonth,
    benefit_end: YearMonth,
    one_flow: bool,
}

pub fn answer(case: &WorkedCase) -> Answered {
    if case.input_json().get("benefit_end").is_some() {
        let LastMonth { month, benefit_end, one_flow } = case.input();
        return match into_next_grant(month, benefit_end, one_flow) {
            Some(verdict) => Answered::without_value(verdict, |_| VISIT_MONTH, |usual| json!(usual)),
            None => Answered { fields: json!({ "verdict": Value::Null }), reasons: Vec::new() },
        };
    }
    let Visit { month, visit, reason, carry_over_accepted } = case.input();
    let stands = VisitMonth::of(month, YearMonth::of(visit), carry_over_accepted, reason.is_some());
    let why = Why::new(VISIT_MONTH, stands.sentence());
    Answered::new(json!({ "stands": word(stands) }), &why)
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
