//! 次にすること: where a report leads to.

use serde::{Deserialize, Serialize};

use crate::planning::CaseKind;

/// What follows from a report. Several may follow.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NextAction {
    /// 継続: the plan goes on as it is.
    Continue,
    /// 内容変更: 支給決定の変更.
    Change,
    /// 更新.
    Renew,
    /// 終了.
    End,
    /// サービス担当者会議.
    Conference,
    /// モニタリング期間の変更を提案.
    Interval,
}

words!(NextAction {
    Continue, "continue", "このまま続ける（継続）";
    Change, "change", "サービスの種類・量を変える（内容変更）";
    Renew, "renew", "支給決定を更新する（更新）";
    End, "end", "支援を終える（終了）";
    Conference, "conference", "サービス担当者会議を開く";
    Interval, "interval", "モニタリング期間の変更を提案する";
});

impl NextAction {
    /// The kind of the plan that it leads to; none where it leads to no new plan.
    pub fn plan(self) -> Option<CaseKind> {
        match self {
            Self::Change => Some(CaseKind::Change),
            Self::Renew => Some(CaseKind::Renewal),
            Self::Continue | Self::End | Self::Conference | Self::Interval => None,
        }
    }

    /// Whether the person has to apply for it, and so is encouraged to (申請の勧奨).
    pub fn wants_application(self) -> bool {
        matches!(self, Self::Change | Self::Renew)
    }
}

/// What a report suggests by itself: a change where a row asks for one, a renewal where the grant ends soon, else to go on.
pub fn suggested(change_needed: bool, grant_ends_soon: bool) -> Vec<NextAction> {
    let found: Vec<NextAction> = [(change_needed, NextAction::Change), (grant_ends_soon, NextAction::Renew)]
        .into_iter()
        .filter_map(|(holds, action)| holds.then_some(action))
        .collect();
    if found.is_empty() { vec![NextAction::Continue] } else { found }
}
