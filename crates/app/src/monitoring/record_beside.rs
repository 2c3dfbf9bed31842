//! What is recorded beside the six steps: an appointment, tries that failed and whom the office told of them; after a report the 申請の勧奨 and the
//! 連絡調整. What of it is still to be done stands on the list of 確かめること.

use domain::{
    id::RoundId,
    monitoring::{Round, RoundFact, attempts::RaisedTo},
    office::Right,
};
use store::{
    clients,
    tasks::{self, Task, TaskKind},
};

use super::{
    record::{Entry, Recorded, load, record},
    settings::settings_of_round,
};
use crate::{AuditAction, Cx, Refusal};

/// Records an appointment, a try that failed, or that somebody was told. A new appointment takes the place of the one before.
pub fn record_visit_plan(cx: &mut Cx<'_>, entry: Entry, body: RoundFact) -> Result<Recorded, Refusal> {
    cx.authorize(Right::RecordMonitoring)?;
    let mut entry = entry;
    match &body {
        RoundFact::Appointment(_) => {
            let round = load(cx, entry.round)?;
            let before = round.standing().filter(|fact| matches!(fact.body, RoundFact::Appointment(_))).last();
            entry.corrects = before.map(|fact| fact.id);
        }
        RoundFact::Attempt(_) | RoundFact::Raised(_) => {}
        _ => return Err(Refusal::NotFound),
    }
    beside(cx, AuditAction::RecordVisitPlan, entry, body)
}

/// Records 申請の勧奨 or 連絡調整.
pub fn record_next_step(cx: &mut Cx<'_>, entry: Entry, body: RoundFact) -> Result<Recorded, Refusal> {
    cx.authorize(Right::RecordMonitoring)?;
    match &body {
        RoundFact::Advice(_) | RoundFact::ProviderContact(_) => {}
        _ => return Err(Refusal::NotFound),
    }
    beside(cx, AuditAction::RecordNextStep, entry, body)
}

fn beside(cx: &mut Cx<'_>, action: AuditAction, entry: Entry, body: RoundFact) -> Result<Recorded, Refusal> {
    let recorded = record(cx, action, entry, |_| body)?;
    keep_round_tasks(cx, recorded.round)?;
    Ok(recorded)
}

/// 確かめること of a round: what is still to be done is on the list, what is done is not.
pub(super) fn keep_round_tasks(cx: &mut Cx<'_>, id: RoundId) -> Result<(), Refusal> {
    let round = load(cx, id)?;
    let settings = settings_of_round(cx, &round)?;
    let not_met = round.is_to_be_raised(settings.attempts_raised).then(|| {
        let whom: Vec<&str> = RaisedTo::ALL.iter().map(|to| to.label()).collect();
        (format!("{}回", round.attempts().count()), whom.join("・"))
    });
    keep(cx, &round, TaskKind::NotMet, not_met)?;
    let open = round.open_next_steps();
    let next = round.finished_report().map(|(_, report)| report.next.iter().map(|it| it.label()).collect::<Vec<_>>());
    let next = next.filter(|_| !open.is_empty()).map(|next| (next.join("、"), open.join("、")));
    keep(cx, &round, TaskKind::NextStep, next)
}

fn keep(cx: &mut Cx<'_>, round: &Round, kind: TaskKind, open: Option<(String, String)>) -> Result<(), Refusal> {
    let (office, now, by) = (cx.actor.office, (cx.outside.now)(), cx.actor.name.clone());
    let subject = round.id.to_string();
    let Some((from, to)) = open else {
        tasks::done(cx.tx, office, (kind, &subject), (&by, &now))?;
        return Ok(());
    };
    let name = clients::find(cx.tx, office, round.client)?.ok_or(Refusal::NotFound)?.name;
    let task = Task { kind, subject: subject.clone(), client: round.client, name, month: round.month, from, to };
    tasks::put(cx.tx, office, &task, &now)?;
    tasks::reopen(cx.tx, office, (kind, &subject))?;
    Ok(())
}
