//! 日本の日付 of an instant: what is recorded in UTC is read in Japan.

use jiff::{
    Timestamp,
    civil::{Date, Time},
    tz,
};

/// The day in Japan, and the time of that day, of an instant written in RFC 3339; `None` for any other text.
pub fn in_japan(instant: &str) -> Option<(Date, Time)> {
    let instant: Timestamp = instant.parse().ok()?;
    let there = tz::offset(9).to_datetime(instant);
    Some((there.date(), there.time()))
}

/// The instant of a time of a day in Japan, in UTC, RFC 3339; `None` beyond the years that can be written.
pub fn in_utc(day: Date, time: Time) -> Option<String> {
    tz::offset(9).to_timestamp(day.to_datetime(time)).ok().map(|instant| instant.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn the_day_in_japan_begins_at_fifteen_hours_utc() {
        assert_eq!(in_japan("2026-11-22T14:59:59.999Z").map(|it| it.0), Some(date(2026, 11, 22)));
        assert_eq!(in_japan("2026-11-22T15:00:00.000Z").map(|it| it.0), Some(date(2026, 11, 23)));
        assert_eq!(in_japan("yesterday"), None);
    }

    #[test]
    fn nine_in_the_morning_in_japan_is_midnight_in_utc() {
        let at = |day, hour| in_utc(day, Time::constant(hour, 0, 0, 0));
        assert_eq!(at(date(2026, 12, 1), 9).as_deref(), Some("2026-12-01T00:00:00Z"));
        assert_eq!(at(date(2026, 12, 1), 8).as_deref(), Some("2026-11-30T23:00:00Z"));
    }
}
