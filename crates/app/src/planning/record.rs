//! What the use cases of the five steps share: a planning case as a stream of facts. A fact is checked by its part, moves
//! the case on and is audited.

use domain::{
    facts::{Fact, Facts, New},
    id::{CaseId, FactId},
    monitoring::Checking,
    office::Right,
    planning::{CaseFact, PlanStep, PlanningCase, done_on, open_step},
};
use serde::{Deserialize, Serialize};
use serde_json::json;
use store::{
    board::plans,
    clients, planning_cases,
    rounds::Appended,
    working_versions::{self, WorkingKind},
};

use super::{interval, invitation, neutrality, plan_day, plan_fee, record_decision, renewal, stands_still};
use crate::{
    AuditAction, Cx, Reason, Refusal,
    clients::{for_others, sees_whole},
    monitoring,
    record::{self, Place, Stream},
};

/// Where a fact goes: the case as the form showed it, and the fact it replaces.
#[derive(Clone, Copy, Debug)]
pub struct CaseEntry {
    /// Case.
    pub case: CaseId,
    /// The version of the case that the form showed.
    pub version: i64,
    /// 訂正: the fact replaced.
    pub corrects: Option<FactId>,
}

/// What was recorded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseRecorded {
    /// Case.
    pub case: CaseId,
    /// The new fact.
    pub fact: FactId,
    /// The version the case now has.
    pub version: i64,
}

/// Records one fact of a case.
pub(super) fn record(
    cx: &mut Cx<'_>,
    action: AuditAction,
    entry: CaseEntry,
    body: CaseFact,
) -> Result<CaseRecorded, Refusal> {
    record_made(cx, action, entry, |_| body)
}

/// Records one fact of a case that takes something from what the case holds already.
pub(super) fn record_made(
    cx: &mut Cx<'_>,
    action: AuditAction,
    entry: CaseEntry,
    make: impl FnOnce(&PlanningCase) -> CaseFact,
) -> Result<CaseRecorded, Refusal> {
    record::record(cx, action, place(entry), make)
}

/// Records one fact of a case within a sending that the use case counts once itself.
pub(super) fn record_within(
    cx: &mut Cx<'_>,
    action: AuditAction,
    entry: CaseEntry,
    body: CaseFact,
) -> Result<CaseRecorded, Refusal> {
    record::record_within(cx, action, place(entry), |_| body)
}

fn place(entry: CaseEntry) -> Place<PlanningCase> {
    Place { key: entry.case, seen: entry.version, corrects: entry.corrects }
}

/// The case, in this office, as the actor may see it.
pub(crate) fn load(cx: &mut Cx<'_>, id: CaseId) -> Result<PlanningCase, Refusal> {
    let case = load_whole(cx, id)?.without(&cx.actor.sections.hidden());
    if sees_whole(cx) {
        return Ok(case);
    }
    let client = clients::find(cx.tx, cx.actor.office, case.client)?.ok_or(Refusal::NotFound)?;
    Ok(case.for_others(&for_others(cx, client)?))
}

/// The case with what the actor may not see: for what goes on unchanged under what the actor writes, and never for a page.
pub(super) fn load_whole(cx: &mut Cx<'_>, id: CaseId) -> Result<PlanningCase, Refusal> {
    planning_cases::find(cx.tx, cx.actor.office, id)?.ok_or(Refusal::NotFound)
}

/// The case whose plan this one replaces, as the actor may see it.
pub(super) fn replaced(cx: &mut Cx<'_>, case: &PlanningCase) -> Result<Option<PlanningCase>, Refusal> {
    let hidden = cx.actor.sections.hidden();
    Ok(replaced_whole(cx, case)?.map(|case| case.without(&hidden)))
}

/// The same with what the actor may not see.
pub(super) fn replaced_whole(cx: &mut Cx<'_>, case: &PlanningCase) -> Result<Option<PlanningCase>, Refusal> {
    match case.replaces {
        Some(last) => Ok(planning_cases::find(cx.tx, cx.actor.office, last)?),
        None => Ok(None),
    }
}

/// Why nothing goes on in a case that was given up: no fact, and no 作業版 that could never be finished.
pub(super) const GIVEN_UP: &str =
    "この計画は取りやめになっています。続けるときは、取りやめの記録を取り消してください。";

impl Stream for PlanningCase {
    type Body = CaseFact;
    type Key = CaseId;
    type Answer = CaseRecorded;
    type Basis = ();

    const RIGHT: Right = Right::RecordPlanning;

    fn load(cx: &mut Cx<'_>, key: CaseId) -> Result<Self, Refusal> {
        load(cx, key)
    }

    fn facts(&self) -> &Facts<CaseFact> {
        &self.facts
    }

    fn version(&self) -> i64 {
        self.version
    }

    fn stands_beside(body: &CaseFact) -> bool {
        body.stands_beside()
    }

    fn stands_still(&self, cx: &mut Cx<'_>, new: &New<CaseFact>) -> Result<Vec<Reason>, Refusal> {
        Ok(stands_still::refuse(cx, self, new)?.map(|sentence| Reason::at("", sentence)).into_iter().collect())
    }

    fn refuse(&self, cx: &mut Cx<'_>, body: &CaseFact, withdrawn: bool) -> Result<Vec<Reason>, Refusal> {
        if withdrawn {
            return Ok(Vec::new());
        }
        if self.end().is_some() && !matches!(body, CaseFact::Ended(_)) {
            return Ok(vec![Reason::at("", GIVEN_UP)]);
        }
        if self.was_imported() && body.what().step().is_some() {
            let sentence =
                "この計画は、取り込まれた記録です。続きは、新しい計画（更新・変更）を始めて記録してください。";
            return Ok(vec![Reason::at("", sentence)]);
        }
        let later = matches!(body.what().step(), Some(PlanStep::Conference | PlanStep::Plan));
        if later && let Some(word) = self.not_granted().map(|decision| decision.outcome.label()) {
            let sentence =
                format!("支給申請は{word}になっています。決定がちがうときは、先に支給決定の記録を直してください。");
            return Ok(vec![Reason::at("", sentence)]);
        }
        let client = clients::find(cx.tx, cx.actor.office, self.client)?.ok_or(Refusal::NotFound)?;
        let checking = Checking { today: cx.today, support_ended_on: self.support_ended_on, born: Some(client.birth) };
        let problems = body.check(self, &checking).into_iter();
        let mut reasons: Vec<Reason> = problems.map(Reason::from).collect();
        match body {
            CaseFact::Interval(proposal) => reasons.extend(interval::refuse(cx, self, &client, proposal)?),
            CaseFact::Draft(draft) => reasons.extend(renewal::refuse(cx, self, draft)?),
            CaseFact::Plan(plan) => reasons.extend(renewal::refuse(cx, self, &plan.text)?),
            CaseFact::Invitation(it) => reasons.extend(invitation::refuse(cx, self, it)?),
            CaseFact::Neutrality(_) => reasons.extend(neutrality::refuse_acceptance(self)),
            CaseFact::Decision(decision) => reasons.extend(record_decision::refuse(cx, self, decision)?),
            CaseFact::Consent(consent) if reasons.is_empty() => reasons.extend(plan_fee::refuse(cx, self, consent)?),
            _ => {}
        }
        Ok(reasons)
    }

    fn next_id(&self, cx: &Cx<'_>) -> FactId {
        FactId((cx.outside.new_id)())
    }

    fn append(&mut self, cx: &mut Cx<'_>, fact: Fact<CaseFact>) -> Result<(), Refusal> {
        match planning_cases::append_fact(cx.tx, cx.actor.office, (self.id, self.version), &fact)? {
            Appended::Saved(version) => self.version = version,
            Appended::Conflict(current) => return Err(Refusal::Conflict { current, by: String::new() }),
        }
        let working = (WorkingKind::Case(fact.body.what()), self.id.0);
        working_versions::remove(cx.tx, cx.actor.office, working)?;
        invitation::queue(cx, self, &fact)?;
        self.facts.append(fact);
        Ok(())
    }

    /// A case in which nothing more is to be done leaves the list and the board; what was agreed to decides on the client's months.
    fn derive(&self, cx: &mut Cx<'_>) -> Result<(), Refusal> {
        let refused = self.not_granted().map(|decision| decision.decided_on);
        let elsewhere = self.elsewhere().map(|(_, made)| made.made_on);
        let ended = self.end().map(|end| end.date).or(refused).or(elsewhere);
        let done = open_step(self).is_none().then(|| done_on(self, PlanStep::Plan)).flatten();
        planning_cases::set_closed(cx.tx, cx.actor.office, self.id, ended.or(done))?;
        let agreed = self.facts.iter().any(|fact| matches!(fact.body, CaseFact::Consent(_)));
        if agreed && !plan_day::settle(cx, self)? {
            monitoring::refresh_client(cx, self.client)?;
        }
        Ok(plans::refresh(cx.tx, self)?)
    }

    fn audit(&self, cx: &mut Cx<'_>, fact: &Fact<CaseFact>, action: AuditAction, _basis: &()) -> Result<(), Refusal> {
        let entry = json!({
            "client": self.client,
            "fact": fact.id,
            "kind": fact.body.what().word(),
            "corrects": fact.corrects,
            "version": self.version,
        });
        cx.audit(action, &self.id.to_string(), &entry)
    }

    fn answer(&self, fact: &Fact<CaseFact>) -> CaseRecorded {
        CaseRecorded { case: self.id, fact: fact.id, version: self.version }
    }
}
