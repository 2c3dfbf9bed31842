//! 翌月への繰越: the refusal that the month of a visit brings to its fee.

use calendar::YearMonth;

use super::same_month::{ClaimSettings, RefusalCode};
use crate::monitoring::VisitMonth;

/// The refusal that the distance of the visit's month from the scheduled month brings; none when it may be claimed.
pub fn refusal(
    scheduled: YearMonth,
    visited: YearMonth,
    settings: &ClaimSettings,
    reason: Option<&str>,
) -> Option<RefusalCode> {
    let has_reason = reason.is_some_and(|reason| !reason.trim().is_empty());
    match VisitMonth::of(scheduled, visited, settings.carry_over_accepted, has_reason) {
        VisitMonth::NoVisit | VisitMonth::InMonth | VisitMonth::CarriedOver => None,
        VisitMonth::TooEarly => Some(RefusalCode::TooEarly),
        VisitMonth::TooLate => Some(RefusalCode::TooLate),
        VisitMonth::NotAccepted => Some(RefusalCode::CarryOverNotAccepted),
        VisitMonth::ReasonMissing => Some(RefusalCode::CarryOverReasonMissing),
    }
}
