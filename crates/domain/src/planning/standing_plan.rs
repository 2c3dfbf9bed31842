//! いまの計画: of all that a client agreed to, the plan that holds on a day for one service and municipality. Reports, the client's page and
//! the next plan ask for it here.

use calendar::Date;

use super::{PlanningCase, p5_plan::Plan};
use crate::client::ConsultationService;

/// The plan that holds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct StandingPlan<'a> {
    /// The case it comes from.
    pub case: &'a PlanningCase,
    /// 計画作成日: the day of the consent.
    pub made_on: Date,
    /// The version that was agreed to.
    pub plan: &'a Plan,
}

/// The plan that was agreed to last by that day; none where there is none, or only in cases that led to nothing.
pub fn standing_plan<'a>(
    cases: &'a [PlanningCase],
    (service, municipality): (ConsultationService, &str),
    by: Date,
) -> Option<StandingPlan<'a>> {
    let own = cases.iter().filter(|case| (case.service, case.municipality.as_str()) == (service, municipality));
    let agreed = own.filter(|case| case.led_to_nothing().is_none()).filter_map(|case| {
        let (made_on, plan) = case.agreed_plan(by)?;
        Some(StandingPlan { case, made_on, plan })
    });
    agreed.max_by_key(|one| one.made_on)
}
