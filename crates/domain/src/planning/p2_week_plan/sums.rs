//! How much of each service the week amounts to, and whether that keeps within what was granted.
//!
//! A month is never four weeks: the least is that of 28 days, the most that of 31 days beginning on the worst weekday. Between the
//! two it depends on the month, and that is what is said.

use super::{
    Day, EntryKind, Every, Granted, WeekEntry,
    granted::{GrantedUnit, Per},
};
use crate::neutrality::office_key;

/// How much something comes to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Amount {
    /// In two weeks: a week's where it is every week, doubled.
    pub fortnight: u32,
    /// In a month of 31 days.
    pub most: u32,
}

impl Amount {
    /// In a month of 28 days, which is two fortnights.
    pub fn least(self) -> u32 {
        2 * self.fortnight
    }

    /// 28 days have each weekday four times; 31 days have three of them five times, and begin where that is the most.
    fn of(all: &[Part]) -> Self {
        let fortnight =
            all.iter().map(|(_, every, amount)| if *every == Every::Week { 2 * amount } else { *amount }).sum();
        let most = (0..7).map(|first| {
            let amounts = all.iter().map(|(day, every, amount)| {
                let five = (day.place() + 7 - first) % 7 < 3;
                let times = match (every, five) {
                    (Every::Week, true) => 5,
                    (Every::Week, false) => 4,
                    (Every::OtherWeek, true) => 3,
                    (Every::OtherWeek, false) => 2,
                };
                amount * times
            });
            amounts.sum()
        });
        Self { fortnight, most: most.max().unwrap_or(0) }
    }
}

/// How the week stands to what was granted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fit {
    /// Within it in every month.
    Within,
    /// In some months within it, in some above.
    SomeMonths,
    /// Above it in every month.
    Above,
    /// Nothing is granted that could be compared.
    Unknown,
}

/// What the week holds of one service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServiceSum {
    /// The service as written.
    pub service: String,
    /// Minutes.
    pub minutes: Amount,
    /// Days on which it takes place.
    pub days: Amount,
    /// Times.
    pub times: Amount,
    /// What was granted, as written.
    pub granted: String,
    /// How it stands to that.
    pub fit: Fit,
}

/// So much of something on a day, each week or every other.
type Part = (Day, Every, u32);

/// The lines of one service, under the name by which it is compared.
struct Lines<'a> {
    key: String,
    service: &'a str,
    /// The minutes of each line on each of its days.
    minutes: Vec<Part>,
}

/// The services of a week, in the order in which they first stand there; `granted` has services with their 支給量.
pub fn sums(entries: &[WeekEntry], granted: &[(String, String)]) -> Vec<ServiceSum> {
    let mut services: Vec<Lines<'_>> = Vec::new();
    for entry in entries.iter().filter(|entry| entry.kind == EntryKind::Service && !entry.what.is_empty()) {
        let key = office_key(&entry.what);
        let minutes = entry.spans().map(|(day, from, to)| (day, entry.every, to - from));
        match services.iter_mut().find(|lines| lines.key == key) {
            Some(lines) => lines.minutes.extend(minutes),
            None => services.push(Lines { key, service: &entry.what, minutes: minutes.collect() }),
        }
    }
    services.iter().map(|lines| sum(lines, granted)).collect()
}

fn sum(lines: &Lines<'_>, granted: &[(String, String)]) -> ServiceSum {
    let days: Vec<Part> = Day::ALL.iter().filter_map(|day| busy(*day, &lines.minutes)).collect();
    let times: Vec<Part> = lines.minutes.iter().map(|(day, every, _)| (*day, *every, 1)).collect();
    let granted = granted.iter().find(|(kind, _)| lines.key.starts_with(&office_key(kind)));
    let sum = ServiceSum {
        service: lines.service.to_owned(),
        minutes: Amount::of(&lines.minutes),
        days: Amount::of(&days),
        times: Amount::of(&times),
        granted: granted.map(|(_, amount)| amount.clone()).unwrap_or_default(),
        fit: Fit::Unknown,
    };
    ServiceSum { fit: fit(&sum), ..sum }
}

/// A day on which anything takes place, counted once; each week as soon as one thing does.
fn busy(day: Day, parts: &[Part]) -> Option<Part> {
    let own = parts.iter().filter(|(on, ..)| *on == day).map(|(_, every, _)| *every);
    let every = own.reduce(|one, other| if one == Every::Week { one } else { other })?;
    Some((day, every, 1))
}

fn fit(sum: &ServiceSum) -> Fit {
    let Some(granted) = Granted::read(&sum.granted) else { return Fit::Unknown };
    let amount = match granted.unit {
        GrantedUnit::Minutes => sum.minutes,
        GrantedUnit::Days => sum.days,
        GrantedUnit::Times => sum.times,
    };
    let (least, most, granted) = match granted.per {
        Per::Week => (amount.fortnight, amount.fortnight, granted.number.saturating_mul(2)),
        Per::Month => (amount.least(), amount.most, granted.number),
    };
    match (least <= granted, most <= granted) {
        (_, true) => Fit::Within,
        (true, false) => Fit::SomeMonths,
        (false, false) => Fit::Above,
    }
}
