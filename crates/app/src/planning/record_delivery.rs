//! p5 計画の交付: each handing over is one of several.

use domain::planning::{CaseFact, p5_delivery::Delivery};

use super::record::{CaseEntry, CaseRecorded, record};
use crate::{AuditAction, Cx, Refusal};

/// Records to whom the plan was handed over.
pub fn record_delivery(cx: &mut Cx<'_>, entry: CaseEntry, delivery: Delivery) -> Result<CaseRecorded, Refusal> {
    record(cx, AuditAction::RecordDelivery, entry, CaseFact::Delivery(delivery))
}
