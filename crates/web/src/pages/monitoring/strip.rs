//! The twelve months around a round, for the strip on top of its page.

use calendar::{Date, YearMonth};
use domain::monitoring::BoardRow;

use crate::components::{Mark, StripMonth};

/// Twelve months: five before the shown one, six after it.
pub fn around(rows: &[BoardRow], shown: YearMonth, end: Option<Date>, today: Date) -> Vec<StripMonth> {
    let end = end.map(YearMonth::of);
    let running = YearMonth::of(today);
    (-5..=6)
        .map(|offset| shown.plus(offset))
        .map(|month| {
            let row = rows.iter().find(|row| row.month == month);
            let mark = row.map_or(Mark::None, |row| mark(row, month, end, running));
            let href = row.map(|row| format!("/monitoring/{}", row.round)).unwrap_or_default();
            StripMonth { month, mark, href }
        })
        .collect()
}

fn mark(row: &BoardRow, month: YearMonth, end: Option<YearMonth>, running: YearMonth) -> Mark {
    let visited = row.lamps.get(1..2) == Some("D");
    if visited && row.recorded {
        Mark::Done
    } else if row.carried_to.is_some() {
        Mark::Carried
    } else if row.lamps.get(1..2) == Some("N") || (month < running && !visited) {
        Mark::Missed
    } else if month == running {
        Mark::ThisMonth
    } else if Some(month) == end {
        Mark::End
    } else if visited {
        Mark::Done
    } else {
        Mark::Planned
    }
}
