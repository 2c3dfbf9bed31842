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
        let known = month
            .of(input.service)
            .any(|found| (found.client.id, &found.candidate.municipality) == (whose.0, &whose.1));
        if !known {
            return Err(Refusal::NotFound);
        }
        keep(cx, input.service, input.month, whose, reason)
    })
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
        for (whose, lacking) in open {
            let reason = if reason.is_empty() { lacking } else { reason.clone() };
            keep(cx, input.service, input.month, whose, reason)?;
        }
        Ok(held)
    })
}

/// Takes a hold back.
pub fn release(cx: &mut Cx<'_>, input: HoldInput) -> Result<(), Refusal> {
    cx.authorize(Right::Bill)?;
    cx.once("billing.release", |cx| {
        if !holds::release(cx.tx, cx.actor.office, input.service, input.month, (input.client, &input.municipality))? {
            return Err(Refusal::NotFound);
        }
        let body = json!({ "service": input.service.word(), "month": input.month, "municipality": input.municipality });
        cx.audit(AuditAction::Release, &input.client.to_string(), &body)
    })
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
    service: ConsultationService,
    month: YearMonth,
    (client, municipality): (ClientId, String),
    reason: String,
) -> Result<(), Refusal> {
    let body = json!({ "service": service.word(), "month": month, "municipality": municipality, "reason": reason });
    let (set_by, set_at) = (cx.actor.name.clone(), (cx.outside.now)());
    let hold = Hold { service, month, client, municipality, reason, set_by, set_at };
    holds::set(cx.tx, cx.actor.office, &hold)?;
    cx.audit(AuditAction::Hold, &client.to_string(), &body)
}
