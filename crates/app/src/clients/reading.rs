//! Entries of the 記録 that tell of reading: written until the looks had a log of their own ([`crate::looks`]).

use crate::AuditAction;

/// The action of an entry that tells of reading and not of a change.
pub(crate) const READING: AuditAction = AuditAction::ReadClient;
