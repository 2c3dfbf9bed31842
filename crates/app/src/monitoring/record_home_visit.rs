//! (2) 自宅訪問. A visit elsewhere or in another month may be recorded, because it took place; it just does not count.

use calendar::wareki;
use domain::{
    client::Certificate,
    monitoring::{Round, RoundFact, m2_home_visit::HomeVisit, municipality_on},
    office::Right,
};
use store::certificates;

use super::record::{Entry, Recorded, load, record};
use crate::{AuditAction, Cx, Reason, Refusal, clients::about::keep_event_tasks};

/// Records a visit. The day decides the municipality: one on which another municipality's grant was valid belongs into
/// that municipality's round.
pub fn record_home_visit(cx: &mut Cx<'_>, entry: Entry, visit: HomeVisit) -> Result<Recorded, Refusal> {
    cx.authorize(Right::RecordMonitoring)?;
    let round = load(cx, entry.round)?;
    let certificates = certificates::of_client(cx.tx, cx.actor.office, round.client)?;
    if let Some(sentence) = of_another_municipality(&certificates, &round, &visit) {
        return Err(Refusal::Refused(vec![Reason::at("date", sentence)]));
    }
    let recorded = record(cx, AuditAction::RecordHomeVisit, entry, |_| RoundFact::HomeVisit(visit))?;
    keep_event_tasks(cx, round.client)?;
    Ok(recorded)
}

fn of_another_municipality(certificates: &[Certificate], round: &Round, visit: &HomeVisit) -> Option<String> {
    let valid = municipality_on(certificates, round.service, visit.date)?;
    if !round.has_certificate() || valid == round.municipality {
        return None;
    }
    let name = |number: &str| {
        let found = certificates.iter().find(|one| one.municipality == number);
        found.map_or_else(|| number.to_owned(), |one| one.municipality_name.clone())
    };
    let (day, valid, own) = (wareki::long(visit.date), name(valid), name(&round.municipality));
    Some(format!(
        "訪問日（{day}）に有効なのは{valid}の受給者証です。この回は{own}の回なので、{valid}の回に記録してください。"
    ))
}
