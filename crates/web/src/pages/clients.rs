//! 利用者: list, page, new, change, end.

pub mod about;
pub mod contacts;
pub mod edit;
pub mod end;
mod fields;
pub mod import;
pub mod list;
pub mod new;
pub mod show;

/// 「令和8年11月22日」, for templates, which pass everything by reference.
pub(crate) fn day(date: &calendar::Date) -> String {
    calendar::wareki::long(*date)
}

/// 「令和8年11月」.
pub(crate) fn month(month: &calendar::YearMonth) -> String {
    calendar::wareki::month(*month)
}
