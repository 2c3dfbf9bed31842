//! 取りやめ: the case leads to no plan (application taken back or rejected, another office, self-plan).

use calendar::Date;
use serde::{Deserialize, Serialize};

use super::PlanningCase;
use crate::monitoring::check::{Checker, Checking, Problem, limit};

/// Why and when a case was given up.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseEnd {
    /// The day.
    pub date: Date,
    /// 理由.
    pub reason: String,
}

impl CaseEnd {
    /// What is wrong with it as typed.
    pub fn check(&self, case: &PlanningCase, with: &Checking) -> Vec<Problem> {
        let mut check = Checker::new(with);
        // No page offers it; a plan that was delivered, refused or brought by a file is not given up by an address that somebody typed.
        if case.end().is_none() && case.closed_on.is_some() {
            check.refuse("", "この計画はもう終わっているので、取りやめにはできません。".to_owned());
        }
        check.day("ended_on", "取りやめた日", Some(self.date));
        check.order("ended_on", ("受付の日", Some(case.opened_on)), ("取りやめた日", Some(self.date)));
        check.text("reason", "取りやめた理由", &self.reason, limit::LONG, true);
        check.problems
    }
}
