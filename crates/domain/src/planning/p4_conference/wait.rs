//! How long the meeting has been needed: since the decision, before it since the draft.

use calendar::Date;

use crate::planning::{CaseFactKind, PlanningCase};

/// Since when a meeting is waited for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ConferenceWait {
    /// 支給決定, or 計画案 while nothing is decided.
    pub since: CaseFactKind,
    /// Its day.
    pub day: Date,
    /// Days from it to today; 0 on the day itself.
    pub days: i32,
}

impl PlanningCase {
    /// Since when the meeting is waited for; none once it was held, where the case was given up, and before there is a draft.
    pub fn conference_wait(&self, today: Date) -> Option<ConferenceWait> {
        if self.ended().is_some() || self.conference_lacks().is_none() {
            return None;
        }
        let last = |kind| self.standing_of(kind).last().map(|fact| (kind, fact));
        let (since, fact) = last(CaseFactKind::Decision).or_else(|| last(CaseFactKind::Draft))?;
        let day = fact.body.day().unwrap_or_else(|| fact.recorded_on());
        Some(ConferenceWait { since, day, days: (today - day).get_days().max(0) })
    }
}
