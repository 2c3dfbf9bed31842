//! 記録: the list of what was done, and whether its chain holds.

use domain::office::Right;
use store::audit::{self, AuditEntry, AuditFilter, Broken, Intact};

use crate::{Cx, Refusal};

/// Entries of a page of the list.
pub const PAGE: i64 = 50;

/// The entries that the filter lets through, newest first; one more than a page when there are older ones.
pub fn list_records(cx: &mut Cx<'_>, filter: AuditFilter) -> Result<Vec<AuditEntry>, Refusal> {
    cx.authorize(Right::Audit)?;
    let entries = audit::list(cx.tx, cx.actor.office, &AuditFilter { limit: PAGE + 1, ..filter })?;
    // What was changed of a client stands in the entry itself.
    for client in entries.iter().filter(|it| it.word.starts_with("client.")).filter_map(|it| it.subject.parse().ok()) {
        cx.tx.note_seen(client);
    }
    Ok(entries)
}

/// Where the log ends: nothing of what it says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogEnd {
    /// How many entries there are.
    pub entries: i64,
    /// When the last one was written, UTC; none where there is none that can be read.
    pub last_at: Option<String>,
}

/// How far the log goes.
pub fn log_end(cx: &mut Cx<'_>) -> Result<LogEnd, Refusal> {
    cx.authorize(Right::ReadSettings)?;
    let newest = audit::list(cx.tx, cx.actor.office, &AuditFilter { limit: 1, ..AuditFilter::default() })?.pop();
    Ok(LogEnd { entries: newest.as_ref().map_or(0, |entry| entry.seq), last_at: newest.map(|entry| entry.at) })
}

/// Walks through the whole chain of the office; it says nothing of what the entries say.
pub fn check_records(cx: &mut Cx<'_>) -> Result<Result<Intact, Broken>, Refusal> {
    cx.authorize(Right::ReadSettings)?;
    Ok(audit::verify(cx.tx, cx.actor.office)?)
}
