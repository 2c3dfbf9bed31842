//! 取下げ・再請求を確かめる: a claim that was closed keeps what it printed. Where a certificate now says otherwise, people
//! get a task; nothing changes in silence.

use calendar::YearMonth;
use domain::{
    billing::claim_life::Claim,
    client::{Certificate, Client},
    monitoring::certificate_of_round,
};
use store::{
    claims, rounds,
    tasks::{self, Task, TaskKind},
};

use crate::{Cx, Refusal};

/// Puts a task on the list for each claim of the client that stands and that the certificates no longer say the same of.
pub(super) fn note_claims(cx: &mut Cx<'_>, client: &Client, certificates: &[Certificate]) -> Result<(), Refusal> {
    let office = cx.actor.office;
    let claims = claims::of_client(cx.tx, office, client.id)?;
    if claims.is_empty() {
        return Ok(());
    }
    let rounds = rounds::of_client(cx.tx, office, client.id)?;
    for claim in claims.iter().filter(|claim| claim.state().stands()) {
        let printed = words(&claim.body.municipality_name, &claim.body.certificate_number);
        let round = rounds.iter().find(|round| Some(round.id) == claim.round);
        let now = match round {
            Some(round) => certificate_of_round(certificates, round),
            None => certificates.iter().find(|it| claim.lines.iter().any(|line| line.plan == Some(it.id))),
        };
        let plan_moved = |now: &Certificate| {
            let made = now.plan_made_on.map(YearMonth::of);
            claim.lines.iter().any(|line| line.plan == Some(now.id)) && made != Some(claim.month)
        };
        let known = match now {
            Some(_) if round.is_some_and(|round| !round.scheduled) => "実施月ではない月".to_owned(),
            Some(now) if plan_moved(now) => "計画を作った月ではない月".to_owned(),
            Some(now) if is_same(claim, now) => continue,
            Some(now) => words(&now.municipality_name, &now.number),
            None => "受給者証がない月".to_owned(),
        };
        let task = Task {
            kind: TaskKind::ClaimDiffers,
            subject: claim.id.to_string(),
            client: client.id,
            name: client.name.clone(),
            month: claim.month,
            from: printed,
            to: known,
        };
        tasks::put(cx.tx, office, &task, &(cx.outside.now)())?;
    }
    Ok(())
}

fn is_same(claim: &Claim, certificate: &Certificate) -> bool {
    claim.municipality == certificate.municipality && claim.body.certificate_number == certificate.number
}

fn words(municipality: &str, number: &str) -> String {
    format!("{municipality} {number}")
}
