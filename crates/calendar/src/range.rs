//! 期間: ranges of months and of days, both ends included.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::YearMonth;

/// A range of months, both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct MonthRange {
    /// First month.
    pub start: YearMonth,
    /// Last month.
    pub end: YearMonth,
}

impl MonthRange {
    /// Whether `month` lies in the range.
    pub fn contains(&self, month: YearMonth) -> bool {
        self.start <= month && month <= self.end
    }

    /// Every month of the range, ascending; none when the end lies before the start.
    pub fn months(self) -> impl Iterator<Item = YearMonth> {
        (0..=self.end.months_since(self.start)).map(move |n| self.start.plus(n))
    }
}

/// A range of days, the first included, the last included where there is one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct DateRange {
    /// First day.
    pub from: Date,
    /// Last day; `None` while no end is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<Date>,
}

impl DateRange {
    /// Whether `day` lies in the range.
    pub fn contains(&self, day: Date) -> bool {
        self.from <= day && self.to.is_none_or(|to| day <= to)
    }
}
