//! 予定月の回: the rounds of a client follow the certificates.

use calendar::YearMonth;
use domain::{
    client::{Client, ConsultationService},
    id::{CertificateId, RoundId},
    monitoring::{Round, planned_months, schedule},
};
use store::{board, rounds};

use crate::{Cx, Refusal, monitoring::settings};

/// Opens the rounds that the client's certificates now plan, takes the others off the schedule (those without facts
/// go, those with facts stay), and writes the client's lines of the board anew.
///
/// Months before the office began with mimamori are left alone.
pub(crate) fn plan_rounds(cx: &mut Cx<'_>, client: &Client) -> Result<(), Refusal> {
    let office = cx.actor.office;
    let from = store::offices::find(cx.tx, office)?.ok_or(Refusal::NotFound)?.start_month;
    let certificates = store::certificates::of_client(cx.tx, office, client.id)?;
    let there = rounds::of_client(cx.tx, office, client.id)?;
    for service in ConsultationService::ALL.iter().copied() {
        let scheduled: Vec<_> = certificates
            .iter()
            .filter(|certificate| certificate.service == service)
            .map(|certificate| (certificate, schedule::of_certificate(certificate).months))
            .collect();
        let mut planned = planned_months(client, &scheduled);
        planned.retain(|month, _| *month >= from);
        let mine: Vec<&Round> = there.iter().filter(|round| round.service == service && round.month >= from).collect();
        for (month, certificate) in &planned {
            let known = mine.iter().find(|round| round.month == *month);
            if !known.is_some_and(|round| round.scheduled && round.certificate == *certificate) {
                rounds::open(cx.tx, &round(cx, client, service, *month, *certificate))?;
            }
        }
        for gone in mine.iter().filter(|round| round.scheduled && !planned.contains_key(&round.month)) {
            rounds::unschedule(cx.tx, office, gone.id)?;
        }
    }
    let settings = settings(cx)?;
    board::refresh_client(cx.tx, office, client.id, &settings)?;
    Ok(())
}

fn round(
    cx: &Cx<'_>,
    client: &Client,
    service: ConsultationService,
    month: YearMonth,
    certificate: CertificateId,
) -> Round {
    Round {
        id: RoundId((cx.outside.new_id)()),
        office: cx.actor.office,
        client: client.id,
        certificate,
        service,
        month,
        scheduled: true,
        claimed_on: None,
        facts: Vec::new(),
        version: 0,
    }
}
