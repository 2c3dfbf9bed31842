//! 翌月への繰越, and 実施できなかった where the next month could not be kept either.

use domain::{
    client::Certificate,
    monitoring::{
        Round, RoundFact,
        carry_over::{CarryOver, Missed, into_next_grant},
        certificate_of_round, leads_elsewhere, schedule,
    },
    office::Right,
};
use law::Verdict;
use store::certificates;

use super::{
    record::{Entry, Recorded, load, record},
    settings::settings_of_round,
};
use crate::{AuditAction, Cx, Reason, Refusal};

/// Whether a carry-over would lead into the next grant, and what is usual then; `None` in any other month.
pub(super) fn past_grant(round: &Round, certificate: &Certificate) -> Option<Verdict<bool>> {
    let period = schedule::of_certificate(certificate).benefit_period?;
    // Nothing says yet whether the visit will lead to the renewal's plan in one flow.
    into_next_grant(round.month, period.end, false)
}

/// Declares the round carried over to the next month, with the reason and whom the office told.
pub fn carry_over(cx: &mut Cx<'_>, entry: Entry, carried: CarryOver) -> Result<Recorded, Refusal> {
    cx.authorize(Right::RecordMonitoring)?;
    let round = load(cx, entry.round)?;
    let settings = settings_of_round(cx, &round)?;
    if !settings.carry_over_accepted {
        let sentence = format!("{}は、予定月の翌月のモニタリングを認めていません（設定）", settings.called());
        return Err(Refusal::Refused(vec![Reason::at("reason", sentence)]));
    }
    let certificates = certificates::of_client(cx.tx, cx.actor.office, round.client)?;
    if let Some(sentence) = leads_elsewhere(&certificates, &round) {
        return Err(Refusal::Refused(vec![Reason::at("reason", sentence)]));
    }
    let past = certificate_of_round(&certificates, &round).and_then(|it| past_grant(&round, it));
    if !settings.carry_over_past_grant && past.is_some() {
        let sentence = format!(
            "{}は、支給期間の最後の月のモニタリングを次の支給期間に行うことを認めていません（設定）",
            settings.called()
        );
        return Err(Refusal::Refused(vec![Reason::at("reason", sentence)]));
    }
    let before = round.carry_over().map(|(fact, _)| fact.id);
    record(cx, AuditAction::CarryOver, Entry { corrects: before, ..entry }, |_| RoundFact::CarryOver(carried))
}

/// Records that the round could not be carried out; nothing more is due and nothing is claimed.
pub fn mark_missed(cx: &mut Cx<'_>, entry: Entry, missed: Missed) -> Result<Recorded, Refusal> {
    let before = load(cx, entry.round)?.missed().map(|(fact, _)| fact.id);
    record(cx, AuditAction::MarkMissed, Entry { corrects: before, ..entry }, |_| RoundFact::Missed(missed))
}
