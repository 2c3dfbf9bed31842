//! p5 個別支援計画 of a provider: asked for, received, and whether it fits the plan.

use calendar::Date;
use serde::{Deserialize, Serialize};

use super::{CaseFact, PlanningCase, p5_plan::Plan};
use crate::{
    facts::Fact,
    monitoring::check::{Checker, Checking, Problem, limit},
    text::say,
};

/// 個別支援計画 of one provider, as far as it is known.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProviderPlan {
    /// 事業所.
    pub provider: String,
    /// 提出を依頼した日.
    pub asked_on: Option<Date>,
    /// 受け取った日.
    pub received_on: Option<Date>,
    /// 計画に合っているか.
    pub fits: PlanFit,
    /// What does not fit, what was agreed on.
    pub note: String,
}

/// Whether it fits the plan.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PlanFit {
    /// Nobody has looked yet.
    #[default]
    Unconfirmed,
    /// It does.
    Fits,
    /// It does not.
    Differs,
}

words!(PlanFit { Unconfirmed, "unconfirmed", "未確認"; Fits, "fits", "合っている"; Differs, "differs", "合っていない"; });

impl ProviderPlan {
    /// What is wrong with it as typed.
    pub fn check(&self, case: &PlanningCase, with: &Checking) -> Vec<Problem> {
        let mut check = Checker::new(with);
        let known = case.text::<Plan>().map(|(_, plan)| plan.text.providers()).unwrap_or_default();
        if !known.contains(&self.provider) {
            check.refuse("provider", "計画にある事業所を選んでください".to_owned());
        }
        check.day("asked_on", "依頼した日", self.asked_on);
        check.day("received_on", "受け取った日", self.received_on);
        check.order("received_on", ("依頼した日", self.asked_on), ("受け取った日", self.received_on));
        if self.asked_on.is_none() && self.received_on.is_none() {
            check.refuse("asked_on", say::missing("依頼した日か、受け取った日"));
        }
        if self.fits != PlanFit::Unconfirmed && self.received_on.is_none() {
            check.refuse("received_on", "確かめたのなら、個別支援計画を受け取った日を入れてください".to_owned());
        }
        check.text("note", "気づいたこと", &self.note, limit::LONG, self.fits == PlanFit::Differs);
        check.problems
    }
}

impl PlanningCase {
    /// What is known of a provider's 個別支援計画.
    pub fn provider_plan(&self, provider: &str) -> Option<(&Fact<CaseFact>, &ProviderPlan)> {
        let all = self.facts.standing().filter_map(|fact| match &fact.body {
            CaseFact::ProviderPlan(it) if it.provider == provider => Some((fact, it)),
            _ => None,
        });
        all.last()
    }
}
