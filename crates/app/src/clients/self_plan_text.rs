//! セルフプラン as typed: rows of the day it began and the day from which it was none any more.

use calendar::{Date, wareki};
use domain::client::{SelfPlanPeriod, SelfPlans};
use serde::{Deserialize, Serialize};

use crate::input::Reading;

/// One row.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SelfPlanText {
    /// はじめた日.
    pub from: String,
    /// やめた日: from this day on the office monitors.
    pub off_from: String,
}

impl SelfPlanText {
    /// A stretch as the form shows it for changing.
    pub(super) fn of(period: &SelfPlanPeriod) -> Self {
        Self { from: wareki::long(period.from), off_from: period.off_from.map(wareki::long).unwrap_or_default() }
    }

    /// Whether nothing was typed into the row.
    pub fn is_empty(&self) -> bool {
        self.from.trim().is_empty() && self.off_from.trim().is_empty()
    }
}

/// The rows in the order of their days; each ends after it begins, and before the next one does.
pub(super) fn read_self_plans(r: &mut Reading, rows: &[SelfPlanText], birth: Option<Date>) -> SelfPlans {
    let mut read: Vec<(usize, SelfPlanPeriod)> = Vec::new();
    for (row, typed) in rows.iter().enumerate().filter(|(_, typed)| !typed.is_empty()) {
        let (from_field, off_field) = (format!("self_plan_from_{row}"), format!("self_plan_off_{row}"));
        let from = r.required_date(from_field.clone(), "セルフプランをはじめた日", &typed.from);
        let off_from = r.date(off_field.clone(), "セルフプランをやめた日", &typed.off_from);
        let Some(from) = from else { continue };
        if birth.is_some_and(|birth| from < birth) {
            r.refuse(from_field, "セルフプランをはじめた日が生年月日より前です。");
        }
        if let Some(off) = off_from.filter(|off| *off <= from) {
            r.refuse(
                off_field,
                format!(
                    "セルフプランをやめた日（{}）は、はじめた日（{}）より後の日にしてください。",
                    wareki::long(off),
                    wareki::long(from)
                ),
            );
        }
        read.push((row, SelfPlanPeriod { from, off_from }));
    }
    read.sort_by_key(|(_, period)| period.from);
    for pair in read.windows(2) {
        let [(_, earlier), (row, later)] = pair else { continue };
        match earlier.off_from {
            None => r.refuse(
                format!("self_plan_from_{row}"),
                format!("{}からのセルフプランのやめた日を、先に入力してください。", wareki::long(earlier.from)),
            ),
            Some(off) if later.from < off => r.refuse(
                format!("self_plan_from_{row}"),
                format!("{}からのセルフプランと重なっています。", wareki::long(earlier.from)),
            ),
            Some(_) => {}
        }
    }
    SelfPlans(read.into_iter().map(|(_, period)| period).collect())
}
