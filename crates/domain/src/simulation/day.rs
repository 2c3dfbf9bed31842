//! A day read from text without a detour, and the age on it.

use crate::monitoring::standard::DayKey;

/// A day of the calendar in its parts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Day {
    pub year: i32,
    pub month: i32,
    pub day: i32,
}

impl Day {
    /// Reads `2026-11-25`; nothing for any other form and for days that no calendar has.
    #[inline]
    pub(super) fn read(text: &[u8]) -> Option<Self> {
        let &[a, b, c, d, b'-', e, f, b'-', g, h] = text else { return None };
        let digits = [a, b, c, d, e, f, g, h].map(|byte| byte.wrapping_sub(b'0'));
        if digits.into_iter().fold(0, u8::max) > 9 {
            return None;
        }
        let [a, b, c, d, e, f, g, h] = digits.map(i32::from);
        let read = Self { year: a * 1000 + b * 100 + c * 10 + d, month: e * 10 + f, day: g * 10 + h };
        let there = (1868..9998).contains(&read.year) && read.day >= 1 && read.day <= read.days_of_month();
        there.then_some(read)
    }

    pub(super) fn key(self) -> DayKey {
        DayKey::new(self.year, self.month, self.day)
    }

    /// `year * 12 + month - 1`, as months are numbered everywhere.
    pub(super) fn month_number(self) -> i32 {
        self.year * 12 + self.month - 1
    }

    /// 0 for a month that there is not.
    #[inline]
    fn days_of_month(self) -> i32 {
        const DAYS: [i32; 13] = [0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
        let days = usize::try_from(self.month).ok().and_then(|month| DAYS.get(month)).copied().unwrap_or(0);
        let leap = self.year % 4 == 0 && (self.year % 100 != 0 || self.year % 400 == 0);
        days + i32::from(self.month == 2 && leap)
    }

    /// 年齢 in completed years on `on`, by 年齢計算ニ関する法律: reached on the day before the birthday. See [`calendar::age_on`].
    #[inline]
    pub(super) fn age_on(self, on: Self) -> i32 {
        let after = on.tomorrow();
        after.year - self.year - i32::from((after.month, after.day) < (self.month, self.day))
    }

    #[inline]
    fn tomorrow(self) -> Self {
        if self.day < self.days_of_month() {
            Self { day: self.day + 1, ..self }
        } else if self.month < 12 {
            Self { month: self.month + 1, day: 1, ..self }
        } else {
            Self { year: self.year + 1, month: 1, day: 1 }
        }
    }
}

#[cfg(test)]
mod tests {
    use calendar::{Date, age_on};

    use super::{Day, DayKey};

    #[test]
    fn every_day_is_read_as_the_calendar_has_it() {
        let mut date = Date::new(1899, 1, 1).unwrap();
        let last = Date::new(2101, 1, 1).unwrap();
        while date < last {
            let day = Day::read(date.to_string().as_bytes()).unwrap();
            assert_eq!(day.key(), DayKey::of(date));
            assert_eq!(DayKey::of(date.tomorrow().unwrap()), day.tomorrow().key());
            date = date.tomorrow().unwrap();
        }
        for wrong in ["2019-02-29", "2019-13-01", "2019-00-10", "2019-04-31", "2019-4-1", "20190401", "2019-04-0x", ""]
        {
            assert_eq!(Day::read(wrong.as_bytes()), None, "{wrong}");
        }
    }

    #[test]
    fn ages_are_those_of_the_law() {
        let births = ["1953-04-01", "1954-02-28", "1956-02-29", "1954-03-01", "1954-12-31", "1955-01-01"];
        for birth in births.map(|text| text.parse::<Date>().unwrap()) {
            let mut date = Date::new(2018, 1, 1).unwrap();
            while date.year() < 2025 {
                let read = |date: Date| Day::read(date.to_string().as_bytes()).unwrap();
                assert_eq!(
                    u32::try_from(read(birth).age_on(read(date))).unwrap(),
                    age_on(birth, date),
                    "{birth} {date}"
                );
                date = date.tomorrow().unwrap();
            }
        }
    }
}
