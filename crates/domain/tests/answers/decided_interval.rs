//! How a proposed or decided interval stands to the standard.

use domain::monitoring::decided_interval::{MISSING_RULE, decided_interval};
use law::Verdict;
use serde::Deserialize;
use serde_json::{Value, json};
use testkit::WorkedCase;

use super::Answered;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Input {
    standard_months: u32,
    decided_months: u32,
    #[serde(default)]
    reason: String,
}

pub fn answer(case: &WorkedCase) -> Answered {
    let input: Input = case.input();
    match decided_interval(input.standard_months, input.decided_months, &input.reason) {
        Verdict::Is(decided) => {
            let fields = json!({ "verdict": "is", "departure": decided.value.word() });
            Answered::new(fields, &decided.why)
        }
        other => Answered::without_value(other, |_| MISSING_RULE, |_| Value::Null),
    }
}
