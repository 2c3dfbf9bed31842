//! 予定月: which months of a client are to be monitored, and by which certificate, when certificates follow each other.

use std::collections::BTreeMap;

use calendar::YearMonth;

use crate::{
    client::{Certificate, Client, Decision},
    id::CertificateId,
};

/// The months to be monitored, each with the certificate that schedules it. `scheduled`: the certificates of one
/// consultation service with the months of each, in any order.
///
/// A newer certificate takes the place of an older one from the month on in which it takes effect: the first month of
/// its validity, and for a change within the term not before the month in which the changed plan was made. After the
/// end of the support, and in the months of a self-plan, nothing is planned.
pub fn planned_months(
    client: &Client,
    scheduled: &[(&Certificate, Vec<YearMonth>)],
) -> BTreeMap<YearMonth, CertificateId> {
    let mut in_order: Vec<_> = scheduled
        .iter()
        .filter_map(|(certificate, months)| Some((takes_effect(certificate)?, *certificate, months)))
        .collect();
    in_order.sort_by_key(|(from, certificate, _)| (*from, certificate.id));
    let mut planned = BTreeMap::new();
    for (from, certificate, months) in in_order {
        let follows = !planned.is_empty();
        // What the older ones had planned from here on is replaced, also where the new one is silent.
        planned.split_off(&from);
        let own = months.iter().filter(|month| !follows || **month >= from);
        planned.extend(own.map(|month| (*month, certificate.id)));
    }
    planned.retain(|month, _| is_supported(client, *month));
    planned
}

/// The month from which a certificate stands before older ones.
fn takes_effect(certificate: &Certificate) -> Option<YearMonth> {
    let start = certificate.grants.iter().map(|grant| YearMonth::of(grant.start)).min()?;
    match (certificate.decision, certificate.plan_made_on) {
        (Decision::Change, Some(made)) => Some(start.max(YearMonth::of(made))),
        _ => Some(start),
    }
}

/// Whether the office monitors the client in this month at all.
fn is_supported(client: &Client, month: YearMonth) -> bool {
    client.ended_on.is_none_or(|day| month.first_day() <= day) && !client.self_plans.cover_month(month)
}
