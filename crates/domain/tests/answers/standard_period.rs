//! `rules standard-period`.

use calendar::{Date, YearMonth};
use domain::{
    client::{IntensiveGround, MonthlyStart, ShorterGround},
    monitoring::standard::{Age, NewOrChanged, StandardFacts, need_rule, standard_period},
};
use law::{LawBook, ServiceSet, Verdict};
use serde::Deserialize;
use serde_json::json;
use testkit::WorkedCase;

use super::Answered;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Input {
    plan_date: Date,
    as_of: Option<YearMonth>,
    services: Vec<String>,
    new_or_changed: Option<NewOrChanged>,
    service_start: Option<Date>,
    #[serde(default)]
    monthly_start: MonthlyStart,
    age: Option<u32>,
    birth_date: Option<Date>,
    care_management: Option<bool>,
    at_home: Option<bool>,
    #[serde(default)]
    intensive: Vec<IntensiveGround>,
    #[serde(default)]
    shorter_grounds: Vec<ShorterGround>,
    #[serde(default)]
    self_plan: bool,
}

pub fn answer(book: &LawBook, case: &WorkedCase) -> Answered {
    let input: Input = case.input();
    let service = |name: &String| match book.services().find(name) {
        Some(service) => service.set(),
        None => panic!("{}: 「{name}」というサービスは services.toml にありません。", case.name),
    };
    let facts = StandardFacts {
        plan_date: input.plan_date,
        as_of: input.as_of,
        services: input.services.iter().map(service).collect::<ServiceSet>(),
        new_or_changed: input.new_or_changed,
        service_start: input.service_start,
        monthly_start: input.monthly_start,
        age: input.birth_date.map(Age::Born).or(input.age.map(Age::Years)),
        care_management: input.care_management,
        at_home: input.at_home,
        intensive: input.intensive,
        shorter_grounds: input.shorter_grounds,
        self_plan: input.self_plan,
    };
    match standard_period(book, &facts) {
        Verdict::Is(decided) => {
            let period = decided.value;
            let fields = json!({
                "verdict": "is",
                "interval_months": period.interval_months,
                "table": period.table,
                "row": period.row.rule().id,
                "window": period.window,
                "afterwards": period.afterwards.map(|after| json!({
                    "interval_months": after.interval_months, "row": after.row.rule().id,
                })),
                "shorter_suggested": period.shorter_suggested,
            });
            Answered::new(fields, &decided.why)
        }
        other => Answered::without_value(other, need_rule, |period| json!(period.interval_months)),
    }
}
