//! 祝日: the shipped table against two kept packages, whose tables stand beside this file as they gave them out.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::collections::BTreeMap;

use calendar::Date;
use law::{Holidays, embedded_files};

/// Made by `jpholiday.year_holidays(year)` of jpholiday 1.0.3 (PyPI, MIT) for 2012 to 2027.
const JPHOLIDAY: &str = include_str!("holidays/jpholiday-1.0.3.csv");
/// Made by `holidays.Japan(years=range(2012, 2028), language="ja")` of holidays 0.109 (PyPI, MIT).
const HOLIDAYS: &str = include_str!("holidays/holidays-0.109.csv");

fn table(text: &str) -> BTreeMap<Date, &str> {
    text.lines().map(|line| line.split_once(',').unwrap()).map(|(day, name)| (day.parse().unwrap(), name)).collect()
}

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

#[test]
fn the_shipped_days_are_those_of_two_kept_packages() {
    let shipped: Vec<Date> = Holidays::embedded().unwrap().days.iter().map(|holiday| holiday.day).collect();
    for (package, text) in [("jpholiday", JPHOLIDAY), ("holidays", HOLIDAYS)] {
        let theirs: Vec<Date> = table(text).into_keys().collect();
        assert_eq!(shipped, theirs, "{package}");
    }
    assert_eq!((shipped.first(), shipped.last()), (Some(&day("2012-01-01")), Some(&day("2027-11-23"))));
}

#[test]
fn the_special_days_of_the_accession_and_the_games_are_there() {
    let named: BTreeMap<Date, &str> =
        Holidays::embedded().unwrap().days.iter().map(|holiday| (holiday.day, holiday.name.as_str())).collect();
    assert_eq!(named.get(&day("2019-05-01")), table(HOLIDAYS).get(&day("2019-05-01")));
    assert_eq!(named.get(&day("2026-09-22")), Some(&"国民の休日"));
    assert!(named.contains_key(&day("2021-07-23")) && !named.contains_key(&day("2021-07-19")), "海の日 of the games");
    assert!(!named.contains_key(&day("2019-12-23")), "no emperor's birthday in 2019");
}

#[test]
fn imported_days_stand_in_place_of_the_shipped_ones_of_their_years() {
    let holidays = Holidays::embedded().unwrap();
    let shipped = holidays.open_days(&[]);
    assert!(shipped.is_holiday(day("2026-11-23")) && !shipped.is_open(day("2026-12-29")));
    let imported = holidays.open_days(&[day("2026-11-24"), day("2028-01-01")]);
    assert!(imported.is_holiday(day("2026-11-24")) && !imported.is_holiday(day("2026-11-23")));
    assert!(imported.is_holiday(day("2025-11-24")), "a year that was not imported");
    assert_eq!(imported.known_to(), Some(2028));
}

#[test]
fn a_day_out_of_its_year_or_order_is_refused_with_its_place() {
    let with = |from: &str, to: &str| {
        let files = embedded_files().into_iter().filter(|(path, _)| path.starts_with("calendar/"));
        let changed: Vec<(&str, String)> = files.map(|(path, text)| (path, text.replace(from, to))).collect();
        let faults = Holidays::load(changed.iter().map(|(path, text)| (*path, text.as_str()))).unwrap_err();
        faults.to_string()
    };
    assert!(with("2026-11-23", "2025-11-23").contains("law/calendar/holidays.toml"));
    assert!(with("2026-11-03", "2026-11-30").contains("順に並んでいません"));
    assert!(with("\"12-29\"", "\"12-32\"").contains("12-32"));
}
