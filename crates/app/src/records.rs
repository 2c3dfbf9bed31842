//! 記録: the list of what was done, and whether its chain holds.

use domain::office::Right;
use store::audit::{self, AuditEntry, AuditFilter, Broken, Intact};

use crate::{Cx, Refusal};

/// Entries of a page of the list.
pub const PAGE: i64 = 50;

/// The entries that the filter lets through, newest first; one more than a page when there are older ones.
pub fn list_records(cx: &mut Cx<'_>, filter: AuditFilter) -> Result<Vec<AuditEntry>, Refusal> {
    cx.authorize(Right::Administer)?;
    Ok(audit::list(cx.tx, cx.actor.office, &AuditFilter { limit: PAGE + 1, ..filter })?)
}

/// Walks through the whole chain of the office.
pub fn check_records(cx: &mut Cx<'_>) -> Result<Result<Intact, Broken>, Refusal> {
    cx.authorize(Right::Administer)?;
    Ok(audit::verify(cx.tx, cx.actor.office)?)
}
