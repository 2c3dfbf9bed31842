//! A day read from text without a detour, and the age on it.

use crate::monitoring::standard::DayKey;

/// Reads `2026-11-25`; nothing for any other form and for days that no calendar has.
#[inline(always)]
pub(super) fn read(text: &[u8]) -> Option<DayKey> {
    let &[a, b, c, d, b'-', e, f, b'-', g, h] = text else { return None };
    let digits = [a, b, c, d, e, f, g, h].map(|byte| byte.wrapping_sub(b'0'));
    if digits.into_iter().fold(0, u8::max) > 9 {
        return None;
    }
    let [a, b, c, d, e, f, g, h] = digits.map(u32::from);
    let (year, month, day) = (a * 1000 + b * 100 + c * 10 + d, e * 10 + f, g * 10 + h);
    let there = (1868..9998).contains(&year) && day >= 1 && day <= days_of_month(year, month);
    there.then_some(DayKey::new(year, month, day))
}

/// 0 for a month that there is not.
#[inline]
fn days_of_month(year: u32, month: u32) -> u32 {
    const DAYS: [u32; 13] = [0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    let days = usize::try_from(month).ok().and_then(|month| DAYS.get(month)).copied().unwrap_or(0);
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    days + u32::from(month == 2 && leap)
}

/// 年齢 in completed years on `on`, not before the birth, by 年齢計算ニ関する法律: reached on the day before the birthday.
/// See [`calendar::age_on`].
#[inline]
pub(super) fn age_on(birth: DayKey, on: DayKey) -> u32 {
    let after = tomorrow(on);
    let reached = (after.month(), after.day()) >= (birth.month(), birth.day());
    after.year().saturating_sub(birth.year() + u32::from(!reached))
}

#[inline]
fn tomorrow(key: DayKey) -> DayKey {
    let (year, month, day) = (key.year(), key.month(), key.day());
    if day < days_of_month(year, month) {
        DayKey::new(year, month, day + 1)
    } else if month < 12 {
        DayKey::new(year, month + 1, 1)
    } else {
        DayKey::new(year + 1, 1, 1)
    }
}

#[cfg(test)]
mod tests {
    use calendar::Date;

    use super::{DayKey, age_on, read, tomorrow};

    #[test]
    fn every_day_is_read_as_the_calendar_has_it() {
        let mut date = Date::new(1899, 1, 1).unwrap();
        let last = Date::new(2101, 1, 1).unwrap();
        while date < last {
            let day = read(date.to_string().as_bytes()).unwrap();
            assert_eq!(day, DayKey::of(date));
            assert_eq!(DayKey::of(date.tomorrow().unwrap()), tomorrow(day));
            assert!(day < tomorrow(day));
            date = date.tomorrow().unwrap();
        }
        for wrong in ["2019-02-29", "2019-13-01", "2019-00-10", "2019-04-31", "2019-4-1", "20190401", "2019-04-0x", ""]
        {
            assert_eq!(read(wrong.as_bytes()), None, "{wrong}");
        }
    }

    #[test]
    fn ages_are_those_of_the_law() {
        let births = ["1953-04-01", "1954-02-28", "1956-02-29", "1954-03-01", "1954-12-31", "1955-01-01"];
        for birth in births.map(|text| text.parse::<Date>().unwrap()) {
            let mut date = Date::new(2018, 1, 1).unwrap();
            while date.year() < 2025 {
                let got = age_on(DayKey::of(birth), DayKey::of(date));
                assert_eq!(got, calendar::age_on(birth, date), "{birth} {date}");
                date = date.tomorrow().unwrap();
            }
        }
    }
}
