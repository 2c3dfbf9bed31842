//! What was decided beside what the draft proposed, in words.

use super::GrantDecision;
use crate::{
    monitoring::decided_interval::every,
    planning::service_use::{ComparedService, compared_services},
};

impl GrantDecision {
    /// Services side by side: those of the draft in its order, then what the municipality added.
    pub fn compared(&self) -> Vec<ComparedService> {
        compared_services(&self.proposed.services, &self.services)
    }

    /// Every difference between decision and draft in words; none where they are the same.
    pub fn differences(&self) -> Vec<String> {
        let mut words: Vec<String> = self.compared().iter().filter_map(|it| it.words("案", "決定")).collect();
        if let (Some(proposed), Some(decided)) = (self.proposed.interval_months, self.interval_months)
            && proposed != decided
        {
            words.push(format!("モニタリング期間: 案は{}、決定は{}", every(proposed), every(decided)));
        }
        words
    }
}
