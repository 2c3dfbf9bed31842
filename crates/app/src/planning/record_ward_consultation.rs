//! p2 区役所・支所への連絡・相談.

use domain::planning::{CaseFact, p2_ward_consultation::WardConsultation};

use super::record::{CaseEntry, CaseRecorded, record};
use crate::{AuditAction, Cx, Refusal};

/// Records a consultation.
pub fn record_ward_consultation(
    cx: &mut Cx<'_>,
    entry: CaseEntry,
    typed: WardConsultation,
) -> Result<CaseRecorded, Refusal> {
    record(cx, AuditAction::RecordWardConsultation, entry, CaseFact::WardConsultation(typed))
}
