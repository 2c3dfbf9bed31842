//! Dates and months as Japanese welfare law counts them: months without days, 和暦, ages, fiscal years.
//!
//! Depends on nothing of ours. [`Date`] is jiff's civil date; what jiff does not know (年月, 元号,
//! 年齢計算ニ関する法律, 年度) stands here.

mod age;
mod clock;
mod fiscal_year;
mod japan;
mod month;
mod open_days;
mod range;
pub mod wareki;

pub use age::{age_on, reaches_on};
pub use clock::clock;
pub use fiscal_year::FiscalYear;
pub use japan::{in_japan, in_utc};
pub use jiff::civil::{Date, DateTime, Time, Weekday};
pub use month::{MonthError, YearMonth};
pub use open_days::OpenDays;
pub use range::{DateRange, MonthRange};
