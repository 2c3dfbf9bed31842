//! 概ね3か月の猶予: until when a specialist with a post at the client's provider may go on after a new grant or a change. A renewal opens
//! none.

use calendar::{Date, YearMonth};
use law::{LawBook, Value};

use super::MONTHS_AFTER_DECISION;
use crate::client::{Certificate, Decision};

/// The day of the new grant or of the change from which the months are counted: that of the latest one not after `day`.
pub fn counted_from(certificates: &[Certificate], day: Date) -> Option<Date> {
    let opened = certificates.iter().filter(|it| it.decision != Decision::Renewal).filter_map(Certificate::starts_on);
    opened.filter(|start| *start <= day).max()
}

/// The last day of the months after a decision; none where the law has no number for that day.
pub fn grace_until(book: &LawBook, from: Date) -> Option<Date> {
    let entry = book.timeline(MONTHS_AFTER_DECISION)?.at(from).ok()?;
    let Value::Whole(months) = entry.value else { return None };
    Some(YearMonth::of(from).plus(i32::try_from(months).ok()?).day(from.day()))
}

/// Whole months from the decision to the day, one begun counted as one: on the last day of the grace it is their number.
pub fn months_since(from: Date, day: Date) -> Option<u32> {
    let month = YearMonth::of(day);
    let months = month.months_since(YearMonth::of(from));
    let begun = i32::from(day > month.day(from.day()));
    u32::try_from(months + begun).ok()
}
