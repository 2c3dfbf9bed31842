//! What became of a claim: sent, returned, paid. A returned claim gives its round and its plan back to
//! be claimed again.

use calendar::Date;
use domain::{
    billing::claim_life::{Claim, ClaimState, ClaimStateChange, may_unsend},
    id::{ClaimId, ClosingId},
    office::Right,
};
use serde_json::json;
use store::{board, claims, closings, rounds};

use crate::{AuditAction, Cx, Reason, Refusal, monitoring};

const LONGEST_REASON: usize = 500;
const LONGEST_CODE: usize = 10;

/// A state of one claim.
#[derive(Clone, Debug)]
pub struct MarkInput {
    /// Claim.
    pub claim: ClaimId,
    /// New state.
    pub state: ClaimState,
    /// Day of the notice or the payment.
    pub on: Date,
    /// 返戻事由コード, as received.
    pub code: String,
    /// 返戻事由, as received.
    pub reason: String,
}

/// A state of every claim of a closing that may take it.
#[derive(Clone, Copy, Debug)]
pub struct MarkAll {
    /// Closing.
    pub closing: ClosingId,
    /// New state.
    pub state: ClaimState,
    /// Day of the sending or the payment.
    pub on: Date,
}

/// Records a state of one claim.
pub fn mark(cx: &mut Cx<'_>, input: MarkInput) -> Result<(), Refusal> {
    cx.authorize(Right::Bill)?;
    cx.once("billing.mark", |cx| {
        if input.state == ClaimState::Closed {
            return refuse("state", "送付は1つのファイルでするので、締めごとに取り消してください");
        }
        let claim = claims::find(cx.tx, cx.actor.office, input.claim)?.ok_or(Refusal::NotFound)?;
        check(cx, &claim, &input)?;
        record(cx, &claim, &input)
    })
}

/// Records a state of every claim of a closing that may take it; how many.
pub fn mark_all(cx: &mut Cx<'_>, input: MarkAll) -> Result<usize, Refusal> {
    cx.authorize(Right::Bill)?;
    cx.once("billing.mark-all", |cx| {
        let closing = closings::find(cx.tx, cx.actor.office, input.closing)?.ok_or(Refusal::NotFound)?;
        if input.state == ClaimState::Returned {
            return refuse("state", "返戻は1件ずつ記録してください");
        }
        let mut own = claims::of_month(cx.tx, cx.actor.office, closing.month)?;
        own.retain(|claim| claim.closing == closing.id);
        if input.state == ClaimState::Closed && !may_unsend(&own) {
            return refuse(
                "state",
                "送付済みでないか、国保連の結果（返戻・支払）が記録されているので、送付は取り消せません",
            );
        }
        let mut marked = 0;
        for claim in own {
            let forward = claim.state() != ClaimState::Returned && claim.state() != ClaimState::Paid;
            if !forward || !claim.state().may_become(input.state) {
                continue;
            }
            let one = MarkInput {
                claim: claim.id,
                state: input.state,
                on: input.on,
                code: String::new(),
                reason: String::new(),
            };
            check(cx, &claim, &one)?;
            record(cx, &claim, &one)?;
            marked += 1;
        }
        Ok(marked)
    })
}

fn refuse<T>(field: &'static str, sentence: impl Into<String>) -> Result<T, Refusal> {
    Err(Refusal::Refused(vec![Reason::at(field, sentence)]))
}

fn check(cx: &mut Cx<'_>, claim: &Claim, input: &MarkInput) -> Result<(), Refusal> {
    let now = claim.state();
    if !now.may_become(input.state) {
        return refuse("state", format!("「{}」の請求を「{}」にはできません", now.label(), input.state.label()));
    }
    if input.on > cx.today {
        return refuse("on", "日付が今日より後になっています");
    }
    if input.on < claim.month.first_day() {
        return refuse("on", "日付がサービス提供年月より前になっています");
    }
    if input.code.chars().count() > LONGEST_CODE || input.reason.chars().count() > LONGEST_REASON {
        return refuse("reason", format!("事由は{LONGEST_REASON}文字、コードは{LONGEST_CODE}文字までです"));
    }
    if input.state == ClaimState::Returned && input.code.trim().is_empty() && input.reason.trim().is_empty() {
        return refuse("reason", "返戻の事由（またはコード）を、届いたとおりに入力してください");
    }
    if now == ClaimState::Returned && is_claimed_again(cx, claim)? {
        return refuse("state", "この返戻分は、もう一度請求されています");
    }
    Ok(())
}

/// Whether the month of a returned claim, its round or one of its plans is claimed again.
fn is_claimed_again(cx: &mut Cx<'_>, claim: &Claim) -> Result<bool, Refusal> {
    let office = cx.actor.office;
    let plan = |certificate| claim.lines.iter().any(|line| line.plan == Some(certificate));
    let again = claims::standing_of_client(cx.tx, office, claim.client)?.into_iter().any(|other| {
        let same =
            (other.service, other.month, &other.municipality) == (claim.service, claim.month, &claim.municipality);
        same || other.plans.into_iter().any(plan)
    });
    let Some(round) = claim.round.filter(|_| !again) else { return Ok(again) };
    Ok(rounds::find(cx.tx, office, round)?.is_some_and(|round| round.claimed_on.is_some()))
}

fn record(cx: &mut Cx<'_>, claim: &Claim, input: &MarkInput) -> Result<(), Refusal> {
    let office = cx.actor.office;
    let event = ClaimStateChange {
        state: input.state,
        on: input.on,
        code: input.code.trim().to_owned(),
        reason: input.reason.trim().to_owned(),
        set_by: cx.actor.name.clone(),
        set_at: (cx.outside.now)(),
    };
    let id = (cx.outside.new_id)().to_string();
    claims::insert_event(cx.tx, office, &id, claim.id, &event)?;
    if claim.state().stands() != input.state.stands() {
        // Its plans are free with the claim's own state; only a round keeps the day of its closing.
        if let Some(round) = claim.round {
            let closed_on = closings::find(cx.tx, office, claim.closing)?.map(|closing| closing.body.closed_on);
            rounds::set_claimed(cx.tx, office, round, closed_on.filter(|_| input.state.stands()))?;
        }
        let settings = monitoring::settings(cx)?;
        board::refresh_client(cx.tx, office, claim.client, &settings)?;
    }
    let body = json!({ "state": event.state.word(), "on": event.on, "code": event.code, "reason": event.reason });
    cx.audit(AuditAction::Mark, &claim.id.to_string(), &body)
}
