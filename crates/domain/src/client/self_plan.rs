//! セルフプラン: from when to when the person made the own plan, so that no office monitors.

use calendar::{Date, YearMonth};
use serde::{Deserialize, Serialize};

/// One stretch of self-plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SelfPlanPeriod {
    /// First day.
    pub from: Date,
    /// The day from which there is none any more; `None` while it lasts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub off_from: Option<Date>,
}

/// Every stretch, oldest first. Earlier ones stay, so that a month that was a self-plan's never becomes the office's.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct SelfPlans(pub Vec<SelfPlanPeriod>);

impl SelfPlanPeriod {
    /// Whether the day lies in it.
    pub fn contains(&self, day: Date) -> bool {
        self.from <= day && self.off_from.is_none_or(|off| day < off)
    }
}

impl SelfPlans {
    /// A self-plan since this day.
    pub fn since(day: Date) -> Self {
        Self(vec![SelfPlanPeriod { from: day, off_from: None }])
    }

    /// Whether the day is one of a self-plan.
    pub fn contains(&self, day: Date) -> bool {
        self.0.iter().any(|period| period.contains(day))
    }

    /// Whether each day from `first` to `last` is one of a self-plan.
    pub fn cover(&self, first: Date, last: Date) -> bool {
        let mut day = first;
        // Each step goes to the end of a period, so that it ends after as many steps as there are periods.
        while let Some(period) = self.0.iter().find(|period| period.contains(day)) {
            match period.off_from {
                Some(off) if off <= last => day = off,
                _ => return true,
            }
        }
        false
    }

    /// Whether the whole month is one of a self-plan: only then nobody monitors in it.
    pub fn cover_month(&self, month: YearMonth) -> bool {
        self.cover(month.first_day(), month.last_day())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    #[test]
    fn a_month_is_covered_only_as_a_whole_also_by_two_that_meet() {
        let from_april = |off: &str| SelfPlanPeriod { from: day("2026-04-01"), off_from: Some(day(off)) };
        let plans = SelfPlans(vec![from_april("2026-06-10")]);
        let covered = |plans: &SelfPlans, month: &str| plans.cover_month(month.parse().unwrap());
        assert!(!covered(&plans, "2026-03") && covered(&plans, "2026-04") && covered(&plans, "2026-05"));
        assert!(!covered(&plans, "2026-06"), "from the 10th on the office monitors");
        let again = SelfPlanPeriod { from: day("2026-06-10"), off_from: None };
        let plans = SelfPlans(vec![from_april("2026-06-10"), again]);
        assert!(covered(&plans, "2026-06") && covered(&plans, "2030-01"));
        assert!(!plans.contains(day("2026-03-31")));
    }
}
