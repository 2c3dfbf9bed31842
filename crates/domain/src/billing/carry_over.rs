//! 翌月への繰越: when the month of a visit may stand for the scheduled month.

use calendar::YearMonth;

use super::same_month::{ClaimSettings, RefusalCode};

/// The refusal that the distance of the visit's month from the scheduled month brings; none when it may be claimed.
///
/// Only the scheduled month itself and the next one count; the next one needs the municipality's acceptance and a reason.
pub fn refusal(
    scheduled: YearMonth,
    visited: YearMonth,
    settings: &ClaimSettings,
    reason: Option<&str>,
) -> Option<RefusalCode> {
    match visited.months_since(scheduled) {
        0 => None,
        months if months < 0 => Some(RefusalCode::TooEarly),
        1 if !settings.carry_over_accepted => Some(RefusalCode::CarryOverNotAccepted),
        1 if reason.is_none_or(|reason| reason.trim().is_empty()) => Some(RefusalCode::CarryOverReasonMissing),
        1 => None,
        _ => Some(RefusalCode::TooLate),
    }
}
