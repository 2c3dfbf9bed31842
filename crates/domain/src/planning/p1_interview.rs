//! p1 面接: the visit at home with which planning begins; as many as there were.

use serde::{Deserialize, Serialize};

use super::PlanningCase;
use crate::monitoring::{
    check::{Checker, Checking, Problem, limit},
    m2_home_visit::HomeVisit,
};

/// A visit with an interview, before the draft.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Interview {
    /// Day, place, persons, and what was heard.
    #[serde(flatten)]
    pub visit: HomeVisit,
    /// 所属名 of the visitor.
    pub affiliation: String,
    /// How long it took, in minutes.
    pub minutes: Option<u32>,
}

impl Interview {
    /// What is wrong with the interview as typed.
    pub fn check(&self, case: &PlanningCase, with: &Checking) -> Vec<Problem> {
        let mut check = Checker::new(with);
        self.visit.check_itself(&mut check);
        check.of_case("date", "訪問日", (case.opened_on, Some(self.visit.date)));
        check.text("affiliation", "訪問者の所属", &self.affiliation, limit::SHORT, true);
        check.problems
    }
}
