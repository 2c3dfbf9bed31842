//! 計画作成日 of every version of a client's plan: what papers call 初回作成日 and 変更日.

use calendar::Date;

use super::PlanningCase;
use crate::client::{Certificate, ConsultationService};

/// 計画作成日 of each version that was made by the day, the earliest first: as agreed to in the cases, and as the certificates
/// say it of plans that were made before them or elsewhere.
pub fn versions_made_on(
    service: ConsultationService,
    cases: &[PlanningCase],
    certificates: &[Certificate],
    by: Date,
) -> Vec<Date> {
    let of_service = cases.iter().filter(|it| it.service == service && it.led_to_nothing().is_none());
    let agreed = of_service.flat_map(PlanningCase::plan_consents).map(|(_, consent)| consent.agreed_on);
    let entered = certificates.iter().filter(|it| it.service == service).filter_map(|it| it.plan_made_on);
    let mut days: Vec<Date> = agreed.chain(entered).filter(|day| *day <= by).collect();
    days.sort_unstable();
    days.dedup();
    days
}
