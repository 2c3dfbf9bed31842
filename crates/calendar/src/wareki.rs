//! 和暦: dates and months with era years, in and out.
//!
//! The eras and their first days come from icu_calendar. It counts the years before 1873 by the
//! Common Era, because Japan used the lunisolar calendar until then; this module gives those days
//! the era 明治 from 23 October 1868 on, as the family register does, with the Gregorian month and day.

mod error;
mod read;

use std::{fmt, sync::LazyLock};

use icu_calendar::{Date as IcuDate, cal::Japanese};
use jiff::{ToSpan as _, civil::Date};

use crate::YearMonth;

pub use error::DateError;
pub use read::{parse_date, parse_day, parse_month};

/// First Gregorian year that is read.
const FIRST_YEAR: i16 = 1868;
/// Last Gregorian year that is read; later ones are typing mistakes.
const LAST_YEAR: i16 = 2200;

/// The first day that has an era here.
const FIRST_DAY: Date = Date::constant(FIRST_YEAR, 10, 23);

/// 元号.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Era {
    /// 明治, from 1868-10-23.
    Meiji,
    /// 大正, from 1912-07-30.
    Taisho,
    /// 昭和, from 1926-12-25.
    Showa,
    /// 平成, from 1989-01-08.
    Heisei,
    /// 令和, from 2019-05-01.
    Reiwa,
}

impl Era {
    /// Every era, oldest first.
    pub const ALL: [Era; 5] = [Era::Meiji, Era::Taisho, Era::Showa, Era::Heisei, Era::Reiwa];

    /// 元号 in kanji.
    pub fn name(self) -> &'static str {
        match self {
            Self::Meiji => "明治",
            Self::Taisho => "大正",
            Self::Showa => "昭和",
            Self::Heisei => "平成",
            Self::Reiwa => "令和",
        }
    }

    /// The letter of the short form.
    pub fn letter(self) -> char {
        match self {
            Self::Meiji => 'M',
            Self::Taisho => 'T',
            Self::Showa => 'S',
            Self::Heisei => 'H',
            Self::Reiwa => 'R',
        }
    }

    /// The name icu_calendar (CLDR) gives the era.
    fn code(self) -> &'static str {
        match self {
            Self::Meiji => "meiji",
            Self::Taisho => "taisho",
            Self::Showa => "showa",
            Self::Heisei => "heisei",
            Self::Reiwa => "reiwa",
        }
    }
}

/// The eras with their first days, the newest first. icu_calendar is asked for them once: an explanation or a page spells
/// dozens of days, and each would be counted from the year 1 to find its era.
static ERAS: LazyLock<[(Era, Date); 5]> = LazyLock::new(|| {
    let mut eras = Era::ALL.map(|era| (era, first_day(era)));
    eras.reverse();
    eras
});

/// The first day on which icu_calendar tells this era or a later one.
fn first_day(era: Era) -> Date {
    let day = |after: i32| FIRST_DAY.saturating_add(after.days());
    let (mut before, mut reached) = (0, i32::from(LAST_YEAR - FIRST_YEAR) * 366);
    while before < reached {
        let middle = (before + reached) / 2;
        if told(day(middle)).is_some_and(|told| told >= era) {
            reached = middle;
        } else {
            before = middle + 1;
        }
    }
    day(reached)
}

/// The era that icu_calendar tells.
fn told(date: Date) -> Option<Era> {
    let (month, day) = (u8::try_from(date.month()).ok()?, u8::try_from(date.day()).ok()?);
    let iso = IcuDate::try_new_iso(i32::from(date.year()), month, day).ok()?;
    let year = iso.to_calendar(Japanese::new()).era_year();
    // Of the days before 1873 it tells no era of ours.
    Some(Era::ALL.into_iter().find(|era| era.code() == year.era.as_str()).unwrap_or(Era::Meiji))
}

/// The era and the year in it on `date`; `None` before 23 October 1868.
pub fn era_year(date: Date) -> Option<(Era, i32)> {
    let (era, first) = ERAS.iter().find(|(_, first)| *first <= date)?;
    Some((*era, i32::from(date.year() - first.year()) + 1))
}

/// The Gregorian year of an era's year, without a look at the day.
fn gregorian_year(era: Era, year: i32) -> Option<i32> {
    let date = IcuDate::try_new_japanese_with_calendar(era.code(), year, 12, 31, Japanese::new()).ok()?;
    Some(date.era_year().extended_year)
}

/// `令和8年`, `令和元年`; before 明治 the Gregorian year.
pub fn year(date: Date) -> String {
    Year(date).to_string()
}

/// A year as it is written, so that a date is put together without a text of its own for the year.
struct Year(Date);

impl fmt::Display for Year {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match era_year(self.0) {
            Some((era, 1)) => write!(f, "{}元年", era.name()),
            Some((era, year)) => write!(f, "{}{year}年", era.name()),
            None => write!(f, "{}年", self.0.year()),
        }
    }
}

/// `令和8年11月22日`.
pub fn long(date: Date) -> String {
    format!("{}{}月{}日", Year(date), date.month(), date.day())
}

/// `R8.11.22`; before 明治 `1868.1.1`.
pub fn short(date: Date) -> String {
    let (month, day) = (date.month(), date.day());
    match era_year(date) {
        Some((era, year)) => format!("{}{year}.{month}.{day}", era.letter()),
        None => format!("{}.{month}.{day}", date.year()),
    }
}

/// `R8.11`.
pub fn month_short(month: YearMonth) -> String {
    let day = short(month.first_day());
    day.rsplit_once('.').map_or(day.clone(), |(month, _)| month.to_owned())
}

/// `令和8年11月`; a month in which an era begins is named by the era of its first day.
pub fn month(month: YearMonth) -> String {
    format!("{}{}月", Year(month.first_day()), month.month())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_day_has_the_era_and_year_that_icu_calendar_tells() {
        let days = FIRST_DAY.series(1.day()).take_while(|day| day.year() <= LAST_YEAR);
        for day in days {
            assert_eq!(era_year(day).map(|(era, _)| era), told(day), "{day}");
            if day.year() >= 1873 {
                let (month, of_month) = (u8::try_from(day.month()).unwrap(), u8::try_from(day.day()).unwrap());
                let iso = IcuDate::try_new_iso(i32::from(day.year()), month, of_month).unwrap();
                let year = iso.to_calendar(Japanese::new()).era_year().year;
                assert_eq!(era_year(day).map(|(_, year)| year), Some(year), "{day}");
            }
        }
        assert_eq!(era_year(Date::constant(1868, 10, 22)), None);
    }
}
