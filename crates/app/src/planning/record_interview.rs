//! p1 訪問しての面接. One elsewhere may be recorded, because it took place; the step then still asks for one at home.

use domain::planning::{CaseFact, p1_interview::Interview};

use super::record::{CaseEntry, CaseRecorded, record};
use crate::{AuditAction, Cx, Refusal};

/// Records an interview.
pub fn record_interview(cx: &mut Cx<'_>, entry: CaseEntry, interview: Interview) -> Result<CaseRecorded, Refusal> {
    record(cx, AuditAction::RecordInterview, entry, CaseFact::Interview(interview))
}
