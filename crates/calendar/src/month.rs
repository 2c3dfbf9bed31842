//! 年月: a month without a day, the unit in which monitoring is planned and billed.

use std::{fmt, str::FromStr};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// 年月. Stored as `year * 12 + month - 1`, so that months can be counted by plain addition.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct YearMonth(i32);

/// A text that is no month, or a month outside the years 1868 to 9998.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("「{0}」は年月として読めません（例: 2026-11）")]
pub struct MonthError(pub String);

const FIRST_YEAR: i32 = 1868;
const LAST_YEAR: i32 = 9998;

impl YearMonth {
    /// The month `month` (1 to 12) of the Gregorian `year`.
    pub fn new(year: i32, month: u8) -> Result<Self, MonthError> {
        if (FIRST_YEAR..=LAST_YEAR).contains(&year) && (1..=12).contains(&month) {
            Ok(Self(year * 12 + i32::from(month) - 1))
        } else {
            Err(MonthError(format!("{year}-{month}")))
        }
    }

    /// The month in which `date` lies.
    pub fn of(date: Date) -> Self {
        Self(i32::from(date.year()) * 12 + i32::from(date.month()) - 1)
    }

    /// The number in which the month is stored: `year * 12 + month - 1`.
    pub fn number(self) -> i32 {
        self.0
    }

    /// The month of a stored number; an error for numbers no month has.
    pub fn from_number(number: i64) -> Result<Self, MonthError> {
        let year = i32::try_from(number.div_euclid(12)).map_err(|_| MonthError(number.to_string()))?;
        let month = u8::try_from(number.rem_euclid(12) + 1).map_err(|_| MonthError(number.to_string()))?;
        Self::new(year, month)
    }

    /// The Gregorian year.
    pub fn year(self) -> i32 {
        self.0.div_euclid(12)
    }

    /// The month in the year, 1 to 12.
    pub fn month(self) -> u8 {
        u8::try_from(self.0.rem_euclid(12) + 1).unwrap_or(1)
    }

    /// The month `months` later (earlier when negative).
    pub fn plus(self, months: i32) -> Self {
        Self(self.0.saturating_add(months).clamp(FIRST_YEAR * 12, LAST_YEAR * 12 + 11))
    }

    /// The following month.
    pub fn next(self) -> Self {
        self.plus(1)
    }

    /// The month before.
    pub fn previous(self) -> Self {
        self.plus(-1)
    }

    /// How many months lie between `earlier` and this month; negative when it lies later.
    pub fn months_since(self, earlier: Self) -> i32 {
        self.0 - earlier.0
    }

    /// The first day of the month.
    pub fn first_day(self) -> Date {
        let year = i16::try_from(self.year()).unwrap_or(i16::MAX);
        let month = i8::try_from(self.month()).unwrap_or(1);
        Date::new(year, month, 1).unwrap_or(Date::MAX)
    }

    /// The last day of the month.
    pub fn last_day(self) -> Date {
        self.first_day().last_of_month()
    }

    /// The day of this number; the last day where the month has none of it.
    pub fn day(self, day: i8) -> Date {
        let last = self.last_day();
        Date::new(last.year(), last.month(), day).unwrap_or(last)
    }

    /// Whether `date` lies in this month.
    pub fn contains(self, date: Date) -> bool {
        Self::of(date) == self
    }
}

impl fmt::Display for YearMonth {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.year(), self.month())
    }
}

impl FromStr for YearMonth {
    type Err = MonthError;

    fn from_str(text: &str) -> Result<Self, MonthError> {
        let fault = || MonthError(text.chars().take(20).collect());
        let (year, month) = text.split_once('-').ok_or_else(fault)?;
        let digits = |part: &str, len| part.len() == len && part.bytes().all(|b| b.is_ascii_digit());
        if !digits(year, 4) || !digits(month, 2) {
            return Err(fault());
        }
        Self::new(year.parse().map_err(|_| fault())?, month.parse().map_err(|_| fault())?)
    }
}

impl From<YearMonth> for String {
    fn from(month: YearMonth) -> Self {
        month.to_string()
    }
}

impl TryFrom<String> for YearMonth {
    type Error = MonthError;

    fn try_from(text: String) -> Result<Self, MonthError> {
        text.parse()
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::YearMonth;

    #[test]
    fn a_day_that_the_month_has_not_is_its_last() {
        let month = YearMonth::new(2027, 2).unwrap();
        assert_eq!(month.day(1), date(2027, 2, 1));
        assert_eq!(month.day(28), date(2027, 2, 28));
        for none in [29, 31, i8::MAX, 0] {
            assert_eq!(month.day(none), date(2027, 2, 28), "{none}");
        }
        assert_eq!(YearMonth::new(2028, 2).unwrap().day(29), date(2028, 2, 29));
    }
}
