//! 取り消す and 元に戻す: a fact that never took place is taken back, and the taking back can be taken back.

use domain::{
    id::{FactId, RoundId},
    monitoring::Round,
};

use super::{
    record::{Recorded, load},
    record_beside::keep_round_tasks,
};
use crate::{
    AuditAction, Cx, Refusal,
    clients::about::keep_event_tasks,
    record::{restore, withdraw},
};

/// Takes a fact back. Nothing is deleted: the fact and who took it back stay in the round's history.
pub fn withdraw_fact(cx: &mut Cx<'_>, round: RoundId, fact: FactId, reason: String) -> Result<Recorded, Refusal> {
    let withdrawn = withdraw::<Round>(cx, AuditAction::WithdrawFact, round, fact, reason)?;
    let client = load(cx, round)?.client;
    keep_event_tasks(cx, client)?;
    keep_round_tasks(cx, round)?;
    Ok(withdrawn)
}

/// Undoes the latest withdrawal, as long as nothing else was recorded after it.
pub fn restore_fact(cx: &mut Cx<'_>, round: RoundId, withdrawal: FactId) -> Result<Recorded, Refusal> {
    let restored = restore::<Round>(cx, AuditAction::RestoreFact, round, withdrawal)?;
    let client = load(cx, round)?.client;
    keep_event_tasks(cx, client)?;
    keep_round_tasks(cx, round)?;
    Ok(restored)
}
