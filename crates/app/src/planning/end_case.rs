//! 取りやめ of a case: it leads to no plan. What was recorded stays, and taking the end back opens it again.

use domain::planning::{CaseEnd, CaseFact};

use super::record::{CaseEntry, CaseRecorded, record};
use crate::{AuditAction, Cx, Refusal};

/// Gives a case up.
pub fn end_case(cx: &mut Cx<'_>, entry: CaseEntry, end: CaseEnd) -> Result<CaseRecorded, Refusal> {
    record(cx, AuditAction::EndCase, entry, CaseFact::Ended(end))
}
