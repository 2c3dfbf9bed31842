//! What the judge of the 保存期間 is to know of a client: the days of service, what is not finished, and 苦情・事故・通知.

use calendar::{Date, in_japan};
use domain::{
    billing::{
        claim_life::ClaimState,
        claimable::{Candidate, Judgement, Subject},
    },
    client::{AboutClient, Client, ContactFact},
    monitoring::{Round, RoundFact},
    office::OfficeHistory,
    planning::PlanningCase,
    retention::{KeptIncident, Open, Recorded, Retention, retention},
};
use store::{claims, client_facts, contacts, deletions, holds, planning_cases};

use crate::{
    Cx, Refusal,
    billing::{candidates_of, load_client},
    monitoring,
};

/// The judgement of a client today.
pub(super) fn judged(cx: &mut Cx<'_>, client: &Client) -> Result<Retention, Refusal> {
    let recorded = recorded(cx, client)?;
    Ok(retention(&recorded, cx.today))
}

fn recorded(cx: &mut Cx<'_>, client: &Client) -> Result<Recorded, Refusal> {
    let (office, id) = (cx.actor.office, client.id);
    let loaded = load_client(cx, id)?;
    let cases = planning_cases::of_client(cx.tx, office, id)?;
    let contacts = contacts::of_client(cx.tx, office, id)?;
    let about = client_facts::about(cx.tx, office, id)?;
    let claims = claims::of_client(cx.tx, office, id)?;
    let mut services: Vec<Date> = loaded.rounds.iter().flat_map(days_of_round).collect();
    services.extend(cases.iter().flat_map(days_of_case));
    services.extend(loaded.certificates.iter().filter_map(|it| it.plan_made_on));
    services.extend(claims.iter().filter_map(|claim| claim.monitored_on));
    services.extend(contacts.facts.standing().filter_map(|fact| match &fact.body {
        ContactFact::Contact(contact) => Some(contact.date),
        ContactFact::Withdrawn { .. } => None,
    }));
    let settings = monitoring::settings(cx)?;
    let last = services.iter().copied().chain(client.ended_on).max().unwrap_or(cx.today);
    let towns = loaded.certificates.iter().map(|it| settings.of(&it.municipality, last).retention_years);
    let years = towns.max().unwrap_or_else(|| settings.usual(last).retention_years);
    let mut open: Vec<Open> =
        cases.iter().filter(|case| case.closed_on.is_none()).map(|it| Open::Case(it.title())).collect();
    open.extend(loaded.rounds.iter().filter(|round| round.being_written).map(|round| Open::Round(round.month)));
    let history: OfficeHistory = crate::office::office_history(cx)?;
    let holds = holds::of_client(cx.tx, office, id)?;
    let held = |it: &Candidate| {
        holds.iter().any(|hold| {
            (hold.service, hold.month, hold.municipality.as_str()) == (it.service, it.month, it.municipality.as_str())
        })
    };
    let unclaimed = candidates_of(&loaded, &history, &settings)?;
    let unclaimed = unclaimed.iter().filter(|it| is_work_done(it, &loaded.rounds) && !held(it));
    open.extend(unclaimed.map(|it| Open::Unclaimed(it.month)));
    let waits = |state| matches!(state, ClaimState::Closed | ClaimState::Sent);
    open.extend(claims.iter().filter(|claim| waits(claim.state())).map(|claim| Open::Unpaid(claim.month)));
    if deletions::is_being_typed(cx.tx, office, id)? {
        open.push(Open::Draft);
    }
    open.dedup();
    Ok(Recorded { ended_on: client.ended_on, services, incidents: incidents(&about), open, years })
}

fn incidents(about: &AboutClient) -> Vec<KeptIncident> {
    let all = about.incidents().into_iter();
    all.map(|(fact, it)| KeptIncident { what: it.what, on: fact.body.from, settled_on: it.settled_on }).collect()
}

/// Whether something of a month was done that a claim may be made for: a visit, or a plan.
fn is_work_done(candidate: &Candidate, rounds: &[Round]) -> bool {
    let visited = |round: &Round| round.facts.standing().any(|fact| matches!(fact.body, RoundFact::HomeVisit(_)));
    let done = candidate.parts.iter().any(|part| match part.subject {
        Subject::Round(id) => rounds.iter().any(|round| round.id == id && visited(round)),
        Subject::Plan(_) | Subject::Case(_) => true,
    });
    done && !matches!(candidate.judgement, Judgement::Refused(_))
}

fn days_of_round(round: &Round) -> impl Iterator<Item = Date> {
    round.facts.standing().filter_map(|fact| match &fact.body {
        RoundFact::ServiceCheck(it) => Some(it.date),
        RoundFact::HomeVisit(it) => Some(it.date),
        RoundFact::Report(it) => it.written_on,
        RoundFact::Consent(it) => it.agreed_on.or(it.sent_on),
        RoundFact::Submission(it) => Some(it.date),
        RoundFact::CarryOver(it) => it.told_on,
        RoundFact::Attempt(it) => Some(it.date),
        RoundFact::Raised(it) => Some(it.on),
        RoundFact::Advice(it) => Some(it.on),
        RoundFact::ProviderContact(it) => Some(it.on),
        // What was only meant to be is no service.
        RoundFact::Appointment(_) | RoundFact::Missed(_) | RoundFact::Withdrawn { .. } => None,
    })
}

fn days_of_case(case: &PlanningCase) -> impl Iterator<Item = Date> {
    let recorded =
        case.facts.standing().filter_map(|fact| fact.body.day().or_else(|| Some(in_japan(&fact.recorded_at)?.0)));
    recorded.chain([case.opened_on])
}
