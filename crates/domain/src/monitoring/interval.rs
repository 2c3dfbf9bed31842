//! モニタリング期間 in force in a month, as the board shows it.

use calendar::YearMonth;

use super::schedule;
use crate::client::Certificate;

/// The interval of the phase in which `month` lies; `None` where the certificate lists its months one by one.
pub fn interval_at(certificate: &Certificate, month: YearMonth) -> Option<u32> {
    if !certificate.months.is_empty() {
        return None;
    }
    let mut start = schedule::first_month(certificate)?;
    for phase in &certificate.phases {
        let Some(months) = phase.for_months.and_then(|months| i32::try_from(months).ok()) else {
            return Some(phase.interval_months);
        };
        let after = start.plus(months);
        if month < after {
            return Some(phase.interval_months);
        }
        start = after;
    }
    certificate.phases.last().map(|phase| phase.interval_months)
}
