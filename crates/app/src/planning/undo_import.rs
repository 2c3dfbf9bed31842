//! 取り込みの取消: a plan that a file brought goes again, as long as nothing goes on from it. What the file said stays in the history.

use domain::{
    facts::New,
    id::CaseId,
    monitoring::RoundFact,
    office::Right,
    planning::{CaseEnd, CaseFact, PlanningCase, p3_decision::IMPORT_UNDONE},
};
use serde_json::json;
use store::{attachments, planning_cases, rounds};

use super::record::load_whole;
use crate::{AuditAction, Cx, Reason, Refusal, record::append};

/// Takes back everything that a file brought into a case, and ends the case.
pub fn undo_import(cx: &mut Cx<'_>, id: CaseId) -> Result<(), Refusal> {
    cx.authorize(Right::EditClients)?;
    cx.authorize(Right::RecordPlanning)?;
    cx.once("undo_import", |cx| {
        let mut case = load_whole(cx, id)?;
        if case.elsewhere().is_none() {
            return Err(refused("取り込まれた計画ではないか、もう取り消されています。画面を開き直してください。"));
        }
        if let Some(sentence) = hanging(cx, &case)? {
            return Err(refused(sentence));
        }
        let standing: Vec<_> = case.facts.standing().map(|fact| fact.id).collect();
        let mut new = Vec::new();
        for fact in standing {
            let withdrawal = case.facts.withdrawal(fact, IMPORT_UNDONE.to_owned());
            new.push(withdrawal.map_err(|_| Refusal::NotFound)?);
        }
        new.push(New::of(CaseFact::Ended(CaseEnd { date: cx.today, reason: IMPORT_UNDONE.to_owned() })));
        let facts = new.len();
        append(cx, &mut case, new)?;
        let entry = json!({ "client": case.client, "facts": facts });
        cx.audit(AuditAction::UndoImport, &id.to_string(), &entry)
    })
}

/// What goes on from the plan, in a sentence; none where nothing does.
fn hanging(cx: &mut Cx<'_>, case: &PlanningCase) -> Result<Option<&'static str>, Refusal> {
    let office = cx.actor.office;
    let follows = |later: &PlanningCase| later.replaces == Some(case.id);
    if planning_cases::of_client(cx.tx, office, case.client)?.iter().any(follows) {
        return Ok(Some("この計画に続く計画が始まっているので、取り込みを取り消せません。"));
    }
    let plans: Vec<_> = case.plan_versions().into_iter().map(|(fact, plan)| (fact.id, plan)).collect();
    let rows: Vec<_> = plans.iter().flat_map(|(_, plan)| plan.text.needs.iter().filter_map(|row| row.id)).collect();
    let takes_rows = |fact: &RoundFact| match fact {
        RoundFact::Report(report) => report.rows.iter().any(|row| row.plan_row.is_some_and(|id| rows.contains(&id))),
        _ => false,
    };
    let rounds = rounds::of_client(cx.tx, office, case.client)?;
    if rounds.iter().flat_map(|round| round.facts.iter()).any(|fact| takes_rows(&fact.body)) {
        return Ok(Some("この計画の目標が報告書に使われているので、取り込みを取り消せません。"));
    }
    let scans = attachments::of_client(cx.tx, office, case.client)?;
    let named = scans.iter().filter(|scan| scan.withdrawal.is_none()).filter_map(|scan| scan.plan);
    if named.into_iter().any(|plan| plans.iter().any(|(id, _)| *id == plan)) {
        return Ok(Some(
            "この計画の写しが添付されているので、取り込みを取り消せません。先に添付を取り消してください。",
        ));
    }
    Ok(None)
}

fn refused(sentence: &'static str) -> Refusal {
    Refusal::Refused(vec![Reason::at("", sentence)])
}
