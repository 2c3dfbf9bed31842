//! ほかで作った計画: what the office brought with it when it began with this program, or another office made. Reports take its goals and the
//! next plan goes on with its rows; it is nobody's consent recorded here, and no fee ever follows from it.

use calendar::Date;
use serde::{Deserialize, Serialize};

use super::{CaseFact, CaseText as _, PlanningCase, p5_plan::Plan};
use crate::{
    facts::Fact,
    id::FactId,
    monitoring::check::{Checker, Checking, Problem, limit},
};

/// A plan, an assessment or both that were made outside of this program.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MadeElsewhere {
    /// 計画作成日; of an assessment alone, its day.
    pub made_on: Date,
    /// 作成した事業所; empty where the office itself made it before.
    pub made_by: String,
    /// The version of the plan; none where only the assessment is there.
    pub plan: Option<FactId>,
}

impl MadeElsewhere {
    /// What is wrong with it as typed.
    pub fn check(&self, with: &Checking) -> Vec<Problem> {
        let mut check = Checker::new(with);
        check.day("made_on", "計画作成日", Some(self.made_on));
        check.text("made_by", "作成した事業所", &self.made_by, limit::SHORT, false);
        check.problems
    }
}

impl PlanningCase {
    /// ほかで作った, where the case holds nothing but that.
    pub fn elsewhere(&self) -> Option<(&Fact<CaseFact>, &MadeElsewhere)> {
        let all = self.facts.standing().filter_map(|fact| match &fact.body {
            CaseFact::Elsewhere(body) => Some((fact, body)),
            _ => None,
        });
        all.last()
    }

    /// Whether a file brought it, also where that was taken back: nothing that this office did ever stands in such a case.
    pub fn was_imported(&self) -> bool {
        self.facts.iter().any(|fact| matches!(fact.body, CaseFact::Elsewhere(_)))
    }

    /// The plan that was made elsewhere by that day, with its day.
    pub(super) fn plan_made_elsewhere(&self, by: Date) -> Option<(Date, &Plan)> {
        let (_, made) = self.elsewhere().filter(|(_, made)| made.made_on <= by)?;
        let standing = self.facts.standing_for(made.plan?)?;
        Some((made.made_on, Plan::of_fact(&standing.body)?))
    }

    /// Why nothing more is to be done in it.
    pub(super) fn ended_elsewhere(&self) -> Option<String> {
        let (_, made) = self.elsewhere()?;
        let by = if made.made_by.is_empty() { String::new() } else { format!("（作成: {}）", made.made_by) };
        Some(format!("ほかで作られた計画です{by}。計画の報酬は請求できません"))
    }
}
