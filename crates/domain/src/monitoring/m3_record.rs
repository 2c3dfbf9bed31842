//! (3) 記録: モニタリング報告書. One data set, the union of 様式3-1 and the seed's report.

mod next_action;
mod sources;
mod viewpoints;

use calendar::Date;
use serde::{Deserialize, Serialize};

use super::{
    Round,
    check::{Checker, Checking, Problem, limit},
};
use crate::{id::PlanRowId, text::say};

pub use next_action::{NextAction, suggested};
pub use sources::{TextPlace, TextSource};
pub use viewpoints::{Seen, Viewpoint, ViewpointAnswer, questions, sentences};

/// モニタリング報告書. Free style and check style share the same rows.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Report {
    /// 自由記述方式 or チェック方式: how the form on the screen looks.
    pub style: ReportStyle,
    /// 報告書作成日.
    pub written_on: Option<Date>,
    /// 計画作成日 as printed.
    pub plan_made_on: Option<Date>,
    /// 総合的な援助の方針.
    pub policy: String,
    /// 全体の状況.
    pub overall: String,
    /// その他留意事項 of the whole report (the reason of a carry-over stands here, too).
    pub notes: String,
    /// The rows, at least one in a finished report.
    pub rows: Vec<ReportRow>,
    /// 下書き: typed but not finished; the step is not done yet.
    pub draft: bool,
    /// モニタリングの視点, answered.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub viewpoints: Vec<ViewpointAnswer>,
    /// 次にすること, as chosen; empty in reports written before it was asked.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub next: Vec<NextAction>,
    /// From where 全体の状況 was taken over.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sources: Vec<TextSource>,
}

impl Report {
    /// 計画変更の必要性: any row asks for a change.
    pub fn change_needed(&self) -> bool {
        self.rows.iter().any(ReportRow::change_needed)
    }

    /// 申請の勧奨: whether the person has to apply for what follows.
    pub fn wants_application(&self) -> bool {
        self.next.iter().any(|next| next.wants_application())
    }

    /// 全体の状況 with what the viewpoints say, as papers print it.
    pub fn overall_with_viewpoints(&self) -> String {
        let said = sentences(&self.viewpoints);
        if said.is_empty() || self.overall.contains(&said) {
            return self.overall.clone();
        }
        format!("{}\n{said}", self.overall).trim().to_owned()
    }

    /// What is wrong with the report as typed. A draft may be incomplete, but not too long.
    pub fn check(&self, round: &Round, with: &Checking) -> Vec<Problem> {
        let mut check = Checker::new(with);
        let finished = !self.draft;
        check.needed_day("written_on", "報告書の作成日", self.written_on, finished);
        let visited = round.home_visit().filter(|(_, visit)| visit.counts()).map(|(_, visit)| visit.date);
        check.order("written_on", ("訪問日", visited), ("報告書の作成日", self.written_on));
        check.order("plan_made_on", ("計画作成日", self.plan_made_on), ("報告書の作成日", self.written_on));
        check.text("policy", "総合的な援助の方針", &self.policy, limit::LONG, false);
        check.text("overall", "全体の状況", &self.overall, limit::LONG, false);
        check.text("notes", "その他留意事項", &self.notes, limit::LONG, false);
        check.rows("rows", &self.rows, limit::ROWS);
        if finished && self.rows.is_empty() {
            check.refuse("rows", "ニーズの行を1行以上書いてください".to_owned());
        }
        for (number, row) in self.rows.iter().enumerate() {
            row.check(number, (finished, self.style), &mut check);
        }
        for (number, answer) in self.viewpoints.iter().enumerate() {
            answer.check(number, finished, &mut check);
        }
        if self.next.len() > 1 && self.next.contains(&NextAction::Continue) {
            check.refuse("next", "「このまま続ける」は、ほかの「次にすること」といっしょには選べません".to_owned());
        }
        check.problems
    }
}

/// One need and what became of it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportRow {
    /// The row of the plan; none for one that was typed into the report.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub plan_row: Option<PlanRowId>,
    /// ニーズ = 解決すべき課題.
    pub need: String,
    /// 支援目標.
    pub goal: String,
    /// 達成時期.
    pub due: String,
    /// サービス提供状況 (事業者からの聞き取り).
    pub provision: String,
    /// 本人・家族の感想・満足度.
    pub satisfaction: String,
    /// 達成度.
    pub achievement: Option<Achievement>,
    /// 達成度についての記述 (支援目標の達成度・ニーズの充足度).
    pub achievement_note: String,
    /// 今後の課題・留意事項 (今後の課題・解決方法).
    pub issues: String,
    /// サービス種類の変更 の必要性.
    pub change_kind: bool,
    /// サービス量の変更 の必要性.
    pub change_amount: bool,
    /// 週間計画の変更 の必要性.
    pub change_week: bool,
    /// その他留意事項.
    pub notes: String,
    /// 満足度, as ticked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub satisfied: Option<Satisfied>,
    /// From where its texts were taken over.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sources: Vec<TextSource>,
}

impl ReportRow {
    /// 計画変更の必要性 of the seed's report: 有 when any of kind, amount or week plan has to change.
    pub fn change_needed(&self) -> bool {
        self.change_kind || self.change_amount || self.change_week
    }

    /// Whether nothing is typed in the row, of the plan or not; such a row is not kept.
    pub fn is_empty(&self) -> bool {
        *self == Self { plan_row: self.plan_row, ..Self::default() }
    }

    /// What is wrong with the row as typed. What is ticked needs no text beside it.
    fn check(&self, number: usize, (finished, style): (bool, ReportStyle), check: &mut Checker) {
        let written = finished && style == ReportStyle::Free;
        for (name, label, value, required) in [
            ("need", "ニーズ", &self.need, finished),
            ("goal", "支援目標", &self.goal, false),
            ("due", "達成時期", &self.due, false),
            ("provision", "サービス提供状況", &self.provision, written),
            ("satisfaction", "本人・家族の感想・満足度", &self.satisfaction, false),
            ("achievement_note", "達成度の説明", &self.achievement_note, false),
            ("issues", "今後の課題・留意事項", &self.issues, false),
            ("row_notes", "その他留意事項", &self.notes, false),
        ] {
            check.text(
                format!("{name}_{number}"),
                &format!("{}行目の{label}", number + 1),
                value,
                limit::LONG,
                required,
            );
        }
        if finished && self.achievement.is_none() {
            check.refuse(format!("achievement_{number}"), say::choose(&format!("{}行目の達成度", number + 1)));
        }
    }
}

/// How the report is typed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReportStyle {
    /// 自由記述方式.
    #[default]
    Free,
    /// チェック方式.
    Check,
}

/// 達成度.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Achievement {
    /// ◎.
    Excellent,
    /// ○.
    Good,
    /// △.
    Partly,
    /// ×.
    Not,
}

/// 満足度 of the person, as ticked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Satisfied {
    /// 満足.
    Yes,
    /// おおむね満足.
    Mostly,
    /// やや不満.
    Little,
    /// 不満.
    No,
}

impl Achievement {
    /// In words: a sign alone says little.
    pub fn in_words(self) -> &'static str {
        match self {
            Self::Excellent => "◎ 十分に達成",
            Self::Good => "○ おおむね達成",
            Self::Partly => "△ 一部達成",
            Self::Not => "× 未達成",
        }
    }
}

words!(Satisfied { Yes, "yes", "満足"; Mostly, "mostly", "おおむね満足"; Little, "little", "やや不満"; No, "no", "不満"; });
words!(ReportStyle { Free, "free", "自由記述方式"; Check, "check", "チェック方式"; });
words!(Achievement { Excellent, "excellent", "◎"; Good, "good", "○"; Partly, "partly", "△"; Not, "not", "×"; });
