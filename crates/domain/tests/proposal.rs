//! 計画案: goals, needs and services, the week, the proposed interval, 兼務, the consent.

#[path = "proposal/change.rs"]
mod change;
#[path = "proposal/draft.rs"]
mod draft;
#[path = "proposal/neutrality.rs"]
mod neutrality;
#[path = "proposal/plan.rs"]
mod plan;
#[path = "proposal/renewal.rs"]
mod renewal;
#[path = "proposal/report_rows.rs"]
mod report_rows;
#[path = "proposal/service_use.rs"]
mod service_use;
#[path = "proposal/steps.rs"]
mod steps;
#[path = "proposal/week.rs"]
mod week;

use domain::{
    monitoring::{Checking, Problem},
    planning::{CaseFact, PlanningCase},
};
use testkit::{
    TODAY, client,
    planning::{CaseBuilder, assessment, basic, case_of, coverage, interview},
};

/// What the checks know.
const WITH: Checking = Checking { today: TODAY, support_ended_on: None, born: None };

/// 花子's case with everything of the first step.
fn assessed() -> CaseBuilder {
    let hanako = client("川崎 花子").build();
    case_of(&hanako, 1)
        .with(CaseFact::Coverage(coverage(&["居宅介護"])))
        .with(CaseFact::Basic(basic("2026-11-02")))
        .with(CaseFact::Interview(interview("2026-11-09")))
        .with(CaseFact::Assessment(assessment("2026-11-12")))
}

fn case() -> PlanningCase {
    assessed().build()
}

fn fields(problems: Vec<Problem>) -> Vec<String> {
    problems.into_iter().map(|one| one.field).collect()
}
