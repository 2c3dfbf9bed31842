//! 取り消す and 元に戻す: a fact that never took place is taken back, and the taking back can be taken back.

use domain::{
    id::{FactId, RoundId},
    monitoring::Round,
};

use super::record::Recorded;
use crate::{
    AuditAction, Cx, Refusal,
    record::{restore, withdraw},
};

/// Takes a fact back. Nothing is deleted: the fact and who took it back stay in the round's history.
pub fn withdraw_fact(cx: &mut Cx<'_>, round: RoundId, fact: FactId, reason: String) -> Result<Recorded, Refusal> {
    withdraw::<Round>(cx, AuditAction::WithdrawFact, round, fact, reason)
}

/// Undoes the latest withdrawal, as long as nothing else was recorded after it.
pub fn restore_fact(cx: &mut Cx<'_>, round: RoundId, withdrawal: FactId) -> Result<Recorded, Refusal> {
    restore::<Round>(cx, AuditAction::RestoreFact, round, withdrawal)
}
