//! One line of a week: on which days, from when to when, what. A week goes round: what begins on Sunday night ends on Monday.

use std::collections::HashSet;

use calendar::Time;
use serde::{Deserialize, Serialize};

use crate::{
    monitoring::check::{Checker, limit},
    text::say,
};

/// Minutes of a day.
pub(super) const DAY: u32 = 24 * 60;

/// 曜日. 日 stands for 祝日, too, as on the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Day {
    /// 月.
    Monday,
    /// 火.
    Tuesday,
    /// 水.
    Wednesday,
    /// 木.
    Thursday,
    /// 金.
    Friday,
    /// 土.
    Saturday,
    /// 日・祝.
    Sunday,
}

words!(Day {
    Monday, "monday", "月";
    Tuesday, "tuesday", "火";
    Wednesday, "wednesday", "水";
    Thursday, "thursday", "木";
    Friday, "friday", "金";
    Saturday, "saturday", "土";
    Sunday, "sunday", "日";
});

impl Day {
    /// Its place in the week, 0 for Monday.
    pub fn place(self) -> u32 {
        let before = Self::ALL.iter().take_while(|day| **day != self).count();
        u32::try_from(before).unwrap_or(0)
    }
}

/// How often.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Every {
    /// 毎週.
    #[default]
    Week,
    /// 隔週.
    OtherWeek,
}

words!(Every { Week, "week", "毎週"; OtherWeek, "other_week", "隔週"; });

/// サービス or 本人・家族の活動.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EntryKind {
    /// サービス.
    #[default]
    Service,
    /// そのほかの活動: school, work, family, what the person likes to do.
    Activity,
}

words!(EntryKind { Service, "service", "サービス"; Activity, "activity", "そのほかの活動"; });

/// One line of the week.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct WeekEntry {
    /// On which days it begins.
    pub days: Vec<Day>,
    /// From.
    pub from: Option<Time>,
    /// To.
    pub to: Option<Time>,
    /// 翌日まで: it ends on the next day.
    pub over_midnight: bool,
    /// Each week, or every other.
    pub every: Every,
    /// Service, or something else.
    pub kind: EntryKind,
    /// What: the kind of service, or the activity.
    pub what: String,
    /// 提供事業者, or with whom.
    pub who: String,
}

impl WeekEntry {
    /// Whether nothing is typed in the row.
    pub fn is_empty(&self) -> bool {
        *self == Self { every: self.every, kind: self.kind, ..Self::default() }
    }

    /// How long it takes, in minutes; none while a time is missing, and for an end before its start.
    pub fn minutes(&self) -> Option<u32> {
        let (from, to) = (of_day(self.from?), of_day(self.to?));
        let to = if self.over_midnight { to + DAY } else { to };
        to.checked_sub(from).filter(|length| (1..=DAY).contains(length))
    }

    /// From which minute of the week to which, once for each day; the end may lie beyond Sunday.
    pub fn spans(&self) -> impl Iterator<Item = (Day, u32, u32)> + '_ {
        let length = self.minutes();
        self.days.iter().filter_map(move |day| {
            let from = day.place() * DAY + of_day(self.from?);
            Some((*day, from, from + length?))
        })
    }

    pub(super) fn check(&self, row: usize, finished: bool, check: &mut Checker) {
        let place = |label: &str| format!("{}行目の{label}", row + 1);
        check.text(format!("week_what_{row}"), &place("内容"), &self.what, limit::SHORT, finished);
        check.text(format!("week_who_{row}"), &place("提供事業者など"), &self.who, limit::SHORT, false);
        if finished && self.days.is_empty() {
            check.refuse(format!("week_days_{row}"), say::choose(&place("曜日")));
        }
        for (name, label, time) in [("week_from", "始まり", self.from), ("week_to", "終わり", self.to)] {
            if finished && time.is_none() {
                check.refuse(format!("{name}_{row}"), say::missing(&place(label)));
            }
        }
        if let (Some(_), Some(_), None) = (self.from, self.to, self.minutes()) {
            let sentence = if self.over_midnight {
                format!("{}が24時間を超えています。日を分けて書いてください", place("予定"))
            } else {
                format!("{}が始まりより前か同じです。翌日までのときは「翌日まで」を選んでください", place("終わり"))
            };
            check.refuse(format!("week_to_{row}"), sentence);
        }
    }
}

/// Minutes since midnight.
fn of_day(time: Time) -> u32 {
    u32::try_from(i32::from(time.hour()) * 60 + i32::from(time.minute())).unwrap_or(0)
}

/// Two lines at the same time: told, and allowed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Overlap {
    /// The day on which the later one begins.
    pub day: Day,
    /// The row of the first, from 0.
    pub first: usize,
    /// The row of the second.
    pub second: usize,
}

/// Which lines are at the same time, each pair once a day.
pub fn overlaps(entries: &[WeekEntry]) -> Vec<Overlap> {
    let spans: Vec<(usize, Day, u32, u32)> = entries
        .iter()
        .enumerate()
        .flat_map(|(row, entry)| entry.spans().map(move |(day, from, to)| (row, day, from, to)))
        .collect();
    let meet = |(a, b): (u32, u32), (c, d): (u32, u32)| a < d && c < b;
    let week = 7 * DAY;
    let (mut found, mut seen) = (Vec::new(), HashSet::new());
    for (at, (first, day, from, to)) in spans.iter().enumerate() {
        for (second, other, start, end) in spans.iter().skip(at + 1).filter(|(second, ..)| second != first) {
            let round =
                meet((from + week, to + week), (*start, *end)) || meet((*from, *to), (start + week, end + week));
            if meet((*from, *to), (*start, *end)) || round {
                let later = if start >= from { *other } else { *day };
                let overlap = Overlap { day: later, first: *first.min(second), second: *first.max(second) };
                // A full week has tens of thousands of pairs: looking each up in a list would take minutes.
                if seen.insert(overlap) {
                    found.push(overlap);
                }
            }
        }
    }
    found
}
