//! Runs the worked cases of `law/cases/retention/`: until when records are kept, and what holds them.
#![expect(clippy::unwrap_used, reason = "tests")]

use calendar::{Date, YearMonth};
use domain::{
    client::IncidentKind,
    retention::{KeptIncident, Open, Recorded, Retention, retention},
};
use law::Verdict;
use serde::Deserialize;
use testkit::{day, worked_cases};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Input {
    ended_on: Option<Date>,
    services: Vec<Date>,
    #[serde(default)]
    incidents: Vec<Incident>,
    #[serde(default)]
    open: Vec<String>,
    years: u32,
    today: Date,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Incident {
    kind: IncidentKind,
    on: Option<Date>,
    settled_on: Option<Date>,
}

fn open(word: &str) -> Open {
    let month = YearMonth::new(2015, 3).unwrap();
    match word {
        "case" => Open::Case("更新".to_owned()),
        "round" => Open::Round(month),
        "unclaimed" => Open::Unclaimed(month),
        "unpaid" => Open::Unpaid(month),
        _ => Open::Draft,
    }
}

fn answer(input: Input) -> Retention {
    let incidents =
        input.incidents.into_iter().map(|it| KeptIncident { what: it.kind, on: it.on, settled_on: it.settled_on });
    let recorded = Recorded {
        ended_on: input.ended_on,
        services: input.services,
        incidents: incidents.collect(),
        open: input.open.iter().map(|word| open(word)).collect(),
        years: input.years,
    };
    retention(&recorded, input.today)
}

#[test]
fn every_worked_case_answers_as_it_is_written() {
    for case in worked_cases("retention") {
        let got = answer(case.input());
        let verdict = if got.may_be_deleted() { "is" } else { "no" };
        let until = got.until.map_or_else(|| "null".to_owned(), |day| day.to_string());
        for (key, expected) in case.expected_fields() {
            let expected = expected.as_str().unwrap_or("null").to_owned();
            let answered = if key == "verdict" { verdict } else { &until };
            assert_eq!(answered, expected, "{}: {key}", case.name);
        }
        let why = got.why().unwrap();
        let rules: Vec<&str> = why.because.iter().map(|it| it.rule.id).chain([why.rule.id]).collect();
        for rule in &case.rules {
            assert!(rules.contains(&rule.as_str()), "{}: {rules:?}", case.name);
        }
    }
}

#[test]
fn everything_that_is_open_is_said_at_once_and_each_holds_by_itself() {
    let recorded = Recorded {
        ended_on: Some(day("2015-03-31")),
        services: vec![day("2015-03-31")],
        years: 5,
        ..Recorded::default()
    };
    let on = day("2026-12-01");
    let free = retention(&recorded, on);
    assert!(matches!(&free.verdict, Verdict::Is(decided) if decided.value == day("2020-04-01")), "{free:?}");
    let words = ["case", "round", "unclaimed", "unpaid", "draft"];
    for word in words {
        let held = retention(&Recorded { open: vec![open(word)], ..recorded.clone() }, on);
        assert_eq!(held.holds().len(), 1, "{word}");
    }
    let held = retention(&Recorded { open: words.map(open).into(), ended_on: None, ..recorded }, on);
    assert_eq!(held.holds().len(), 6);
    assert_eq!(held.until, None, "support that goes on has no last day");
}

#[test]
fn an_incident_without_a_day_counts_from_its_settling() {
    let incident = KeptIncident { what: IncidentKind::Accident, on: None, settled_on: Some(day("2022-01-31")) };
    let recorded =
        Recorded { ended_on: Some(day("2022-01-31")), incidents: vec![incident], years: 5, ..Recorded::default() };
    assert_eq!(retention(&recorded, day("2026-12-01")).until, Some(day("2027-01-31")));
}
