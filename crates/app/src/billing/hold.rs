//! 見送り: the office chooses not to claim a client this month, with a reason, and takes that back.

use calendar::YearMonth;
use domain::{billing::claimable::Judgement, client::ConsultationService, id::ClientId, office::Right};
use serde_json::json;
use store::holds::{self, Hold};

use super::candidates::{Found, load};
use crate::{AuditAction, Cx, Reason, Refusal};

const LONGEST_REASON: usize = 200;

/// Whose claim of which month.
#[derive(Clone, Debug)]
pub struct HoldInput {
    /// Service.
    pub service: ConsultationService,
    /// サービス提供年月.
    pub month: YearMonth,
    /// Client.
    pub client: ClientId,
    /// 市町村番号 of the round; empty while no certificate tells it.
    pub municipality: String,
    /// 理由.
    pub reason: String,
}

/// All the candidates that cannot be claimed and are not yet decided.
#[derive(Clone, Debug)]
pub struct RestInput {
    /// Service.
    pub service: ConsultationService,
    /// サービス提供年月.
    pub month: YearMonth,
    /// 理由; empty: what each of them lacks.
    pub reason: String,
}

/// Holds a client's claim.
pub fn hold(cx: &mut Cx<'_>, input: HoldInput) -> Result<(), Refusal> {
    cx.authorize(Right::Bill)?;
    let reason = checked(&input.reason)?;
    if reason.is_empty() {
        return Err(Refusal::Refused(vec![Reason::at("reason", "見送りの理由を入力してください")]));
    }
    cx.once("billing.hold", |cx| {
        let month = load(cx, input.month)?;
        let whose = (input.client, input.municipality);
        let found = month
            .of(input.service)
            .find(|found| (found.client.id, &found.candidate.municipality) == (whose.0, &whose.1))
            .ok_or(Refusal::NotFound)?;
        if let Some(before) = &found.hold {
            return refuse_second(before, &reason);
        }
        let set_at = (cx.outside.now)();
        keep(cx, (input.service, input.month), whose, reason, set_at)
    })
}

/// A page offers no hold where there is one: a colleague was first, and her reason stays. The same one again is done.
fn refuse_second(before: &Hold, reason: &str) -> Result<(), Refusal> {
    if before.reason == reason {
        return Ok(());
    }
    let sentence = format!(
        "{}さんが先に見送りにしました（理由: {}）。変えるときは、画面を開き直し、見送りをやめてから入力してください",
        before.set_by, before.reason
    );
    Err(Refusal::Refused(vec![Reason::at("reason", sentence)]))
}

/// Holds every candidate that cannot be claimed and is not yet decided; how many.
pub fn hold_rest(cx: &mut Cx<'_>, input: RestInput) -> Result<usize, Refusal> {
    cx.authorize(Right::Bill)?;
    let reason = checked(&input.reason)?;
    cx.once("billing.hold-rest", |cx| {
        let month = load(cx, input.month)?;
        let open: Vec<((ClientId, String), String)> = month
            .of(input.service)
            .filter(|found| found.hold.is_none())
            .filter_map(|found| Some(((found.client.id, found.candidate.municipality.clone()), lacking(found)?)))
            .collect();
        let held = open.len();
        // One moment for all: by it they are released together again.
        let set_at = (cx.outside.now)();
        for (whose, lacking) in open {
            let reason = if reason.is_empty() { lacking } else { reason.clone() };
            keep(cx, (input.service, input.month), whose, reason, set_at.clone())?;
        }
        Ok(held)
    })
}

/// The holds that were made together, to be released together.
#[derive(Clone, Debug)]
pub struct TogetherInput {
    /// Service.
    pub service: ConsultationService,
    /// サービス提供年月.
    pub month: YearMonth,
    /// When they were made: each has the same moment.
    pub held_at: String,
}

/// まとめて見送った分を元に戻す: releases what was held together and still is; how many.
pub fn release_rest(cx: &mut Cx<'_>, input: TogetherInput) -> Result<usize, Refusal> {
    cx.authorize(Right::Bill)?;
    cx.once("billing.release-rest", |cx| {
        let mut together = holds::of_month(cx.tx, cx.actor.office, input.month)?;
        together.retain(|hold| hold.service == input.service && hold.set_at == input.held_at);
        if together.is_empty() {
            return Err(Refusal::NotFound);
        }
        let released = together.len();
        for Hold { service, month, client, municipality, .. } in together {
            take_back(cx, service, month, (client, &municipality))?;
        }
        Ok(released)
    })
}

/// Takes a hold back.
pub fn release(cx: &mut Cx<'_>, input: HoldInput) -> Result<(), Refusal> {
    cx.authorize(Right::Bill)?;
    cx.once("billing.release", |cx| take_back(cx, input.service, input.month, (input.client, &input.municipality)))
}

fn take_back(
    cx: &mut Cx<'_>,
    service: ConsultationService,
    month: YearMonth,
    whose: (ClientId, &str),
) -> Result<(), Refusal> {
    if !holds::release(cx.tx, cx.actor.office, service, month, whose)? {
        return Err(Refusal::NotFound);
    }
    let (client, municipality) = whose;
    let body = json!({ "service": service.word(), "month": month, "municipality": municipality });
    cx.audit(AuditAction::Release, &client.to_string(), &body)
}

fn checked(reason: &str) -> Result<String, Refusal> {
    let reason = reason.trim();
    if reason.chars().count() > LONGEST_REASON {
        let sentence = format!("見送りの理由は{LONGEST_REASON}文字までです");
        return Err(Refusal::Refused(vec![Reason::at("reason", sentence)]));
    }
    Ok(reason.to_owned())
}

/// What an unclaimable candidate lacks, as the reason of its hold; none where it can be claimed.
fn lacking(found: &Found) -> Option<String> {
    match &found.candidate.judgement {
        Judgement::Claimable(_) => None,
        Judgement::Refused(obstacle) => Some(obstacle.sentence.clone()),
        Judgement::NotYet(obstacles) | Judgement::Ask(obstacles) => {
            let sentences: Vec<&str> = obstacles.iter().map(|obstacle| obstacle.sentence.as_str()).collect();
            Some(format!("まだないもの: {}", sentences.join("、")))
        }
    }
}

fn keep(
    cx: &mut Cx<'_>,
    (service, month): (ConsultationService, YearMonth),
    (client, municipality): (ClientId, String),
    reason: String,
    set_at: String,
) -> Result<(), Refusal> {
    let body = json!({ "service": service.word(), "month": month, "municipality": municipality, "reason": reason });
    let set_by = cx.actor.name.clone();
    let hold = Hold { service, month, client, municipality, reason, set_by, set_at };
    holds::set(cx.tx, cx.actor.office, &hold)?;
    cx.audit(AuditAction::Hold, &client.to_string(), &body)
}
