//! 年齢: the age on a day by 年齢計算ニ関する法律 (明治35年法律第50号) and 民法第143条.

use jiff::civil::Date;

/// 年齢 in completed years on `day`.
///
/// The day of birth counts as the first day, so an age is reached on the day *before* the birthday
/// (born on 1 April 2008: 18 from 31 March 2026). Someone born on 29 February reaches it on
/// 28 February of every year. Before the birth the age is 0.
pub fn age_on(birth: Date, day: Date) -> u32 {
    let after = day.tomorrow().unwrap_or(Date::MAX);
    let years = i32::from(after.year()) - i32::from(birth.year());
    let reached = (after.month(), after.day()) >= (birth.month(), birth.day());
    u32::try_from(if reached { years } else { years - 1 }).unwrap_or(0)
}

/// The day on which so many completed years are reached: the day before the birthday of that year. Somebody born on 29 February
/// reaches them on 28 February.
pub fn reaches_on(birth: Date, years: u32) -> Option<Date> {
    let year = i16::try_from(i64::from(birth.year()) + i64::from(years)).ok()?;
    match Date::new(year, birth.month(), birth.day()) {
        Ok(birthday) => birthday.yesterday().ok(),
        // Only 29 February is missing from a year.
        Err(_) => Date::new(year, birth.month(), birth.day() - 1).ok(),
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::{age_on, reaches_on};

    #[test]
    fn an_age_is_reached_on_the_day_before_the_birthday() {
        let birth = date(2008, 4, 1);
        assert_eq!(age_on(birth, date(2026, 3, 30)), 17);
        assert_eq!(age_on(birth, date(2026, 3, 31)), 18);
        assert_eq!(age_on(birth, date(2026, 4, 1)), 18);
    }

    #[test]
    fn the_day_on_which_an_age_is_reached_is_the_first_of_that_age() {
        for birth in [date(2008, 4, 1), date(2008, 1, 1), date(2000, 2, 29), date(2008, 4, 2)] {
            for years in [1, 4, 6, 18, 65] {
                let on = reaches_on(birth, years).unwrap();
                assert_eq!((age_on(birth, on.yesterday().unwrap()), age_on(birth, on)), (years - 1, years), "{birth}");
            }
        }
    }

    #[test]
    fn born_on_29_february() {
        let birth = date(2000, 2, 29);
        assert_eq!(age_on(birth, date(2001, 2, 27)), 0);
        assert_eq!(age_on(birth, date(2001, 2, 28)), 1);
        assert_eq!(age_on(birth, date(2004, 2, 27)), 3);
        assert_eq!(age_on(birth, date(2004, 2, 28)), 4);
    }

    #[test]
    fn born_on_1_march_reaches_it_on_the_last_day_of_february() {
        let birth = date(1961, 3, 1);
        assert_eq!(age_on(birth, date(2026, 2, 27)), 64);
        assert_eq!(age_on(birth, date(2026, 2, 28)), 65);
        assert_eq!(age_on(birth, date(2028, 2, 28)), 66);
        assert_eq!(age_on(birth, date(2028, 2, 29)), 67);
    }

    #[test]
    fn born_on_new_years_day_reaches_it_in_the_old_year() {
        assert_eq!(age_on(date(1990, 1, 1), date(2025, 12, 31)), 36);
    }

    #[test]
    fn before_and_on_the_day_of_birth_it_is_nought() {
        assert_eq!(age_on(date(2026, 4, 1), date(2020, 1, 1)), 0);
        assert_eq!(age_on(date(2026, 4, 1), date(2026, 4, 1)), 0);
    }
}
