//! The compiled table against the plain rules, over every combination of conditions and every table; and the month
//! masks against the schedule, over every interval and length.
#![expect(clippy::unwrap_used, reason = "tests")]

use calendar::{Date, YearMonth};
use domain::{
    client::{Decision, IntensiveGround, MonthlyStart, Phase},
    monitoring::{
        schedule::{LONGEST_INTERVAL, LONGEST_TERM, MonthMasks, ScheduleInput, Validity, schedule},
        standard::{Age, Cell, DayKey, Known, Lookup, Marks, Open, Ruling, Standard, StandardFacts, TableAnswer},
    },
};
use law::{LawBook, ServiceSet};

/// Every service by itself, every pair, every pair with one of a resident who moves out, and every combination of one
/// service a row.
fn service_sets(book: &LawBook) -> Vec<ServiceSet> {
    let all: Vec<ServiceSet> = book.services().all().map(|service| service.set()).collect();
    let mut sets = all.clone();
    for (place, first) in all.iter().enumerate() {
        sets.extend(all.iter().skip(place + 1).map(|second| first.with(*second)));
    }
    let moving = ["地域移行支援", "施設入所支援"].map(|name| book.services().find(name).unwrap().set());
    sets.extend(all.iter().map(|one| one.with(moving[0]).with(moving[1])));
    let law = book.monitoring();
    let rows = [&law.new_services, &law.home_visit_and_training, &law.day_services, &law.facility, &law.left_open];
    for mask in 1_u32..1 << rows.len() {
        let chosen = rows.iter().enumerate().filter(|(place, _)| mask >> place & 1 == 1);
        sets.push(chosen.map(|(_, row)| row.services.first()).collect());
    }
    sets
}

/// The marks of every combination, with the facts they stand for.
fn marks() -> Vec<(Marks, Vec<IntensiveGround>, bool, bool)> {
    let mut all = Vec::new();
    for bits in 0_u32..32 {
        let on = |bit: u32| bits >> bit & 1 == 1;
        let grounds = [
            (IntensiveGround::LeftFacility, Marks::LEFT_FACILITY),
            (IntensiveGround::CannotCoordinate, Marks::CANNOT_COORDINATE),
            (IntensiveGround::SevereCommunication, Marks::SEVERE_COMMUNICATION),
        ];
        let held: Vec<_> = (0..).zip(grounds).filter(|(bit, _)| on(*bit)).map(|(_, ground)| ground).collect();
        let mut marks = Marks::CARE_MANAGEMENT.when(on(3)).with(Marks::SELF_PLAN.when(on(4)));
        held.iter().for_each(|(_, mark)| marks = marks.with(*mark));
        all.push((marks, held.into_iter().map(|(ground, _)| ground).collect(), on(3), on(4)));
    }
    all
}

fn expected(decision: TableAnswer) -> Option<Cell> {
    let months = |interval: u32| u8::try_from(interval).unwrap();
    Some(match decision {
        TableAnswer::Is(outcome) => {
            Cell { interval_months: months(outcome.interval_months), ruling: Ruling::Row(outcome.row) }
        }
        TableAnswer::Open(open) => Cell {
            interval_months: months(open.usual()),
            ruling: Ruling::Municipality { transition: matches!(open, Open::TransitionAged { .. }) },
        },
        TableAnswer::SelfPlan => Cell { interval_months: 0, ruling: Ruling::SelfPlan },
        TableAnswer::NotCovered(_) => Cell { interval_months: 0, ruling: Ruling::NotCovered },
        TableAnswer::Needs(_) => return None,
    })
}

#[test]
fn the_lookup_answers_what_the_rules_answer() {
    let book = LawBook::embedded().unwrap();
    let (standard, lookup) = (Standard::new(book), Lookup::new(book));
    let (sets, marks) = (service_sets(book), marks());
    let mut compared = 0_usize;
    for span in lookup.spans() {
        let last = span.days.to.unwrap_or_else(|| Date::new(2100, 1, 1).unwrap());
        for (services, day) in sets.iter().zip([span.days.from, last].into_iter().cycle()) {
            for (marks, grounds, care_management, self_plan) in &marks {
                for (age, at_home) in
                    [64_u8, 65].into_iter().flat_map(|age| [None, Some(true), Some(false)].map(|home| (age, home)))
                {
                    let mut facts = StandardFacts::new(day, *services);
                    facts.age = Some(Age::Years(age.into()));
                    facts.care_management = Some(*care_management);
                    facts.at_home = at_home;
                    facts.intensive.clone_from(grounds);
                    facts.self_plan = *self_plan;
                    let known = Known { kinds: lookup.kinds(*services), age, marks: *marks };
                    let got = match at_home {
                        None => lookup.decide(span, &known),
                        Some(at_home) => span.decide(&known, at_home),
                    };
                    let plain = standard.decide(&facts);
                    assert_eq!(Some(got), expected(plain), "{day} {} {facts:?}", book.services().names(*services));
                    compared += 1;
                }
            }
        }
    }
    assert!(compared > 400_000, "only {compared} combinations");
}

#[test]
fn every_day_has_the_span_of_its_table() {
    let book = LawBook::embedded().unwrap();
    let lookup = Lookup::new(book);
    for entry in &book.monitoring().tables.entries {
        assert_eq!(lookup.at(DayKey::of(entry.days.from)).unwrap().table, entry.value);
        assert_eq!(lookup.table(&entry.value).unwrap().table, entry.value);
        if let Some(to) = entry.days.to {
            assert_eq!(lookup.at(DayKey::of(to)).unwrap().table, entry.value);
        }
    }
    assert!(lookup.at(DayKey::new(2012, 3, 31)).is_none());
    assert!(lookup.table("2030-04").is_none());
}

#[test]
fn the_masks_are_the_months_of_the_schedule() {
    let masks = MonthMasks::new();
    let first = YearMonth::new(2024, 4).unwrap();
    for interval in 1..=LONGEST_INTERVAL {
        for length in 1..=LONGEST_TERM {
            let end = first.plus(i32::try_from(length).unwrap() - 1);
            for new in [false, true] {
                let later = Phase { interval_months: interval, for_months: None };
                let mut phases = vec![later];
                if new {
                    // A grant no longer than the first months is monthly to its end.
                    let for_months = (length > 3).then_some(3);
                    phases = vec![Phase { interval_months: 1, for_months }];
                    phases.extend((length > 3).then_some(later));
                }
                let input = ScheduleInput {
                    decision: if new { Decision::New } else { Decision::Renewal },
                    plan_created: None,
                    service_start: None,
                    benefit_period: None,
                    services: vec![Validity {
                        name: "生活介護".into(), start: first.first_day(), end: end.last_day()
                    }],
                    phases,
                    months: Vec::new(),
                    monthly_start: MonthlyStart::DecisionMonth,
                    self_plan: false,
                };
                let counted = schedule(&input).unwrap().months;
                let first_months = if new { 3 } else { 0 };
                let mask = masks.months(interval, length, first_months);
                let masked: Vec<YearMonth> =
                    (0_i32..64).filter(|month| mask >> month & 1 == 1).map(|month| first.plus(month)).collect();
                assert_eq!(masked, counted, "{interval} {length} {new}");
            }
        }
    }
}
