//! The rounds of a certificate: opened when it is saved, taken off the schedule when its months change.

use calendar::YearMonth;
use domain::{
    id::RoundId,
    client::Certificate,
    monitoring::{Round},
    office::Right,
};
use serde::{Deserialize, Serialize};
use serde_json::json;
use store::rounds;

use super::settings::refresh_client;
use crate::{Cx, Refusal};

/// How many rounds a saved certificate opened and took off.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Opened {
    /// Newly opened.
    pub opened: usize,
    /// No longer on the certificate.
    pub taken_off: usize,
}

/// Opens a round for each of `months` (from `from` on: what was done before mimamori is not asked for), takes those
/// off the schedule that the certificate no longer lists, and writes the client's lines of the board anew.
pub fn open_rounds(
    cx: &mut Cx<'_>,
    certificate: &Certificate,
    months: &[YearMonth],
    from: YearMonth,
) -> Result<Opened, Refusal> {
    cx.authorize(Right::EditClients)?;
    let office = cx.actor.office;
    let there = rounds::of_client(cx.tx, office, certificate.client)?;
    let mine = |round: &&Round| round.service == certificate.service;
    let mut answer = Opened::default();
    for month in months.iter().copied().filter(|month| *month >= from) {
        let known = there.iter().filter(mine).find(|round| round.month == month);
        if known.is_none_or(|round| !round.scheduled) {
            answer.opened += 1;
        }
        rounds::open(cx.tx, &blank(cx, certificate, month))?;
    }
    for round in there.iter().filter(mine) {
        if round.certificate == certificate.id && round.scheduled && !months.contains(&round.month) {
            rounds::unschedule(cx.tx, office, round.id)?;
            answer.taken_off += 1;
        }
    }
    refresh_client(cx, certificate.client)?;
    if answer != Opened::default() {
        let entry = json!({ "client": certificate.client, "opened": answer.opened, "taken_off": answer.taken_off });
        cx.audit("monitoring.open_rounds", &certificate.id.to_string(), &entry)?;
    }
    Ok(answer)
}

fn blank(cx: &Cx<'_>, certificate: &Certificate, month: YearMonth) -> Round {
    Round {
        id: RoundId((cx.outside.new_id)()),
        office: cx.actor.office,
        client: certificate.client,
        certificate: certificate.id,
        service: certificate.service,
        month,
        scheduled: true,
        claimed_on: None,
        facts: Vec::new(),
        version: 0,
    }
}
