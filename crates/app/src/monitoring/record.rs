//! What the use cases of the six steps share: a round as a stream of facts. A fact is checked by its step, shown on the
//! board and audited with the reason of its month.

use domain::{
    facts::{Facts, New},
    id::{FactId, RoundId},
    monitoring::{Checking, Fact, Round, RoundFact},
    office::{Right, SettingsBook},
};
use law::Why;
use serde::{Deserialize, Serialize};
use serde_json::json;
use store::{
    board, clients,
    rounds::{self, Appended},
    working_versions::{self, WorkingKind},
};

use super::{open_round::visit_elsewhere, settings::settings};
use crate::{
    AuditAction, Cx, Reason, Refusal,
    record::{self, Place, Stream},
};

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

/// Records one fact of a round. `make` may fill in what the stored round decides.
pub(super) fn record(
    cx: &mut Cx<'_>,
    action: AuditAction,
    entry: Entry,
    make: impl FnOnce(&Round) -> RoundFact,
) -> Result<Recorded, Refusal> {
    record::record(cx, action, place(entry), make)
}

/// Records one fact of a round within a sending that the use case counts once itself.
pub(super) fn record_within(
    cx: &mut Cx<'_>,
    action: AuditAction,
    entry: Entry,
    body: RoundFact,
) -> Result<Recorded, Refusal> {
    record::record_within(cx, action, place(entry), |_| body)
}

fn place(entry: Entry) -> Place<Round> {
    Place { key: entry.round, seen: entry.version, corrects: entry.corrects }
}

/// The round, in this office.
pub(super) fn load(cx: &mut Cx<'_>, id: RoundId) -> Result<Round, Refusal> {
    rounds::find(cx.tx, cx.actor.office, id)?.ok_or(Refusal::NotFound)
}

impl Stream for Round {
    type Body = RoundFact;
    type Key = RoundId;
    type Answer = Recorded;
    type Basis = SettingsBook;

    const RIGHT: Right = Right::RecordMonitoring;

    fn sending(action: AuditAction) -> &'static str {
        // The name under which the sending is kept has always been without the area.
        action.word().trim_start_matches("monitoring.")
    }

    fn load(cx: &mut Cx<'_>, key: RoundId) -> Result<Self, Refusal> {
        load(cx, key)
    }

    fn facts(&self) -> &Facts<RoundFact> {
        &self.facts
    }

    fn version(&self) -> i64 {
        self.version
    }

    fn stands_beside(body: &RoundFact) -> bool {
        matches!(
            body,
            RoundFact::ServiceCheck(_)
                | RoundFact::HomeVisit(_)
                | RoundFact::Attempt(_)
                | RoundFact::Raised(_)
                | RoundFact::Advice(_)
                | RoundFact::ProviderContact(_)
        )
    }

    /// After the closing the facts that the claim rests on stand still.
    fn stands_still(&self, _cx: &mut Cx<'_>, new: &New<RoundFact>) -> Result<Vec<Reason>, Refusal> {
        let rests_on = matches!(
            self.facts.subject(new),
            RoundFact::HomeVisit(_)
                | RoundFact::Report(_)
                | RoundFact::Consent(_)
                | RoundFact::CarryOver(_)
                | RoundFact::Missed(_)
                | RoundFact::Withdrawn { .. }
        );
        if self.claimed_on.is_none() || !rests_on {
            return Ok(Vec::new());
        }
        let sentence = "この回は請求を締めたあとなので変えられません。国保連から返戻になったら、請求の月で「返戻を記録する」と変えられます。";
        Ok(vec![Reason::at("", sentence)])
    }

    fn refuse(&self, cx: &mut Cx<'_>, body: &RoundFact, withdrawn: bool) -> Result<Vec<Reason>, Refusal> {
        if withdrawn {
            return Ok(Vec::new());
        }
        let client = clients::find(cx.tx, cx.actor.office, self.client)?.ok_or(Refusal::NotFound)?;
        let checking = Checking { today: cx.today, support_ended_on: self.support_ended_on, born: Some(client.birth) };
        let mut reasons: Vec<Reason> = body.check(self, &checking).into_iter().map(Reason::from).collect();
        if let RoundFact::HomeVisit(visit) = body {
            reasons.extend(visit_elsewhere(&client, visit.date).map(|sentence| Reason::at("date", sentence)));
        }
        Ok(reasons)
    }

    fn next_id(&self, cx: &Cx<'_>) -> FactId {
        FactId((cx.outside.new_id)())
    }

    fn append(&mut self, cx: &mut Cx<'_>, fact: Fact) -> Result<(), Refusal> {
        match rounds::append_fact(cx.tx, cx.actor.office, self.id, self.version, &fact)? {
            Appended::Saved(version) => self.version = version,
            Appended::Conflict(current) => return Err(Refusal::Conflict { current, by: String::new() }),
        }
        if matches!(fact.body, RoundFact::Report(_)) {
            working_versions::remove(cx.tx, cx.actor.office, (WorkingKind::Report, self.id.0))?;
            self.being_written = false;
        }
        self.facts.append(fact);
        Ok(())
    }

    fn derive(&self, cx: &mut Cx<'_>) -> Result<SettingsBook, Refusal> {
        let settings = settings(cx)?;
        board::refresh_round(cx.tx, cx.actor.office, self.id, &settings)?;
        Ok(settings)
    }

    fn audit(&self, cx: &mut Cx<'_>, fact: &Fact, action: AuditAction, basis: &SettingsBook) -> Result<(), Refusal> {
        let decided = matches!(fact.body, RoundFact::HomeVisit(_) | RoundFact::CarryOver(_));
        let why = decided.then(|| why_json(&self.visit_month_why(basis.of(&self.municipality, self.judged_on()))));
        let entry = json!({
            "client": self.client,
            "month": self.month,
            "fact": fact.id,
            "kind": fact.body.kind(),
            "corrects": fact.corrects,
            "version": self.version,
            "why": why,
        });
        cx.audit(action, &self.id.to_string(), &entry)
    }

    fn answer(&self, fact: &Fact) -> Recorded {
        Recorded { round: self.id, fact: fact.id, version: self.version }
    }
}

/// A reason as the audit log keeps it: rule, sentence, where it is written.
fn why_json(why: &Why) -> serde_json::Value {
    let cites: Vec<_> =
        why.rule.cites.iter().map(|cite| json!({ "source": cite.source, "place": cite.place })).collect();
    json!({ "rule": why.rule.id, "sentence": why.sentence, "cites": cites })
}
