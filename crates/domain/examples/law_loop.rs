//! How fast the law answers: standard period and schedule for a million clients, one after the other, on one thread.
//! Run by `cargo xtask bench`; prints the median and the spread of eleven rounds.
#![expect(clippy::print_stdout, reason = "a measurement for the terminal")]

use std::{hint::black_box, time::Instant};

use calendar::{Date, YearMonth};
use domain::{
    client::{Decision, MonthlyStart, Phase},
    monitoring::{
        schedule::{ScheduleInput, Validity, schedule},
        standard::{Age, Facts, NewOrChanged, Standard},
    },
};
use law::LawBook;

const CLIENTS: usize = 1_000_000;
const ROUNDS: usize = 11;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let book = LawBook::embedded()?;
    let names: Vec<_> = book.services().all().map(|service| service.name.clone()).collect();
    let kinds = kinds(book, &names)?;
    let standard = Standard::new(book);
    let mut nanoseconds = Vec::new();
    for _ in 0..ROUNDS {
        let start = Instant::now();
        let mut months = 0_usize;
        for (facts, input) in kinds.iter().cycle().take(CLIENTS) {
            black_box(standard.decide(black_box(facts)));
            months += schedule(black_box(input))?.months.len();
        }
        black_box(months);
        nanoseconds.push(start.elapsed().as_nanos() / 1_000_000);
    }
    nanoseconds.sort_unstable();
    let at = |index: usize| nanoseconds.get(index).copied().unwrap_or_default();
    println!("law_loop_ns_per_client median {} min {} max {}", at(ROUNDS / 2), at(0), at(ROUNDS - 1));
    Ok(())
}

/// A thousand different clients: every service, ages, certificates of one to three years, every interval.
fn kinds(book: &LawBook, names: &[String]) -> Result<Vec<(Facts, ScheduleInput)>, Box<dyn std::error::Error>> {
    let mut kinds = Vec::new();
    for (number, name) in names.iter().cycle().take(1_000).enumerate() {
        let number = i32::try_from(number)?;
        let start = YearMonth::new(2012 + number % 14, u8::try_from(1 + number % 12)?)?.first_day();
        let end = YearMonth::of(start).plus(11 + 12 * (number % 3)).last_day();
        let set = book.services().find(name).ok_or("a service of the book is found by its name")?.set();
        let mut facts = Facts::new(start, set);
        facts.age = Some(Age::Born(Date::new(i16::try_from(1940 + number % 70)?, 4, 1)?));
        facts.care_management = Some(number % 2 == 0);
        if number % 5 == 0 {
            (facts.new_or_changed, facts.service_start) = (Some(NewOrChanged::New), Some(start));
        }
        let interval_months = [1, 2, 3, 4, 6, 12].into_iter().cycle().nth(usize::try_from(number)?).unwrap_or(6);
        let phase = Phase { interval_months, for_months: None };
        let input = ScheduleInput {
            decision: Decision::Renewal,
            plan_created: None,
            services: vec![Validity { name: name.clone(), start, end }],
            phases: vec![phase],
            months: Vec::new(),
            monthly_start: MonthlyStart::DecisionMonth,
            self_plan: false,
        };
        kinds.push((facts, input));
    }
    Ok(kinds)
}
