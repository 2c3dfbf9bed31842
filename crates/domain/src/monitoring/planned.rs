//! 予定月: which months of a client are to be monitored, and for which municipality, when certificates follow each
//! other.

use std::collections::BTreeSet;

use calendar::{Date, YearMonth};

use super::schedule::{self, Schedule};
use crate::client::{Certificate, Client};

/// A month to be monitored and the 市町村番号 it belongs to.
pub type PlannedMonth = (YearMonth, String);

/// The months to be monitored, each with its municipality. `certificates`: those of one consultation service of the
/// client, in any order.
///
/// A month is planned if any certificate of the municipality lists it within its 支給期間, whole months; two that list
/// it make one round. So the end month of an old grant stays though the renewal begins in its middle, and a month in
/// which the person moves may be two municipalities'. After the end of the support, and in the months of a self-plan,
/// nothing is planned, nor in the months of another office.
pub fn planned_months(client: &Client, certificates: &[&Certificate]) -> BTreeSet<PlannedMonth> {
    let mut months = listed(certificates);
    months.retain(|(month, _)| is_supported(client, *month, None));
    months
}

/// Whether one of the months that the certificates list ([`listed`], which is asked for once a client) is to be monitored, where the day of
/// its visit is known already: as [`planned_months`], and in the month in which another office takes over, what was done before that day
/// was due.
pub fn is_planned(
    client: &Client,
    listed: &BTreeSet<PlannedMonth>,
    month: &PlannedMonth,
    visited_on: Option<Date>,
) -> bool {
    is_supported(client, month.0, visited_on) && listed.contains(month)
}

/// The months that certificates of one consultation service list, whoever is in charge in them.
pub fn listed(certificates: &[&Certificate]) -> BTreeSet<PlannedMonth> {
    let of = |certificate: &&Certificate| {
        let municipality = certificate.municipality.clone();
        listed_months(certificate, certificates).into_iter().map(move |month| (month, municipality.clone()))
    };
    certificates.iter().flat_map(of).collect()
}

/// The months that a certificate lists and that still count, beside the others of the client.
pub fn listed_months(certificate: &Certificate, others: &[&Certificate]) -> Vec<YearMonth> {
    let Schedule { mut months, benefit_period, .. } = schedule::of_certificate(certificate);
    let last = last_month(certificate, others);
    months.retain(|month| benefit_period.is_some_and(|period| period.contains(*month)));
    months.retain(|month| last.is_none_or(|last| *month <= last));
    months
}

/// The last month for which the certificate's list counts, where it does not count to its end: that of the move away,
/// or the last one before a 変更 of the same municipality takes effect (the day of its validity, and not before its
/// plan was made).
fn last_month(certificate: &Certificate, others: &[&Certificate]) -> Option<YearMonth> {
    let changed = certificate
        .changes(others.iter().copied())
        .into_iter()
        .filter_map(|change| Some((change.starts_on()?, change.plan_made_on)))
        .map(|(starts, plan_made_on)| plan_made_on.map_or(starts, |made| made.max(starts)))
        .min()
        .and_then(|effect| effect.yesterday().ok());
    certificate.moved_out_on.into_iter().chain(changed).min().map(YearMonth::of)
}

/// Whether the office monitors the client in this month at all; `visited_on`: the day of the month's visit, where there was one. The one
/// judge of whose a month is: after the end of the support it is nobody's, in a self-plan the person's own, and before and after a 事業所の
/// 変更 the other office's.
pub fn is_supported(client: &Client, month: YearMonth, visited_on: Option<Date>) -> bool {
    let others = &client.other_offices;
    let elsewhere = visited_on.map_or_else(|| others.have_month(month), |day| others.have_day(day));
    client.ended_on.is_none_or(|day| month.first_day() <= day) && !client.self_plans.cover_month(month) && !elsewhere
}
