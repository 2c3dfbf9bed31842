//! What can be recorded of a planning case, by step.

use super::PlanStep;

/// The kind of a fact: one part of a step, with a page of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CaseFactKind {
    /// 対象の確認.
    Coverage,
    /// 基本情報.
    Basic,
    /// 訪問しての面接.
    Interview,
    /// これまでの計画の振り返り.
    Review,
    /// アセスメント.
    Assessment,
    /// 区役所・支所への相談.
    WardConsultation,
    /// 計画案.
    Draft,
    /// 週間計画.
    WeekPlan,
    /// モニタリング期間の提案.
    Interval,
    /// 兼務の中立性.
    Neutrality,
    /// 計画案への同意.
    DraftConsent,
    /// 計画案の提出.
    HandIn,
    /// 支給決定.
    Decision,
    /// 決定のあとの連絡調整.
    Coordination,
    /// 担当者会議の案内.
    Invitation,
    /// サービス担当者会議.
    Conference,
    /// 計画.
    Plan,
    /// 計画への同意.
    Consent,
    /// 計画の交付.
    Delivery,
    /// 個別支援計画 of a provider.
    ProviderPlan,
    /// ほかで作った計画.
    Elsewhere,
    /// 取りやめ of the case.
    Ended,
    /// 取消 of a fact.
    Withdrawn,
}

words!(CaseFactKind {
    Coverage, "coverage", "対象の確認";
    Basic, "basic", "基本情報";
    Interview, "interview", "訪問しての面接";
    Review, "review", "これまでの計画の振り返り";
    Assessment, "assessment", "アセスメント";
    WardConsultation, "ward_consultation", "区役所・支所への相談";
    Draft, "draft", "計画案";
    WeekPlan, "week_plan", "週間計画";
    Interval, "interval", "モニタリング期間の提案";
    Neutrality, "neutrality", "兼務の中立性";
    DraftConsent, "draft_consent", "計画案への同意";
    HandIn, "hand_in", "計画案の提出";
    Decision, "decision", "支給決定";
    Coordination, "coordination", "連絡調整";
    Invitation, "invitation", "担当者会議の案内";
    Conference, "conference", "サービス担当者会議";
    Plan, "plan", "計画";
    Consent, "consent", "計画への同意";
    Delivery, "delivery", "計画の交付";
    ProviderPlan, "provider_plan", "個別支援計画";
    Elsewhere, "elsewhere", "ほかで作った計画";
    Ended, "ended", "取りやめ";
    Withdrawn, "withdrawn", "取消";
});

impl CaseFactKind {
    /// The step it belongs to; none for what was made elsewhere, ends a case or takes a fact back.
    pub fn step(self) -> Option<PlanStep> {
        match self {
            Self::Coverage | Self::Basic | Self::Interview | Self::Review | Self::Assessment => {
                Some(PlanStep::Assessment)
            }
            Self::WardConsultation
            | Self::Draft
            | Self::WeekPlan
            | Self::Interval
            | Self::Neutrality
            | Self::DraftConsent => Some(PlanStep::Draft),
            Self::HandIn | Self::Decision | Self::Coordination => Some(PlanStep::Decision),
            Self::Invitation | Self::Conference => Some(PlanStep::Conference),
            Self::Plan | Self::Consent | Self::Delivery | Self::ProviderPlan => Some(PlanStep::Plan),
            Self::Elsewhere | Self::Ended | Self::Withdrawn => None,
        }
    }

    /// Every part of a step, in the order of the law.
    pub fn of_step(step: PlanStep) -> impl Iterator<Item = Self> {
        Self::ALL.iter().copied().filter(move |kind| kind.step() == Some(step))
    }

    /// The page of the part: `p1-interview`; empty for what has none.
    pub fn page(self) -> String {
        let word = self.word().replace('_', "-");
        self.step().map(|step| format!("p{}-{word}", step.number())).unwrap_or_default()
    }
}
