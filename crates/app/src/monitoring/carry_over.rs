//! 翌月への繰越, and 実施できなかった where the next month could not be kept either.

use domain::{
    monitoring::{
        FactBody,
        carry_over::{CarryOver, Missed},
    },
    office::Right,
};

use super::{
    record::{Entry, Recorded, load, record},
    settings::settings,
};
use crate::{Cx, Reason, Refusal};

/// Declares the round carried over to the next month, with the reason and whom the office told.
pub fn carry_over(cx: &mut Cx<'_>, entry: Entry, carried: CarryOver) -> Result<Recorded, Refusal> {
    cx.authorize(Right::RecordMonitoring)?;
    let settings = settings(cx)?;
    if !settings.carry_over_accepted {
        let sentence = format!("{}は、予定月の翌月のモニタリングを認めていません（設定）", settings.called());
        return Err(Refusal::Refused(vec![Reason::at("reason", sentence)]));
    }
    let before = load(cx, entry.round)?.carry_over().map(|(fact, _)| fact.id);
    record(cx, "carry_over", Entry { corrects: before, ..entry }, |_| FactBody::CarryOver(carried))
}

/// Records that the round could not be carried out; nothing more is due and nothing is claimed.
pub fn mark_missed(cx: &mut Cx<'_>, entry: Entry, missed: Missed) -> Result<Recorded, Refusal> {
    let before = load(cx, entry.round)?.missed().map(|(fact, _)| fact.id);
    record(cx, "mark_missed", Entry { corrects: before, ..entry }, |_| FactBody::Missed(missed))
}
