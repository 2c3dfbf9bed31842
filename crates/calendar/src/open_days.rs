//! 開庁日: the days on which public offices are open, and deadlines that move to the next one.

use std::collections::BTreeSet;

use jiff::civil::{Date, Weekday};

/// 祝日 and the yearly closed days; what is neither, and no Saturday or Sunday, is a 開庁日.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OpenDays {
    holidays: BTreeSet<Date>,
    yearly: Vec<(i8, i8)>,
}

impl OpenDays {
    /// From 国民の祝日 (with 休日), and the days on which offices are closed every year as month and day (年末年始).
    pub fn new(holidays: impl IntoIterator<Item = Date>, yearly: Vec<(i8, i8)>) -> Self {
        Self { holidays: holidays.into_iter().collect(), yearly }
    }

    /// Whether the day is a 祝日 or 休日.
    pub fn is_holiday(&self, day: Date) -> bool {
        self.holidays.contains(&day)
    }

    /// Whether offices are open on the day.
    pub fn is_open(&self, day: Date) -> bool {
        !matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday)
            && !self.is_holiday(day)
            && !self.yearly.contains(&(day.month(), day.day()))
    }

    /// The day itself where offices are open, else the next 開庁日; the end of the calendar ends the search.
    pub fn on_or_after(&self, day: Date) -> Date {
        let mut day = day;
        while !self.is_open(day) {
            let Ok(next) = day.tomorrow() else { return day };
            day = next;
        }
        day
    }

    /// The last year of which holidays are known; deadlines after it move by weekdays alone.
    pub fn known_to(&self) -> Option<i16> {
        self.holidays.last().map(|day| day.year())
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::OpenDays;

    #[test]
    fn the_next_open_day_lies_after_weekend_holidays_and_the_turn_of_the_year() {
        let yearly = vec![(12, 29), (12, 30), (12, 31), (1, 1), (1, 2), (1, 3)];
        let days = OpenDays::new([date(2026, 10, 12), date(2026, 1, 1)], yearly);
        assert_eq!(days.on_or_after(date(2026, 10, 9)), date(2026, 10, 9), "a Friday");
        assert_eq!(days.on_or_after(date(2026, 10, 10)), date(2026, 10, 13), "Saturday, Sunday, holiday");
        assert_eq!(days.on_or_after(date(2025, 12, 29)), date(2026, 1, 5), "closed to the 3rd, then a Sunday");
        assert!(days.is_holiday(date(2026, 10, 12)) && !days.is_holiday(date(2026, 10, 10)));
        assert_eq!(days.known_to(), Some(2026));
    }

    #[test]
    fn a_calendar_without_an_open_day_comes_to_an_end() {
        let every_day: Vec<(i8, i8)> = (1..=12).flat_map(|month| (1..=31).map(move |day| (month, day))).collect();
        let closed = OpenDays::new([], every_day);
        assert_eq!(closed.on_or_after(date(9999, 12, 1)), date(9999, 12, 31));
    }
}
