//! Properties of the standard period over every combination of services a client can have.
#![expect(clippy::unwrap_used, reason = "tests")]

use std::collections::BTreeMap;

use calendar::{Date, YearMonth};
use domain::{
    client::IntensiveGround,
    monitoring::standard::{
        Age, Need, NewOrChanged, Standard, StandardFacts, StandardPeriod, TableAnswer, standard_period,
    },
};
use law::{LawBook, ServiceSet, Verdict};
use proptest::{prelude::*, strategy::ValueTree as _, test_runner::TestRunner};

fn book() -> &'static LawBook {
    LawBook::embedded().unwrap()
}

fn services() -> impl Strategy<Value = ServiceSet> {
    let all: Vec<ServiceSet> = book().services().all().map(law::Service::set).collect();
    let transition = book().services().find("地域移行支援").unwrap().set();
    let one = prop::sample::select(all.clone());
    let several = proptest::collection::vec(prop::sample::select(all), 2..4);
    prop_oneof![4 => one, 3 => several.prop_map(|sets| sets.into_iter().collect()), 1 => Just(transition)]
}

fn plan_date() -> impl Strategy<Value = Date> {
    let days = [
        "2011-01-01",
        "2012-04-01",
        "2018-03-31",
        "2018-04-01",
        "2019-03-31",
        "2019-04-01",
        "2025-09-30",
        "2026-11-22",
    ];
    let days = days.map(|day| day.parse::<Date>().unwrap());
    prop_oneof![2 => prop::sample::select(days.to_vec()), 1 => Just(days[7])]
}

prop_compose! {
    fn facts()(
        plan_date in plan_date(),
        services in services(),
        new in prop::option::weighted(0.3, prop::sample::select(vec![NewOrChanged::New, NewOrChanged::Changed])),
        service_start in prop::option::of(plan_date()),
        age in prop::option::weighted(0.8, prop_oneof![1 => 0u32..100, 2 => 63u32..70]),
        care_management in prop_oneof![1 => Just(None), 1 => Just(Some(true)), 3 => Just(Some(false))],
        at_home in any::<Option<bool>>(),
        intensive in prop::option::weighted(0.2, prop::sample::select(IntensiveGround::ALL)),
    ) -> StandardFacts {
        StandardFacts {
            new_or_changed: new,
            service_start,
            age: age.map(Age::Years),
            care_management,
            at_home,
            intensive: intensive.into_iter().collect(),
            ..StandardFacts::new(plan_date, services)
        }
    }
}

/// The interval that is settled, without the first three months.
fn interval(facts: &StandardFacts) -> Option<u32> {
    match Standard::new(book()).decide(facts) {
        TableAnswer::Is(outcome) => Some(outcome.interval_months),
        _ => None,
    }
}

proptest! {
    #[test]
    fn the_reasons_go_with_the_decision(facts in facts()) {
        let explained = standard_period(book(), &facts);
        match (Standard::new(book()).decide(&facts), explained) {
            (TableAnswer::Is(outcome), Verdict::Is(decided)) => {
                prop_assert_eq!(outcome.interval_months, decided.value.interval_months);
                prop_assert_eq!(decided.why.rule, outcome.row.rule());
            }
            (TableAnswer::Needs(_), Verdict::Needs(missing)) => prop_assert_eq!(missing.len(), 1, "one at a time"),
            (TableAnswer::Open(_), Verdict::MunicipalityDecides { .. })
            | (TableAnswer::NotCovered(_), Verdict::NotCovered { .. })
            | (TableAnswer::SelfPlan, Verdict::No(_)) => {}
            (decision, _) => prop_assert!(false, "{:?}", decision),
        }
    }

    #[test]
    fn a_table_never_reaches_a_plan_made_before_it(facts in facts()) {
        if let Verdict::Is(decided) = standard_period(book(), &facts) {
            let first = format!("{}-01", decided.value.table).parse::<Date>().unwrap();
            prop_assert!(first <= facts.plan_date);
        }
    }

    #[test]
    fn the_table_is_that_of_the_plan_whatever_month_is_asked_for(facts in facts(), years in 0i32..20) {
        let later = StandardFacts { as_of: Some(YearMonth::of(facts.plan_date).plus(years * 12)), ..facts.clone() };
        if let (Verdict::Is(now), Verdict::Is(later)) = (standard_period(book(), &facts), standard_period(book(), &later)) {
            let lasting = |period: &StandardPeriod| period.afterwards.map_or(period.interval_months, |it| it.interval_months);
            prop_assert_eq!(&now.value.table, &later.value.table);
            prop_assert_eq!(lasting(&now.value), lasting(&later.value));
        }
    }

    /// Within the rows of group (2): whoever comes into a facility has its row, which may be longer.
    #[test]
    fn one_more_service_never_lengthens_the_interval(facts in facts(), more in services()) {
        let at_home = Some(facts.at_home.unwrap_or(true));
        let facility = book().monitoring().facility.services;
        let before = StandardFacts { at_home, new_or_changed: None, services: facts.services.without(facility), ..facts };
        let after = StandardFacts { services: before.services.with(more.without(facility)), ..before.clone() };
        if let (Some(before), Some(after)) = (interval(&before), interval(&after)) {
            prop_assert!(after <= before, "{} then {}", before, after);
        }
    }

    #[test]
    fn whoever_is_in_group_3_has_its_row_whatever_else_is_used(facts in facts(), more in services()) {
        let standard = Standard::new(book());
        let facility = book().services().find("施設入所支援").unwrap().set();
        let alone = StandardFacts { services: facility, new_or_changed: None, ..facts };
        let both = StandardFacts { services: facility.with(more), ..alone.clone() };
        if standard.is_resident(both.services) {
            let answer = standard.decide(&both);
            if !matches!(answer, TableAnswer::NotCovered(_)) {
                prop_assert_eq!(answer, standard.decide(&alone));
            }
        }
    }

    #[test]
    fn what_is_asked_for_decides(facts in facts()) {
        let answer = |facts: &StandardFacts| Standard::new(book()).decide(facts);
        let asked = answer(&facts);
        let others: Vec<StandardFacts> = match asked {
            TableAnswer::Needs(Need::Age) => [40, 70].map(|years| StandardFacts { age: Some(Age::Years(years)), ..facts.clone() }).into(),
            TableAnswer::Needs(Need::CareManagement) => {
                [true, false].map(|held| StandardFacts { care_management: Some(held), ..facts.clone() }).into()
            }
            TableAnswer::Needs(Need::ServiceStart) => ["2026-05-01", "2026-09-01"]
                .map(|day| StandardFacts { service_start: day.parse().ok(), age: Some(Age::Years(40)), ..facts.clone() })
                .into(),
            TableAnswer::Needs(Need::Services) => return Err(TestCaseError::fail("the services are known")),
            _ => return Ok(()),
        };
        let answers: Vec<TableAnswer> = others.iter().map(answer).collect();
        prop_assert!(answers.windows(2).all(|pair| pair[0] != pair[1]), "{:?}: {:?}", asked, answers);
    }
}

/// The generator reaches every row, every question and every open place, in every table.
#[test]
fn the_facts_reach_every_row_and_question() {
    let (mut runner, strategy) = (TestRunner::deterministic(), facts());
    let mut reached = BTreeMap::new();
    let mut tables = BTreeMap::new();
    for _ in 0..4_000 {
        let facts = strategy.new_tree(&mut runner).unwrap().current();
        let name = match Standard::new(book()).decide(&facts) {
            TableAnswer::Is(outcome) => outcome.row.rule().id.to_owned(),
            other => format!("{other:?}").chars().take_while(|c| *c != '{').collect(),
        };
        *reached.entry(name).or_insert(0) += 1;
        if let Verdict::Is(decided) = standard_period(book(), &facts) {
            *tables.entry(decided.value.table).or_insert(0) += 1;
        }
    }
    assert!(reached.len() >= 13 && tables.len() == 3, "{reached:?} {tables:?}");
    assert!(reached.values().chain(tables.values()).all(|count| *count >= 20), "{reached:?} {tables:?}");
}
