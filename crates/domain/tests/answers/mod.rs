//! The answer to a worked case, area by area: the fields as `mimamori rules` gives them, and the reasons in words.
#![expect(clippy::unwrap_used, clippy::panic, reason = "tests")]

mod claim;
mod decided_interval;
mod schedule;
mod standard_period;
mod visit_month;

use law::{Missing, Rule, Verdict, Why};
use serde_json::{Value, json};
use testkit::{WorkedCase, law_book};

/// An answer as the runner and the pages of `docs/rules/` look at it.
pub struct Answered {
    /// The fields of the answer.
    pub fields: Value,
    /// Every rule that took part; the deciding one first.
    pub reasons: Vec<Reason>,
}

/// What one rule says in an answer.
pub struct Reason {
    /// Rule id.
    pub rule: &'static str,
    /// The sentence that users see.
    pub sentence: String,
    /// Ids of the dated values it used.
    pub values: Vec<String>,
}

/// The areas of rules whose cases are answered here.
pub const AREAS: [&str; 5] = ["standard-period", "decided-interval", "schedule", "visit-month", "claim"];

/// The answer to a case of one of [`AREAS`].
pub fn answer(area: &str, case: &WorkedCase) -> Answered {
    let book = law_book();
    match area {
        "standard-period" => standard_period::answer(book, case),
        "decided-interval" => decided_interval::answer(case),
        "schedule" => schedule::answer(book, case),
        "visit-month" => visit_month::answer(case),
        "claim" => claim::answer(book, case),
        other => panic!("{other} is answered elsewhere"),
    }
}

impl Answered {
    fn new(fields: Value, why: &Why) -> Self {
        let mut reasons = Vec::new();
        collect(why, &mut reasons);
        Self { fields, reasons }
    }

    /// The answers that carry no value.
    fn without_value<T>(verdict: Verdict<T>, rule: impl Fn(&[Missing]) -> Rule, usual: impl Fn(T) -> Value) -> Self {
        match verdict {
            Verdict::Is(_) => panic!("has a value"),
            Verdict::No(why) => Self::new(json!({ "verdict": "no" }), &why),
            Verdict::Needs(missing) => {
                let fields: Vec<&str> = missing.iter().map(|missing| missing.field).collect();
                let questions: Vec<&str> = missing.iter().map(|missing| missing.question.as_str()).collect();
                let why = Why::new(rule(&missing), questions.join(" "));
                Self::new(json!({ "verdict": "needs", "missing": fields }), &why)
            }
            Verdict::MunicipalityDecides { usual: value, setting, why } => {
                let default = law_book().municipality("default").unwrap();
                assert!(default.setting(setting.0).is_some(), "{} is no setting", setting.0);
                let value = value.map(usual);
                Self::new(json!({ "verdict": "municipality_decides", "usual": value, "setting": setting.0 }), &why)
            }
            Verdict::NotCovered { asked, covers } => {
                let why = Why::new(rule(&[]), law::NotCovered { asked, covers }.sentence());
                Self::new(json!({ "verdict": "not_covered" }), &why)
            }
        }
    }
}

fn collect(why: &Why, reasons: &mut Vec<Reason>) {
    let values = why.values.iter().map(|value| value.id.to_string()).collect();
    reasons.push(Reason { rule: why.rule.id, sentence: why.sentence.clone(), values });
    for below in &why.because {
        collect(below, reasons);
    }
}
