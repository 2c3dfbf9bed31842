//! 年度: the Japanese fiscal year, April to March.

use std::fmt;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::{MonthError, MonthRange, YearMonth, wareki};

/// 年度, named by the Gregorian year in which its April lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct FiscalYear(i32);

impl FiscalYear {
    /// The fiscal year whose April lies in the Gregorian `year`.
    pub fn new(year: i32) -> Result<Self, MonthError> {
        YearMonth::new(year, 4).map(|_| Self(year))
    }

    /// The fiscal year in which `date` lies.
    pub fn of(date: Date) -> Self {
        Self::of_month(YearMonth::of(date))
    }

    /// The fiscal year in which `month` lies.
    pub fn of_month(month: YearMonth) -> Self {
        Self(month.plus(-3).year())
    }

    /// The Gregorian year of its April.
    pub fn year(self) -> i32 {
        self.0
    }

    /// April to March.
    pub fn months(self) -> MonthRange {
        let january = YearMonth::new(self.0, 1).unwrap_or(YearMonth::of(Date::MAX));
        MonthRange { start: january.plus(3), end: january.plus(14) }
    }
}

impl fmt::Display for FiscalYear {
    /// `令和8年度`. The era is that of May, because the year in which Reiwa began is 令和元年度 as a whole.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}度", wareki::year(self.months().start.next().first_day()))
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::FiscalYear;

    #[test]
    fn runs_from_april_to_march() {
        assert_eq!(FiscalYear::of(date(2026, 3, 31)).year(), 2025);
        assert_eq!(FiscalYear::of(date(2026, 4, 1)).year(), 2026);
        let months = FiscalYear::of(date(2026, 11, 22)).months();
        assert_eq!((months.start.to_string(), months.end.to_string()), ("2026-04".into(), "2027-03".into()));
    }

    #[test]
    fn is_named_by_the_era() {
        for (year, name) in [(2026, "令和8年度"), (2019, "令和元年度"), (2018, "平成30年度"), (1988, "昭和63年度")]
        {
            assert_eq!(FiscalYear::new(year).unwrap().to_string(), name);
        }
    }
}
