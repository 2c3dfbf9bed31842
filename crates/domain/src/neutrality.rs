//! 兼務と中立性: who may monitor and plan again where the specialist also works at an office that the client uses.

pub mod dual_post;
mod exceptions;
pub mod grace;

use calendar::Date;
use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization as _;

/// Id of the dated number of months after a decision.
const MONTHS_AFTER_DECISION: &str = "neutrality.months-after-decision";

/// What the specialist is to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Task {
    /// はじめの計画.
    FirstPlan,
    /// 更新の計画.
    RenewalPlan,
    /// 変更の計画.
    ChangePlan,
    /// モニタリング.
    Monitoring,
}

words!(Task {
    FirstPlan, "first_plan", "はじめの計画";
    RenewalPlan, "renewal_plan", "更新の計画";
    ChangePlan, "change_plan", "変更の計画";
    Monitoring, "monitoring", "モニタリング";
});

/// Why it is allowed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ground {
    /// No office in common.
    DifferentOffice,
    /// はじめの計画.
    FirstPlan,
    /// ①地域に他の相談支援事業者がない.
    NoOtherOffice,
    /// ②新規支給決定又は変更後、概ね3か月以内.
    WithinThreeMonths,
    /// ③市町村がやむを得ないと認める.
    Municipality,
    /// None: not allowed.
    None,
}

words!(Ground {
    DifferentOffice, "different_office", "兼務していない";
    FirstPlan, "first_plan", "はじめの計画";
    NoOtherOffice, "no_other_office", "地域にほかの相談支援事業所がない";
    WithinThreeMonths, "within_three_months", "新規・変更の決定から概ね3か月以内";
    Municipality, "municipality", "市町村がやむを得ないと認める";
    None, "none", "理由がない";
});

/// What is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NeutralityFacts {
    /// Offices at which the specialist works.
    pub specialist_works_at: Vec<String>,
    /// Offices whose services the client uses.
    pub client_uses: Vec<String>,
    /// The task.
    pub task: Task,
    /// Months since the new grant or the change; a renewal opens no new ones.
    pub months_since_decision: Option<u32>,
    /// Whether the area has another consultation office.
    pub other_office_in_area: Option<bool>,
    /// Whether the municipality accepts it as unavoidable.
    pub municipality_accepts: Option<bool>,
    /// Whether the client wishes it: never a ground.
    pub client_wishes: Option<bool>,
    /// The day asked for; without one, the law in force.
    pub as_of: Option<Date>,
}

impl NeutralityFacts {
    /// The offices in common, in the order of the specialist's.
    pub fn shared(&self) -> Vec<&str> {
        let theirs: Vec<String> = self.client_uses.iter().map(|office| office_key(office)).collect();
        let mine = self.specialist_works_at.iter().filter(|office| theirs.contains(&office_key(office)));
        mine.map(|office| office.trim()).collect()
    }
}

/// What is compared of an office's name: NFKC, without blanks at the ends.
pub fn office_key(name: &str) -> String {
    name.nfkc().collect::<String>().trim().to_owned()
}
