//! `rules schedule`.

use calendar::{Date, MonthRange, YearMonth};
use domain::{
    client::{Decision, MonthlyStart, Phase},
    monitoring::schedule::{self, MISSING_RULE, ScheduleInput, Validity},
};
use law::{LawBook, Verdict};
use serde::Deserialize;
use serde_json::{Value, json};
use testkit::WorkedCase;

use super::Answered;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Input {
    decision: Decision,
    plan_created: Option<YearMonth>,
    service_start: Option<Date>,
    benefit_period: Option<Period>,
    services: Vec<Service>,
    #[serde(default)]
    phases: Vec<Phase>,
    #[serde(default)]
    months: Vec<YearMonth>,
    #[serde(default)]
    monthly_start: MonthlyStart,
    #[serde(default)]
    self_plan: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Period {
    start: YearMonth,
    end: YearMonth,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Service {
    name: String,
    start: Date,
    end: Date,
}

pub fn answer(book: &LawBook, case: &WorkedCase) -> Answered {
    let input: Input = case.input();
    let services = input.services.into_iter();
    let input = ScheduleInput {
        decision: input.decision,
        plan_created: input.plan_created,
        service_start: input.service_start,
        benefit_period: input.benefit_period.map(|period| MonthRange { start: period.start, end: period.end }),
        services: services.map(|s| Validity { name: s.name, start: s.start, end: s.end }).collect(),
        phases: input.phases,
        months: input.months,
        monthly_start: input.monthly_start,
        self_plan: input.self_plan,
    };
    let answer = schedule::answer(book, &input).unwrap_or_else(|fault| panic!("{}: {fault}", case.name));
    match answer {
        Verdict::Is(decided) => {
            let schedule = decided.value.schedule;
            let fields = json!({
                "verdict": "is",
                "benefit_period": schedule.benefit_period,
                "phases": schedule.phases,
                "months": schedule.months,
                "derived_months": schedule.derived_months,
                "differs": schedule.differs(),
                "advice": decided.value.advice,
            });
            Answered::new(fields, &decided.why)
        }
        Verdict::No(why) => Answered::new(json!({ "verdict": "no", "months": [], "phases": [] }), &why),
        other => Answered::without_value(other, |_| MISSING_RULE, |_| Value::Null),
    }
}
