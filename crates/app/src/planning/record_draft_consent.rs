//! p2 計画案への同意と交付. It is a consent to the proposal alone: no day of a plan and no fee comes of it.

use domain::planning::{CaseFact, p2_draft_consent::DraftConsent};

use super::record::{CaseEntry, CaseRecorded, record};
use crate::{AuditAction, Cx, Refusal};

/// Records the consent, and the day on which the draft was handed over.
pub fn record_draft_consent(cx: &mut Cx<'_>, entry: CaseEntry, consent: DraftConsent) -> Result<CaseRecorded, Refusal> {
    record(cx, AuditAction::RecordDraftConsent, entry, CaseFact::DraftConsent(consent))
}
