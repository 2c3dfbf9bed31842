//! Runs every worked case of `law/cases/`: the input as written, against the expected part of the answer.
#![expect(clippy::unwrap_used, clippy::panic, reason = "tests")]

use std::collections::BTreeSet;

use calendar::{Date, YearMonth};
use domain::{
    client::{Decision, IntensiveGround, MonthlyStart, Phase, ShorterGround},
    monitoring::{
        schedule::{self, ScheduleInput, Validity},
        standard::{self, Age, Facts, NewOrChanged, standard_period},
    },
};
use law::{LawBook, ServiceSet, Verdict, Why, embedded_files};
use serde::Deserialize;
use serde_json::{Value, json};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CaseFile {
    command: String,
    case: Vec<Case>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    title: String,
    source: String,
    #[serde(rename = "where")]
    place: String,
    rules: Vec<String>,
    input: toml::Table,
    expected: toml::Table,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct StandardInput {
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

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ScheduleCase {
    decision: Decision,
    plan_created: Option<YearMonth>,
    services: Vec<ServiceCase>,
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
struct ServiceCase {
    name: String,
    start: Date,
    end: Date,
}

fn files() -> Vec<(&'static str, CaseFile)> {
    let files = embedded_files().into_iter().filter(|(path, _)| path.starts_with("cases/"));
    let mine = files.filter(|(path, _)| path.contains("/standard-period/") || path.contains("/schedule/"));
    mine.map(|(path, text)| (path, toml::from_str(text).unwrap_or_else(|fault| panic!("{path}: {fault}")))).collect()
}

#[test]
fn every_case_is_answered_as_expected() {
    let book = LawBook::embedded().unwrap();
    let (mut count, mut wrong) = (0, Vec::new());
    for (path, file) in files() {
        for case in file.case {
            assert!(!case.place.is_empty() && !case.rules.is_empty(), "{path}: {}", case.title);
            let got = match file.command.as_str() {
                "standard-period" => standard(book, case.input.try_into().unwrap()),
                "schedule" => months(book, case.input.try_into().unwrap()),
                other => panic!("{path}: {other} is no command"),
            };
            count += 1;
            for (key, expected) in case.expected {
                let expected = plain(serde_json::to_value(expected).unwrap());
                if got[&key] != expected {
                    wrong.push(format!("{path}「{}」{key}: {} instead of {expected}", case.title, got[&key]));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(count >= 100, "only {count} cases were found");
}

/// TOML has no null; the cases write it as a word.
fn plain(value: Value) -> Value {
    if value == json!("null") { Value::Null } else { value }
}

fn standard(book: &LawBook, input: StandardInput) -> Value {
    let services = input.services.iter().map(|name| book.services().find(name).unwrap().set());
    let facts = Facts {
        plan_date: input.plan_date,
        as_of: input.as_of,
        services: services.collect::<ServiceSet>(),
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
            assert_told(book, &decided.why);
            let period = decided.value;
            json!({
                "verdict": "is",
                "interval_months": period.interval_months,
                "table": period.table,
                "row": period.row.rule().id,
                "window": period.window,
                "afterwards": period.afterwards.map(|after| json!({
                    "interval_months": after.interval_months, "row": after.row.rule().id,
                })),
                "shorter_suggested": period.shorter_suggested,
            })
        }
        other => without_value(book, other, |period| json!(period.interval_months)),
    }
}

fn months(book: &LawBook, input: ScheduleCase) -> Value {
    let services = input.services.into_iter();
    let input = ScheduleInput {
        decision: input.decision,
        plan_created: input.plan_created,
        services: services.map(|s| Validity { name: s.name, start: s.start, end: s.end }).collect(),
        phases: input.phases,
        months: input.months,
        monthly_start: input.monthly_start,
        self_plan: input.self_plan,
    };
    match schedule::answer(book, &input).unwrap() {
        Verdict::Is(decided) => {
            assert_told(book, &decided.why);
            let schedule = decided.value.schedule;
            json!({
                "verdict": "is",
                "benefit_period": schedule.benefit_period,
                "phases": schedule.phases,
                "months": schedule.months,
                "derived_months": schedule.derived_months,
                "differs": schedule.differs(),
                "advice": decided.value.advice,
            })
        }
        Verdict::No(_) => json!({ "verdict": "no", "months": [], "phases": [] }),
        other => without_value(book, other, |_| Value::Null),
    }
}

fn without_value<T>(book: &LawBook, verdict: Verdict<T>, usual_of: impl Fn(T) -> Value) -> Value {
    match verdict {
        Verdict::Is(_) => panic!("has a value"),
        Verdict::No(why) => {
            assert_told(book, &why);
            json!({ "verdict": "no" })
        }
        Verdict::Needs(missing) => {
            let fields: Vec<&str> = missing.iter().map(|missing| missing.field).collect();
            json!({ "verdict": "needs", "missing": fields })
        }
        Verdict::MunicipalityDecides { usual, setting, why } => {
            assert_told(book, &why);
            assert!(book.municipality("default").unwrap().setting(setting.0).is_some(), "{}", setting.0);
            json!({ "verdict": "municipality_decides", "usual": usual.map(usual_of), "setting": setting.0 })
        }
        Verdict::NotCovered { .. } => json!({ "verdict": "not_covered" }),
    }
}

/// Every reason has a sentence, and every source it names is there.
fn assert_told(book: &LawBook, why: &Why) {
    assert!(why.sentence.ends_with('。') && !why.sentence.contains("{}"), "{}", why.sentence);
    let explained = law::explain(book, why);
    assert!(!explained.cites.is_empty() && !explained.rules.is_empty());
    for cite in explained.cites {
        assert!(book.source(&cite.source).is_some(), "{} is in no list", cite.source);
    }
}

#[test]
fn every_rule_has_a_case_and_a_source() {
    let book = LawBook::embedded().unwrap();
    let mut in_cases = BTreeSet::new();
    for (path, file) in files() {
        for case in file.case {
            assert!(book.source(&case.source).is_some(), "{path}: {}", case.source);
            in_cases.extend(case.rules);
        }
    }
    let rules: Vec<_> = standard::RULES.iter().chain(schedule::RULES).collect();
    for rule in &rules {
        assert!(in_cases.contains(rule.id), "{} has no case", rule.id);
        assert!(!rule.cites.is_empty(), "{} cites nothing", rule.id);
        assert!(rule.cites.iter().all(|cite| book.source(cite.source).is_some()), "{}", rule.id);
    }
    for id in in_cases {
        assert!(rules.iter().any(|rule| rule.id == id), "{id} is no rule");
    }
}
