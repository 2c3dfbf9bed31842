//! 取り消す and 元に戻す: a fact that never took place is taken back, and the taking back can be taken back.

use domain::{
    id::{FactId, RoundId},
    monitoring::{FactBody, Round},
    office::Right,
};

use super::record::{Recorded, append, conflict, load, refuse_claimed};
use crate::{AuditAction, Cx, Reason, Refusal};

/// Takes a fact back. Nothing is deleted: the fact and who took it back stay in the round's history.
pub fn withdraw_fact(cx: &mut Cx<'_>, round: RoundId, fact: FactId, reason: String) -> Result<Recorded, Refusal> {
    cx.authorize(Right::RecordMonitoring)?;
    cx.once("withdraw_fact", |cx| {
        let round = load(cx, round)?;
        let old = standing(&round, fact)?;
        refuse_claimed(&round, &old)?;
        append(cx, &round, FactBody::Withdrawn { reason }, Some(fact), AuditAction::WithdrawFact)
    })
}

/// Undoes the latest withdrawal, as long as nothing else was recorded after it.
pub fn restore_fact(cx: &mut Cx<'_>, round: RoundId, withdrawal: FactId) -> Result<Recorded, Refusal> {
    cx.authorize(Right::RecordMonitoring)?;
    cx.once("restore_fact", |cx| {
        let round = load(cx, round)?;
        match round.last_withdrawal() {
            Some((last, _)) if last.id == withdrawal => {}
            _ => {
                let newer = round.facts.last().filter(|fact| fact.id != withdrawal);
                return Err(newer.map_or(Refusal::NotFound, |newer| conflict(&round, newer)));
            }
        }
        append(cx, &round, FactBody::Withdrawn { reason: String::new() }, Some(withdrawal), AuditAction::RestoreFact)
    })
}

fn standing(round: &Round, fact: FactId) -> Result<FactBody, Refusal> {
    if round.fact(fact).is_none() {
        return Err(Refusal::NotFound);
    }
    let gone = || Refusal::Refused(vec![Reason::at("", "この記録は、もう訂正または取り消されています")]);
    round.standing().find(|it| it.id == fact).map(|it| it.body.clone()).ok_or_else(gone)
}
