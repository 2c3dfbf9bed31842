//! (5) 区役所・支所へ写しを提出.

use domain::monitoring::{RoundFact, m5_submission::Submission};

use super::record::{Entry, Recorded, record};
use crate::{AuditAction, Cx, Refusal};

/// Records a hand-in of the report's copy.
pub fn record_submission(cx: &mut Cx<'_>, entry: Entry, submission: Submission) -> Result<Recorded, Refusal> {
    record(cx, AuditAction::RecordSubmission, entry, |_| RoundFact::Submission(submission))
}
