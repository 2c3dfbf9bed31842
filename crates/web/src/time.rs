//! Moments on screens: kept in UTC, shown in Japan's time.

use calendar::{clock, in_japan, wareki};
use jiff::{SignedDuration, Timestamp};

/// 「R8.11.22 14:05」 for a UTC moment; the text itself when it cannot be read. Japan has had no summer time since 1951,
/// so that nine hours need no time-zone table.
pub fn moment(utc: &str) -> String {
    let shifted = utc.parse::<Timestamp>().ok().and_then(|at| at.checked_add(SignedDuration::from_hours(9)).ok());
    let Some(at) = shifted.map(|at| jiff::tz::Offset::UTC.to_datetime(at)) else { return utc.to_owned() };
    format!("{} {:02}:{:02}", wareki::short(at.date()), at.hour(), at.minute())
}

/// A name and a moment (UTC) in Japan's time.
pub fn stamped(by: &str, utc: &str) -> String {
    match in_japan(utc) {
        Some((day, time)) => format!("{by} {}月{}日 {}", day.month(), day.day(), clock(time)),
        None => by.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_late_evening_in_utc_is_the_next_morning_in_japan() {
        assert_eq!(super::moment("2026-11-21T23:05:00.000Z"), "R8.11.22 08:05");
    }
}
