//! (1) サービス提供状況の確認: by any means, as many times as there are providers.

use domain::monitoring::{RoundFact, m1_service_check::ServiceCheck};

use super::record::{Entry, Recorded, record};
use crate::{AuditAction, Cx, Refusal};

/// Records one check with one provider.
pub fn record_service_check(cx: &mut Cx<'_>, entry: Entry, check: ServiceCheck) -> Result<Recorded, Refusal> {
    record(cx, AuditAction::RecordServiceCheck, entry, |_| RoundFact::ServiceCheck(check))
}
