//! 計画 on the client's page: what the client agreed to, its goals, the next review, and who provides what, with the telephone.

use calendar::YearMonth;
use domain::{
    client::{Certificate, ConsultationService},
    id::{CaseId, ProviderId},
    monitoring::MonthMark,
    planning::{PlanningCase, p2_draft::NeedRow, standing_plan},
    provider::Provider,
};

use super::find_client::ServiceMonths;
use crate::{Cx, Refusal};

/// The plan that holds for one service and municipality.
#[derive(Clone, Debug)]
pub struct PlanCard {
    /// Service.
    pub service: ConsultationService,
    /// 市町村名; empty where no certificate tells it.
    pub municipality_name: String,
    /// The case it comes from.
    pub case: CaseId,
    /// 計画作成日.
    pub made_on: calendar::Date,
    /// 長期目標, with its term.
    pub long_goal: (String, String),
    /// 短期目標, with its term.
    pub short_goal: (String, String),
    /// 課題 with 支援目標 and 達成時期, the most pressing first.
    pub needs: Vec<NeedRow>,
    /// 次の見直し: the next month of monitoring that is not done; none where none is planned.
    pub next_review: Option<YearMonth>,
    /// The providers of the plan, with their entry in the register.
    pub providers: Vec<PlanProvider>,
}

/// A provider of the plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlanProvider {
    /// Name.
    pub name: String,
    /// The entry of this name in the register, with the telephone number.
    pub registered: Option<(ProviderId, String)>,
    /// サービスの種類, each once.
    pub kinds: Vec<String>,
}

/// The plans that hold today, one for each service and municipality.
pub(super) fn plan_cards(
    cx: &mut Cx<'_>,
    cases: &[PlanningCase],
    certificates: &[Certificate],
    strips: &[ServiceMonths],
) -> Result<Vec<PlanCard>, Refusal> {
    let mut keys: Vec<_> = cases.iter().map(|case| (case.service, case.municipality.as_str())).collect();
    keys.sort_unstable();
    keys.dedup();
    let today = cx.today;
    let standing: Vec<_> = keys.into_iter().filter_map(|key| standing_plan(cases, key, today)).collect();
    if standing.is_empty() {
        return Ok(Vec::new());
    }
    let register = store::providers::all(cx.tx, cx.actor.office)?;
    let card = |holds: domain::planning::StandingPlan<'_>| {
        let (case, text) = (holds.case, &holds.plan.text);
        let paper = certificates.iter().rfind(|it| it.municipality == case.municipality);
        let municipality_name = paper.map(|it| it.municipality_name.clone()).unwrap_or_default();
        let strip = strips.iter().find(|it| (it.service, &it.municipality_name) == (case.service, &municipality_name));
        PlanCard {
            service: case.service,
            case: case.id,
            made_on: holds.made_on,
            long_goal: (text.long_goal.clone(), text.long_goal_term.clone()),
            short_goal: (text.short_goal.clone(), text.short_goal_term.clone()),
            needs: text.needs.clone(),
            next_review: strip.and_then(next_review),
            providers: text.providers().into_iter().map(|name| provider(name, text, &register)).collect(),
            municipality_name,
        }
    };
    Ok(standing.into_iter().map(card).collect())
}

fn next_review(strip: &ServiceMonths) -> Option<YearMonth> {
    let to_come = [MonthMark::ThisMonth, MonthMark::Planned, MonthMark::End, MonthMark::Carried, MonthMark::Late];
    strip.months.iter().find(|cell| cell.round.is_some() && to_come.contains(&cell.mark)).map(|cell| cell.month)
}

fn provider(name: String, plan: &domain::planning::p2_draft::PlanDraft, register: &[Provider]) -> PlanProvider {
    let registered = register.iter().find(|one| one.name == name).map(|one| (one.id, one.phone.clone()));
    let mut kinds: Vec<String> = Vec::new();
    for row in plan.services.iter().filter(|row| row.provider == name && !row.kind.is_empty()) {
        if !kinds.contains(&row.kind) {
            kinds.push(row.kind.clone());
        }
    }
    PlanProvider { name, registered, kinds }
}
