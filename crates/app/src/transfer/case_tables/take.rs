//! Writes what was looked at, batch by batch: each plan or assessment with its audit entry, and nothing of a batch where one is refused.

use std::collections::HashMap;

use calendar::FiscalYear;
use domain::{
    facts::{By, Fact, Facts},
    id::{CaseId, FactId, PlanRowId},
    office::Right,
    planning::{
        CaseFact, CaseKind, CaseText as _, MadeElsewhere, PlanningCase, p1_assessment::Assessment, p5_plan::Plan,
    },
};
use serde_json::json;
use store::{board::plans, clients, planning_cases, rounds::Appended};

use super::look::{Good, ImportedText};
use crate::{
    AuditAction, Cx, Reason, Refusal,
    transfer::{BroughtCase, CellProblem, ImportReport, Importer, Mode, RejectedRow, Watch, import_clients::undone_at},
};

/// Plans of a batch.
const BATCH: usize = 50;

/// Writes the good ones.
pub(super) fn take(
    by: &Importer,
    good: Vec<Good>,
    mode: Mode,
    watch: &Watch,
    report: &mut ImportReport,
) -> Result<(), Refusal> {
    watch.begin(good.len());
    (report.cases, report.taken) = (0, 0);
    let mut rest = good;
    while !rest.is_empty() {
        if watch.cancelled() {
            report.cancelled = true;
            break;
        }
        let size = rest.len().min(BATCH);
        let mut batch: Vec<Good> = rest.drain(..size).collect();
        let texts = batch.clone();
        match by.write(move |cx| take_batch(cx, &texts)).map_err(undone_at) {
            Ok(brought) => {
                report.brought.extend(brought);
                report.cases += size;
                report.taken += batch.iter().map(|one| one.rows.len()).sum::<usize>();
                watch.add(size);
            }
            Err(Ok((place, sentence))) => {
                let refused = batch.remove(place.min(size - 1));
                report.good -= refused.rows.len();
                report.rejected.extend(refused.rows.into_iter().map(|row| RejectedRow {
                    line: row.line,
                    name: refused.name.clone(),
                    cells: row.cells,
                    problems: vec![CellProblem { column: String::new(), sentence: sentence.clone() }],
                }));
                if mode == Mode::AllOrNothing {
                    break;
                }
                batch.append(&mut rest);
                rest = batch;
            }
            Err(Err(refusal)) => return Err(refusal),
        }
    }
    report.written = report.taken > 0;
    Ok(())
}

fn take_batch(cx: &mut Cx<'_>, all: &[Good]) -> Result<Vec<BroughtCase>, Refusal> {
    cx.authorize(Right::EditClients)?;
    cx.authorize(Right::RecordPlanning)?;
    let mut brought = Vec::new();
    for (place, one) in all.iter().enumerate() {
        let case = take_one(cx, one).map_err(|refusal| match refusal {
            Refusal::Refused(reasons) => {
                let at = |reason: Reason| Reason::at(place.to_string(), reason.sentence);
                Refusal::Refused(reasons.into_iter().map(at).collect())
            }
            other => other,
        })?;
        brought.push(BroughtCase { case, name: one.name.clone(), made_on: one.made_on });
    }
    let office = cx.actor.office.to_string();
    cx.audit(AuditAction::Import, &office, &json!({ "cases": all.len() }))?;
    Ok(brought)
}

/// Writes one plan or assessment into the case of what was made elsewhere, or into a new one.
fn take_one(cx: &mut Cx<'_>, one: &Good) -> Result<CaseId, Refusal> {
    let mut case = case_for(cx, one)?;
    let before = case.elsewhere().map(|(fact, made)| (fact.id, made.clone()));
    let plan = match &one.body {
        ImportedText::Plan(plan) => {
            let plan = with_own_ids(plan.as_ref().clone(), &*cx.outside.new_id);
            Some(add(cx, &mut case, plan.into_fact(), None)?)
        }
        ImportedText::Assessment(text) => {
            add(cx, &mut case, text.as_ref().clone().into_fact(), None)?;
            before.as_ref().and_then(|(_, made)| made.plan)
        }
    };
    let made = match (&before, &one.body) {
        // The day of a plan goes before that of its assessment.
        (Some((_, made)), ImportedText::Assessment(_)) if made.plan.is_some() => made.clone(),
        _ => MadeElsewhere { made_on: one.made_on, made_by: one.made_by.clone(), plan },
    };
    add(cx, &mut case, CaseFact::Elsewhere(made.clone()), before.map(|(id, _)| id))?;
    planning_cases::set_closed(cx.tx, cx.actor.office, case.id, Some(made.made_on))?;
    plans::refresh(cx.tx, &case)?;
    let entry = json!({ "client": case.client, "made_on": made.made_on, "plan": made.plan });
    cx.audit(AuditAction::ImportCase, &case.id.to_string(), &entry)?;
    Ok(case.id)
}

/// The plan with an id of its own for each row; a service goes on meeting the need that it met in the file.
fn with_own_ids(mut plan: Plan, new_id: &dyn Fn() -> uuid::Uuid) -> Plan {
    let mut given = HashMap::new();
    for need in &mut plan.text.needs {
        let own = PlanRowId(new_id());
        given.extend(need.id.map(|read| (read, own)));
        need.id = Some(own);
    }
    for service in &mut plan.text.services {
        service.id = Some(PlanRowId(new_id()));
        service.of_need = service.of_need.and_then(|read| given.get(&read).copied());
    }
    plan
}

/// The newest case of the same grant in which what is brought is still missing; else a new one.
fn case_for(cx: &mut Cx<'_>, one: &Good) -> Result<PlanningCase, Refusal> {
    let office = cx.actor.office;
    let client = clients::find(cx.tx, office, one.client)?.ok_or(Refusal::NotFound)?;
    let lacks = |case: &PlanningCase| match (case.elsewhere(), &one.body) {
        (Some((_, made)), ImportedText::Plan(_)) => made.plan.is_none(),
        (Some(_), ImportedText::Assessment(_)) => case.text::<Assessment>().is_none(),
        (None, _) => false,
    };
    let own = |case: &PlanningCase| (case.service, &case.municipality) == (one.place.0, &one.place.1);
    let cases = planning_cases::of_client(cx.tx, office, client.id)?;
    if let Some(case) = cases.into_iter().rfind(|case| own(case) && lacks(case)) {
        return Ok(case);
    }
    let case = PlanningCase {
        id: CaseId((cx.outside.new_id)()),
        office,
        client: client.id,
        service: one.place.0,
        municipality: one.place.1.clone(),
        kind: CaseKind::New,
        replaces: None,
        reception: planning_cases::next_reception(cx.tx, office, FiscalYear::of(cx.today))?,
        opened_on: one.made_on,
        closed_on: Some(one.made_on),
        support_ended_on: client.ended_on,
        facts: Facts::default(),
        version: 0,
    };
    planning_cases::insert(cx.tx, &case)?;
    Ok(case)
}

/// Adds a fact as one that a file brought.
fn add(cx: &mut Cx<'_>, case: &mut PlanningCase, body: CaseFact, corrects: Option<FactId>) -> Result<FactId, Refusal> {
    let fact = Fact {
        id: FactId((cx.outside.new_id)()),
        body,
        recorded_by: By::Import,
        recorded_by_name: cx.actor.name.clone(),
        recorded_at: (cx.outside.now)(),
        corrects,
    };
    match planning_cases::append_fact(cx.tx, cx.actor.office, (case.id, case.version), &fact)? {
        Appended::Saved(version) => case.version = version,
        Appended::Conflict(current) => return Err(Refusal::Conflict { current, by: String::new() }),
    }
    let id = fact.id;
    case.facts.append(fact);
    Ok(id)
}
