//! How much of each service the week amounts to, and whether that keeps within what was granted.
//!
//! A month is never four weeks: the least is that of 28 days, the most that of 31 days beginning on the worst weekday. Between the
//! two it depends on the month, and that is what is said.

use super::{
    Day, EntryKind, Every, Granted, WeekEntry,
    granted::{GrantedUnit, Per},
};
use crate::neutrality::office_key;

/// The least and the most of a month.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Month {
    /// In 28 days.
    pub least: u32,
    /// In 31 days.
    pub most: u32,
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
    /// Minutes in two weeks: a week's where it is every week, doubled.
    pub fortnight_minutes: u32,
    /// Days in two weeks on which it takes place.
    pub fortnight_days: u32,
    /// Times in two weeks.
    pub fortnight_times: u32,
    /// Minutes in a month.
    pub minutes: Month,
    /// Days in a month.
    pub days: Month,
    /// Times in a month.
    pub times: Month,
    /// What was granted, as written.
    pub granted: String,
    /// How it stands to that.
    pub fit: Fit,
}

/// The services of a week, in the order in which they first stand there; `granted` has services with their 支給量.
pub fn sums(entries: &[WeekEntry], granted: &[(String, String)]) -> Vec<ServiceSum> {
    let mut services: Vec<String> = Vec::new();
    let named = entries.iter().filter(|entry| entry.kind == EntryKind::Service && !entry.what.is_empty());
    for entry in named.clone() {
        if !services.iter().any(|there| office_key(there) == office_key(&entry.what)) {
            services.push(entry.what.clone());
        }
    }
    let of = |service: String| {
        let own: Vec<&WeekEntry> =
            named.clone().filter(|entry| office_key(&entry.what) == office_key(&service)).collect();
        sum(service, &own, granted)
    };
    services.into_iter().map(of).collect()
}

fn sum(service: String, own: &[&WeekEntry], granted: &[(String, String)]) -> ServiceSum {
    let spans: Vec<(Day, Every, u32)> = own
        .iter()
        .flat_map(|entry| entry.days.iter().filter_map(|day| Some((*day, entry.every, entry.minutes()?))))
        .collect();
    let days: Vec<(Day, Every, u32)> = Day::ALL.iter().filter_map(|day| busy(*day, &spans)).collect();
    let times: Vec<(Day, Every, u32)> = spans.iter().map(|(day, every, _)| (*day, *every, 1)).collect();
    let amount = granted.iter().find(|(kind, _)| office_key(&service).starts_with(&office_key(kind)));
    let amount = amount.map(|(_, amount)| amount.clone()).unwrap_or_default();
    let sum = ServiceSum {
        fortnight_minutes: fortnight(&spans),
        fortnight_days: fortnight(&days),
        fortnight_times: fortnight(&times),
        minutes: month(&spans),
        days: month(&days),
        times: month(&times),
        fit: Fit::Unknown,
        granted: amount,
        service,
    };
    ServiceSum { fit: fit(&sum), ..sum }
}

/// A day on which anything takes place, counted once; each week as soon as one thing does.
fn busy(day: Day, spans: &[(Day, Every, u32)]) -> Option<(Day, Every, u32)> {
    let mut own = spans.iter().filter(|(on, ..)| *on == day).map(|(_, every, _)| *every).peekable();
    own.peek()?;
    Some((day, if own.any(|every| every == Every::Week) { Every::Week } else { Every::OtherWeek }, 1))
}

fn fortnight(all: &[(Day, Every, u32)]) -> u32 {
    all.iter().map(|(_, every, amount)| if *every == Every::Week { 2 * amount } else { *amount }).sum()
}

/// 28 days have each weekday four times; 31 days have three of them five times, and begin where that is the most.
fn month(all: &[(Day, Every, u32)]) -> Month {
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
    Month { least: 2 * fortnight(all), most: most.max().unwrap_or(0) }
}

fn fit(sum: &ServiceSum) -> Fit {
    let Some(granted) = Granted::read(&sum.granted) else { return Fit::Unknown };
    let (fortnight, month) = match granted.unit {
        GrantedUnit::Minutes => (sum.fortnight_minutes, sum.minutes),
        GrantedUnit::Days => (sum.fortnight_days, sum.days),
        GrantedUnit::Times => (sum.fortnight_times, sum.times),
    };
    let (least, most, granted) = match granted.per {
        Per::Week => (fortnight, fortnight, granted.number.saturating_mul(2)),
        Per::Month => (month.least, month.most, granted.number),
    };
    match (least <= granted, most <= granted) {
        (_, true) => Fit::Within,
        (true, false) => Fit::SomeMonths,
        (false, false) => Fit::Above,
    }
}
