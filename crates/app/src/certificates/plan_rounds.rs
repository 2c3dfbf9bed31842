//! 予定月の回: the rounds of a client follow the certificates.

use calendar::{Date, YearMonth};
use domain::{
    client::{Certificate, Client, ConsultationService},
    id::RoundId,
    monitoring::{
        PlannedMonth, Round, certificate_of_round, is_planned, is_supported, listed, municipality_of_month,
        planned_months,
    },
};
use store::{board, rounds};

use super::note_claims::note_claims;
use crate::{Cx, Refusal, monitoring::settings};

/// Opens the rounds that the client's certificates now plan, takes the others off the schedule (those without facts
/// go, those with facts stay), and writes the client's lines of the board anew.
///
/// A month that is over or has begun is never taken away by a newer certificate, only by the end of the support, a
/// self-plan, or the 訂正 of what planned it: `before` are the client's certificates as they stood before a 訂正, and
/// empty for anything else. Months before the office began with mimamori are left alone.
pub(crate) fn plan_rounds(cx: &mut Cx<'_>, client: &Client, before: &[Certificate]) -> Result<(), Refusal> {
    let office = cx.actor.office;
    let from = store::offices::find(cx.tx, office)?.ok_or(Refusal::NotFound)?.start_month;
    let begun = YearMonth::of(cx.today);
    let certificates = store::certificates::of_client(cx.tx, office, client.id)?;
    let mut there = rounds::of_client(cx.tx, office, client.id)?;
    place(cx, &certificates, &mut there)?;
    for service in ConsultationService::ALL.iter().copied() {
        let planned_by = |certificates: &[Certificate]| {
            let own: Vec<&Certificate> = certificates.iter().filter(|one| one.service == service).collect();
            planned_months(client, &own)
        };
        let (mut planned, mistaken) = (planned_by(&certificates), planned_by(before));
        planned.retain(|(month, _)| *month >= from);
        let mine: Vec<&Round> = there.iter().filter(|round| round.service == service && round.month >= from).collect();
        for key in &planned {
            if !mine.iter().any(|round| round.scheduled && key_of(round) == *key) {
                rounds::open(cx.tx, &round(cx, client, service, key))?;
            }
        }
        let own: Vec<&Certificate> = certificates.iter().filter(|one| one.service == service).collect();
        let listed = listed(&own);
        // A visit before another office took over keeps its round, also when the day of the change was put right afterwards.
        let kept = |round: &&&Round| !round.scheduled && is_planned(client, &listed, &key_of(round), visited_on(round));
        for kept in mine.iter().filter(|round| visited_on(round).is_some()).filter(kept) {
            rounds::open(cx.tx, &Round { scheduled: true, ..(**kept).clone() })?;
        }
        let gone = |round: &&&Round| round.scheduled && !is_planned(client, &listed, &key_of(round), visited_on(round));
        for gone in mine.iter().filter(gone) {
            let to_come = gone.month > begun;
            let supported = is_supported(client, gone.month, visited_on(gone));
            if to_come || mistaken.contains(&key_of(gone)) || !supported {
                rounds::unschedule(cx.tx, office, gone.id)?;
            }
        }
    }
    note_claims(cx, client, &certificates)?;
    let settings = settings(cx)?;
    board::refresh_client(cx.tx, office, client.id, &settings)?;
    Ok(())
}

/// Gives each round that no certificate covers (opened before one was entered, or under a mistaken 市町村番号) to the
/// municipality that a certificate now tells.
fn place(cx: &mut Cx<'_>, certificates: &[Certificate], rounds: &mut [Round]) -> Result<(), Refusal> {
    for round in rounds.iter_mut().filter(|round| certificate_of_round(certificates, round).is_none()) {
        let visited_on = round.home_visit().map(|(_, visit)| visit.date);
        let Some(municipality) = municipality_of_month(certificates, round, visited_on) else { continue };
        if rounds::give_to_municipality(cx.tx, round, &municipality)? {
            round.municipality = municipality;
        }
    }
    Ok(())
}

/// The day of a visit that counts: in the month of a 事業所の変更 it keeps the round.
fn visited_on(round: &Round) -> Option<Date> {
    round.home_visit().filter(|(_, visit)| visit.counts()).map(|(_, visit)| visit.date)
}

fn key_of(round: &Round) -> PlannedMonth {
    (round.month, round.municipality.clone())
}

fn round(cx: &Cx<'_>, client: &Client, service: ConsultationService, planned: &PlannedMonth) -> Round {
    let id = RoundId((cx.outside.new_id)());
    Round {
        support_ended_on: client.ended_on,
        ..Round::planned(id, cx.actor.office, client.id, service, planned.clone())
    }
}
