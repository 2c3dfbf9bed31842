//! 区役所・支所 of a client, each from a day on: hand-in, the call before a carry-over and the window for abuse go by it.

use calendar::Date;
use serde::{Deserialize, Serialize};

/// The 区役所・支所 that takes care of the client from a day on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WardPeriod {
    /// First day; `None` from the beginning.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Date>,
    /// 名称; empty where it is not known from that day on.
    pub ward: String,
}

/// Every one, oldest first. Earlier ones stay, so that a past month keeps its own.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct WardPeriods(pub Vec<WardPeriod>);

impl WardPeriods {
    /// The 区役所・支所 on the day, where it is known.
    pub fn on(&self, day: Date) -> Option<&str> {
        let last = self.0.iter().rev().find(|period| period.from.is_none_or(|from| from <= day))?;
        Some(last.ward.as_str()).filter(|ward| !ward.is_empty())
    }

    /// The one that began last.
    pub fn last(&self) -> Option<&WardPeriod> {
        self.0.last()
    }

    /// With this one from that day on: in place of one of the same day, else beside the others. The same name as the
    /// last one's with another day mends that one's day.
    #[must_use]
    pub fn with(&self, ward: &str, from: Option<Date>) -> Self {
        let mut periods = self.0.clone();
        if periods.last().is_some_and(|last| last.ward == ward) {
            periods.pop();
        }
        periods.retain(|period| period.from != from);
        periods.push(WardPeriod { from, ward: ward.to_owned() });
        periods.sort_by_key(|period| period.from);
        // Nothing known from the beginning is nothing at all.
        periods.retain(|period| !(period.from.is_none() && period.ward.is_empty()));
        Self(periods)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    #[test]
    fn a_past_month_keeps_its_ward_after_a_move_within_the_city() {
        let wards = WardPeriods::default().with("川崎区役所", None).with("幸区役所", Some(day("2026-11-15")));
        assert_eq!(wards.on(day("2026-11-14")), Some("川崎区役所"));
        assert_eq!(wards.on(day("2026-11-15")), Some("幸区役所"));
        assert_eq!(wards.0.len(), 2);
    }

    #[test]
    fn the_same_name_with_another_day_mends_the_day_and_another_name_of_the_day_mends_the_name() {
        let moved = WardPeriods::default().with("川崎区役所", None).with("幸区役所", Some(day("2026-11-15")));
        let earlier = moved.with("幸区役所", Some(day("2026-11-01")));
        assert_eq!((earlier.0.len(), earlier.on(day("2026-11-02"))), (2, Some("幸区役所")));
        let other = moved.with("中原区役所", Some(day("2026-11-15")));
        assert_eq!((other.0.len(), other.on(day("2026-12-01"))), (2, Some("中原区役所")));
        assert_eq!(moved.with("幸区役所", Some(day("2026-11-15"))), moved, "saved again as it is");
        assert_eq!(WardPeriods::default().with("", None), WardPeriods::default());
        assert_eq!(moved.with("", Some(day("2026-12-01"))).on(day("2026-12-01")), None);
    }
}
