//! 週間計画 as rows: one for each line and each of its days, times in minutes since midnight of the day on which it begins.

use calendar::Time;
use domain::planning::p2_week_plan::{EntryKind, Every, WeekEntry, WeekPlan};
use serde_json::{Map, Value};

/// The path of the table of lines.
pub(crate) const ENTRIES: &str = "week.entries";

/// A line on a day goes to the sheet as numbers, which places it; `text` is what stands there.
pub(crate) fn rows(week: &WeekPlan) -> Vec<Map<String, Value>> {
    let mut rows: Vec<(u32, u32, Map<String, Value>)> = Vec::new();
    for entry in &week.entries {
        for (day, from, to) in entry.spans() {
            let start = day.place() * DAY;
            let items = [
                ("day", Value::from(day.place())),
                ("from", Value::from(from - start)),
                ("to", Value::from(to - start)),
                ("text", Value::from(text(entry))),
                ("kind", Value::from(if entry.kind == EntryKind::Service { "service" } else { "activity" })),
            ];
            let row = items.into_iter().map(|(name, value)| (format!("{ENTRIES}[].{name}"), value)).collect();
            rows.push((from, to, row));
        }
    }
    rows.sort_by_key(|(from, to, _)| (*from, *to));
    rows.into_iter().map(|(_, _, row)| row).collect()
}

/// Minutes of a day.
const DAY: u32 = 24 * 60;

/// 「9:00～15:30 生活介護（みなも作業所）隔週」.
fn text(entry: &WeekEntry) -> String {
    let clock = |time: Option<Time>| time.map(calendar::clock).unwrap_or_default();
    let next = if entry.over_midnight { "翌" } else { "" };
    let who = if entry.who.is_empty() { String::new() } else { format!("（{}）", entry.who) };
    let every = if entry.every == Every::OtherWeek { " 隔週" } else { "" };
    format!("{}～{next}{} {}{who}{every}", clock(entry.from), clock(entry.to), entry.what)
}
