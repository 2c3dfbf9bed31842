//! p1 対象の確認: what was applied for, and whether a plan of the office is asked for; [`eligibility`] judges.

use calendar::{Date, age_on};
use law::{LawBook, Verdict};
use serde::{Deserialize, Serialize};

use super::{CaseFact, CaseFactKind, PlanningCase};
use crate::{
    client::{
        Client, ConsultationService,
        eligibility::{Eligibility, EligibilityFacts, Route, eligibility},
    },
    monitoring::check::{Checker, Checking, Problem},
};

/// What was applied for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Coverage {
    /// 申請の日, also one to come.
    pub applied_on: Date,
    /// The services applied for, by name.
    pub services: Vec<String>,
    /// 介護保険のサービスも使う; none while it is not known.
    pub care_insurance: Option<bool>,
}

/// How the answer stands to the case.
#[derive(Clone, Debug, PartialEq)]
pub struct Covered {
    /// Whether and by which consultation service the plan is made, and why.
    pub verdict: Verdict<Eligibility>,
    /// Where the case is of the other service: the one it should be of.
    pub other: Option<Route>,
}

impl Coverage {
    /// What is wrong with it as typed.
    pub fn check(&self, with: &Checking) -> Vec<Problem> {
        let mut check = Checker::new(with);
        if self.services.is_empty() {
            check.refuse("services", "申請した（する）サービスを選んでください".to_owned());
        }
        check.problems
    }

    /// Who is covered, with the reason; of the client's self-plans those of the day of the application count.
    pub fn judged(&self, book: &LawBook, client: &Client, case: &PlanningCase) -> Covered {
        let facts = EligibilityFacts {
            services: book.services().set_of(&self.services),
            age: Some(age_on(client.birth, self.applied_on)),
            care_insurance: self.care_insurance,
            as_of: Some(self.applied_on),
            self_plan: client.self_plans.contains(self.applied_on),
        };
        let verdict = eligibility(book, &facts);
        let route = match &verdict {
            Verdict::Is(decided) => Some(decided.value.route),
            Verdict::MunicipalityDecides { usual, .. } => usual.map(|usual| usual.route),
            Verdict::No(_) | Verdict::Needs(_) | Verdict::NotCovered { .. } => None,
        };
        let own = match case.service {
            ConsultationService::Plan => Route::Plan,
            ConsultationService::Child => Route::Child,
        };
        Covered { verdict, other: route.filter(|route| *route != own) }
    }
}

impl PlanningCase {
    /// The services that 対象の確認 names; none while it is not recorded.
    pub fn applied_for(&self) -> &[String] {
        match self.standing_of(CaseFactKind::Coverage).last().map(|fact| &fact.body) {
            Some(CaseFact::Coverage(coverage)) => &coverage.services,
            _ => &[],
        }
    }
}
