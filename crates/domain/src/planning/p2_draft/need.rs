//! 解決すべき課題 with its goal: one row of a plan, which keeps its id from the draft into every report and the next plan.

use serde::{Deserialize, Serialize};

use crate::{
    id::PlanRowId,
    monitoring::check::{Checker, limit},
};

/// One need and the goal that meets it. Its place in the plan is its 優先順位.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct NeedRow {
    /// The row, through drafts, plans and reports; given when it is saved first.
    pub id: Option<PlanRowId>,
    /// 生活全般の解決すべき課題（ニーズ）.
    pub need: String,
    /// 本人の強み that helps with it.
    pub strength: String,
    /// 援助目標.
    pub goal: String,
    /// 目標を達成すべき時期.
    pub due: String,
    /// モニタリング項目: what is looked at.
    pub item: String,
    /// 課題解決のための本人の役割.
    pub own_part: String,
    /// 評価時期.
    pub review: String,
    /// その他留意事項.
    pub notes: String,
    /// 前の計画と同じ目標を続ける理由; asked at a renewal.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub kept_reason: String,
}

impl NeedRow {
    /// Whether nothing is typed in the row; an id alone is nothing.
    pub fn is_empty(&self) -> bool {
        *self == Self { id: self.id, ..Self::default() }
    }

    pub(super) fn check(&self, row: usize, finished: bool, check: &mut Checker) {
        for (name, label, value, max, required) in [
            ("need", "解決すべき課題", &self.need, limit::LONG, finished),
            ("need_strength", "本人の強み", &self.strength, limit::LONG, false),
            ("need_goal", "援助目標", &self.goal, limit::LONG, finished),
            ("need_due", "達成時期", &self.due, limit::SHORT, finished),
            ("need_item", "モニタリング項目", &self.item, limit::LONG, false),
            ("need_part", "本人の役割", &self.own_part, limit::LONG, false),
            ("need_review", "評価時期", &self.review, limit::SHORT, false),
            ("need_notes", "その他留意事項", &self.notes, limit::LONG, false),
            ("need_kept", "前の計画と同じ目標を続ける理由", &self.kept_reason, limit::LONG, false),
        ] {
            check.text(format!("{name}_{row}"), &format!("{}行目の{label}", row + 1), value, max, required);
        }
    }
}
