//! What the use cases of the six steps share: one fact is checked, added, shown on the board and audited.

use domain::{
    id::{FactId, RoundId},
    monitoring::{Checking, Fact, FactBody, Round},
    office::Right,
};
use law::Why;
use serde::{Deserialize, Serialize};
use serde_json::json;
use store::{
    board,
    rounds::{self, Appended},
};

use super::settings::{settings, settings_of_round};
use crate::{AuditAction, Cx, Reason, Refusal};

/// Where a fact goes: the round as the form showed it, and the fact it replaces.
#[derive(Clone, Copy, Debug)]
pub struct Entry {
    /// Round.
    pub round: RoundId,
    /// The version of the round that the form showed.
    pub version: i64,
    /// 訂正: the fact replaced.
    pub corrects: Option<FactId>,
}

/// What was recorded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recorded {
    /// Round.
    pub round: RoundId,
    /// The new fact.
    pub fact: FactId,
    /// The version the round now has.
    pub version: i64,
}

/// Records one fact: authorize, load, decide, save, audit. `make` may fill in what the stored round decides.
pub(super) fn record(
    cx: &mut Cx<'_>,
    action: AuditAction,
    entry: Entry,
    make: impl FnOnce(&Round) -> FactBody,
) -> Result<Recorded, Refusal> {
    cx.authorize(Right::RecordMonitoring)?;
    // The name under which the sending is kept has always been without the area.
    cx.once(action.word().trim_start_matches("monitoring."), |cx| {
        let round = load(cx, entry.round)?;
        let body = make(&round);
        refuse_conflict(&round, entry, &body)?;
        refuse_claimed(&round, &body)?;
        refuse_wrong_correction(&round, entry, &body)?;
        let reasons: Vec<Reason> = body
            .check(&round, &Checking { today: cx.today, support_ended_on: round.support_ended_on })
            .into_iter()
            .map(|problem| Reason::at(problem.field, problem.sentence))
            .collect();
        if !reasons.is_empty() {
            return Err(Refusal::Refused(reasons));
        }
        append(cx, &round, body, entry.corrects, action)
    })
}

/// The round, in this office.
pub(super) fn load(cx: &mut Cx<'_>, id: RoundId) -> Result<Round, Refusal> {
    rounds::find(cx.tx, cx.actor.office, id)?.ok_or(Refusal::NotFound)
}

/// Two people at one step: the second one sees both versions. Work on another step of the round is no conflict, and
/// neither is one more service check or visit.
fn refuse_conflict(round: &Round, entry: Entry, body: &FactBody) -> Result<(), Refusal> {
    let seen = usize::try_from(entry.version).unwrap_or(0);
    let adds = matches!(body, FactBody::ServiceCheck(_) | FactBody::HomeVisit(_)) && entry.corrects.is_none();
    let touches = |fact: &Fact| {
        fact.body.kind() == body.kind()
            || fact.corrects.and_then(|id| round.fact(id)).is_some_and(|old| old.body.kind() == body.kind())
    };
    match round.facts.iter().skip(seen).rfind(|fact| touches(fact)) {
        Some(newer) if !adds => Err(conflict(round, newer)),
        _ => Ok(()),
    }
}

pub(super) fn conflict(round: &Round, newer: &Fact) -> Refusal {
    Refusal::Conflict { current: round.version, by: newer.recorded_by_name.clone() }
}

/// After the closing the facts that the claim rests on stand still.
pub(super) fn refuse_claimed(round: &Round, body: &FactBody) -> Result<(), Refusal> {
    let rests_on = !matches!(body, FactBody::ServiceCheck(_) | FactBody::Submission(_) | FactBody::Withdrawn { .. });
    if round.claimed_on.is_some() && rests_on {
        return Err(Refusal::Refused(vec![Reason::at(
            "",
            "この回は請求を締めたあとなので変えられません。先に請求の月で取り下げてください。",
        )]));
    }
    Ok(())
}

fn refuse_wrong_correction(round: &Round, entry: Entry, body: &FactBody) -> Result<(), Refusal> {
    let Some(corrects) = entry.corrects else { return Ok(()) };
    let same = round.standing().any(|fact| fact.id == corrects && fact.body.kind() == body.kind());
    if same {
        return Ok(());
    }
    let gone = "訂正しようとした記録は、もう訂正または取り消されています。画面を開き直してください。";
    Err(Refusal::Refused(vec![Reason::at("", gone)]))
}

/// Adds a checked fact, writes the board's row anew and the audit entry, all in this transaction.
pub(super) fn append(
    cx: &mut Cx<'_>,
    round: &Round,
    body: FactBody,
    corrects: Option<FactId>,
    action: AuditAction,
) -> Result<Recorded, Refusal> {
    let settings = settings(cx)?;
    let fact = Fact {
        id: FactId((cx.outside.new_id)()),
        body,
        recorded_by: cx.actor.user,
        recorded_by_name: cx.actor.name.clone(),
        recorded_at: (cx.outside.now)(),
        corrects,
    };
    let office = cx.actor.office;
    let version = match rounds::append_fact(cx.tx, office, round.id, round.version, &fact)? {
        Appended::Saved(version) => version,
        Appended::Conflict(current) => return Err(Refusal::Conflict { current, by: String::new() }),
    };
    board::refresh_round(cx.tx, office, round.id, &settings)?;
    let mut after = round.clone();
    let (id, kind) = (fact.id, fact.body.kind());
    let decided = matches!(fact.body, FactBody::HomeVisit(_) | FactBody::CarryOver(_));
    after.facts.push(fact);
    let why = match decided {
        true => Some(why_json(&after.visit_month_why(&settings_of_round(cx, &after)?))),
        false => None,
    };
    let entry = json!({
        "client": round.client,
        "month": round.month,
        "fact": id,
        "kind": kind,
        "corrects": corrects,
        "version": version,
        "why": why,
    });
    cx.audit(action, &round.id.to_string(), &entry)?;
    Ok(Recorded { round: round.id, fact: id, version })
}

/// A reason as the audit log keeps it: rule, sentence, where it is written.
fn why_json(why: &Why) -> serde_json::Value {
    let cites: Vec<_> =
        why.rule.cites.iter().map(|cite| json!({ "source": cite.source, "place": cite.place })).collect();
    json!({ "rule": why.rule.id, "sentence": why.sentence, "cites": cites })
}
