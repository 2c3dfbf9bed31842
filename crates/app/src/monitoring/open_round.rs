//! 回を開く: a visit took place in a month that no certificate lists, or before any certificate was entered. It is kept,
//! and judged by the certificate that comes.

use calendar::{Date, YearMonth, wareki};
use domain::{
    client::{Certificate, Client, ConsultationService},
    id::{ClientId, RoundId},
    monitoring::{Round, is_planned, listed, municipality_of_month},
    office::Right,
};
use serde_json::json;
use store::{board, certificates, clients, rounds};

use super::settings::settings;
use crate::{AuditAction, Cx, Reason, Refusal};

/// Opens the round of the day of a visit, or finds the one that is there: of the municipality whose grant is valid that
/// day, else of one whose 支給期間 covers the month, else of none yet.
pub fn open_round(
    cx: &mut Cx<'_>,
    client: ClientId,
    service: ConsultationService,
    visited_on: Date,
) -> Result<RoundId, Refusal> {
    cx.authorize(Right::RecordMonitoring)?;
    cx.once("open_round", |cx| {
        let office = cx.actor.office;
        let client = clients::find(cx.tx, office, client)?.ok_or(Refusal::NotFound)?;
        check(cx.today, &client, visited_on)?;
        let certificates = certificates::of_client(cx.tx, office, client.id)?;
        let round = round_of(cx, &client, &certificates, service, visited_on);
        let there = rounds::of_client(cx.tx, office, client.id)?.into_iter().find(|one| {
            (one.service, one.month, &one.municipality) == (round.service, round.month, &round.municipality)
        });
        if let Some(there) = there {
            return Ok(there.id);
        }
        rounds::open(cx.tx, &round)?;
        let settings = settings(cx)?;
        board::refresh_round(cx.tx, office, round.id, &settings)?;
        let entry = json!({ "client": client.id, "month": round.month, "municipality": round.municipality });
        cx.audit(AuditAction::OpenRound, &round.id.to_string(), &entry)?;
        Ok(round.id)
    })
}

fn check(today: Date, client: &Client, visited_on: Date) -> Result<(), Refusal> {
    let refuse = |sentence: String| Err(Refusal::Refused(vec![Reason::at("visited_on", sentence)]));
    if visited_on > today {
        return refuse(format!("訪問日（{}）が今日より後です。", wareki::long(visited_on)));
    }
    if visited_on < client.birth {
        return refuse(format!("訪問日（{}）が生年月日より前です。年を確かめてください。", wareki::long(visited_on)));
    }
    if let Some(sentence) = visit_elsewhere(client, visited_on) {
        return refuse(sentence);
    }
    match client.ended_on.filter(|end| visited_on > *end) {
        Some(end) => refuse(format!(
            "訪問日が支援の終了日（{}）より後です。支援が終わったあとの訪問は記録できません。",
            wareki::long(end)
        )),
        None => Ok(()),
    }
}

/// Why a day cannot be that of this office's visit: another one was in charge.
pub(super) fn visit_elsewhere(client: &Client, visited_on: Date) -> Option<String> {
    client.other_offices.have_day(visited_on).then(|| {
        let day = wareki::long(visited_on);
        format!("{day}は、ほかの事業所が担当している日です（「本人と家族・契約」の引継ぎの記録）。訪問日を確かめてください。")
    })
}

/// The round as the certificates tell it today. That of a month before the office began with mimamori may be one that
/// they list; then it is on the schedule.
fn round_of(
    cx: &Cx<'_>,
    client: &Client,
    certificates: &[Certificate],
    service: ConsultationService,
    visited_on: Date,
) -> Round {
    let month = (YearMonth::of(visited_on), String::new());
    let id = RoundId((cx.outside.new_id)());
    let mut round = Round {
        scheduled: false,
        support_ended_on: client.ended_on,
        ..Round::planned(id, cx.actor.office, client.id, service, month)
    };
    round.municipality = municipality_of_month(certificates, &round, Some(visited_on)).unwrap_or_default();
    let own: Vec<&Certificate> = certificates.iter().filter(|one| one.service == service).collect();
    let key = (round.month, round.municipality.clone());
    round.scheduled = is_planned(client, &listed(&own), &key, Some(visited_on));
    round
}
