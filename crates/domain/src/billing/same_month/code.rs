//! Why a fee is refused: the codes in the order in which they are tried, each with its provision and sentence.

use law::{Cite, Rule, Why};

use super::ClaimEvent;
use crate::{billing::fees::FeeKind, monitoring::VisitMonth};

/// Why a fee is refused. The order is the order in which the codes are tried; the first that applies is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RefusalCode {
    /// セルフプラン.
    SelfPlan,
    /// 申請の却下.
    ApplicationRejected,
    /// 障害児相談支援と同じ月.
    ChildAndAdultSameMonth,
    /// 実施月ではない.
    NotScheduledMonth,
    /// 予定月より前.
    TooEarly,
    /// 予定月の翌々月以降.
    TooLate,
    /// 繰越を市町村が認めない.
    CarryOverNotAccepted,
    /// 繰越の理由がない.
    CarryOverReasonMissing,
    /// 訪問・面接がない.
    NoHomeVisit,
    /// 同意がない.
    NoConsent,
    /// 計画の交付がない.
    NotDelivered,
    /// 担当者会議がない.
    NoConference,
    /// 報告書がない.
    NoReport,
    /// 写しを提出していない.
    NotSubmitted,
    /// 別の事業所が請求する.
    OtherOfficeClaims,
    /// 一連の計画作成につながった.
    PlanOnlyOneFlow,
    /// 同じ月に計画作成もした.
    PlanOnlySameMonth,
    /// 更新の直前.
    BeforeRenewal,
    /// 月1回.
    OncePerMonth,
}

words!(RefusalCode {
    SelfPlan, "self_plan", "セルフプラン";
    ApplicationRejected, "application_rejected", "申請の却下";
    ChildAndAdultSameMonth, "child_and_adult_same_month", "障害児相談支援と同じ月";
    NotScheduledMonth, "not_scheduled_month", "実施月ではない";
    TooEarly, "too_early", "予定月より前";
    TooLate, "too_late", "予定月の翌々月以降";
    CarryOverNotAccepted, "carry_over_not_accepted", "翌月の実施を市町村が認めない";
    CarryOverReasonMissing, "carry_over_reason_missing", "繰越の理由がない";
    NoHomeVisit, "no_home_visit", "訪問・面接がない";
    NoConsent, "no_consent", "同意がない";
    NotDelivered, "not_delivered", "計画の交付がない";
    NoConference, "no_conference", "担当者会議がない";
    NoReport, "no_report", "報告書がない";
    NotSubmitted, "not_submitted", "写しを提出していない";
    OtherOfficeClaims, "other_office_claims", "別の事業所が請求する";
    PlanOnlyOneFlow, "plan_only_one_flow", "一連の計画作成";
    PlanOnlySameMonth, "plan_only_same_month", "同じ月の計画作成";
    BeforeRenewal, "before_renewal", "更新の直前";
    OncePerMonth, "once_per_month", "月1回";
});

macro_rules! rules {
    ($($code:ident $id:literal $title:literal [$($source:literal $place:literal),+] $sentence:expr;)*) => {
        impl RefusalCode {
            /// The provision of the code; [`RefusalCode::rule_of`] is that of one fee.
            fn rule(self) -> Rule {
                match self { $(Self::$code => Rule {
                    id: $id, title: $title, cites: &[$(Cite { source: $source, place: $place }),+],
                }),* }
            }

            /// The sentence of the code.
            fn sentence(self) -> &'static str {
                match self { $(Self::$code => $sentence),* }
            }
        }
    };
}

rules! {
    SelfPlan "billing.claim.self-plan" "セルフプラン" ["seed-002" "3-4) セルフプラン作成者に係るモニタリングの取り扱い"]
        "セルフプランの利用者には、計画相談支援の報酬はありません。";
    ApplicationRejected "billing.claim.application-rejected" "申請の却下" ["qa-2017-03" "支給決定されなかった場合"]
        "支給申請が却下されたので、計画の報酬は請求できません。";
    ChildAndAdultSameMonth "billing.claim.child-and-adult" "障害児相談支援と計画相談支援の同じ月" ["qa-2012-03" "障害児相談支援から計画相談支援への移行", "osaka-2018-01" "障害児相談支援と計画相談支援をあわせて利用する場合"]
        "同じ月に障害児相談支援の報酬がある（またはその支給期間の中の）保護者なので、計画相談支援の報酬は請求できません。";
    NotScheduledMonth "billing.claim.scheduled-month" "モニタリング実施月" ["seed-000" "2-2 継続サービス利用支援費は本来のモニタリング月以外に請求できません"]
        "受給者証のモニタリング実施月ではないので、請求できません。";
    TooEarly "billing.claim.too-early" "予定月より前の実施" ["seed-000" "2-3 （予定月の前月や翌々月は不可）"]
        VisitMonth::TooEarly.sentence();
    TooLate "billing.claim.too-late" "予定月の翌々月以降の実施" ["seed-000" "2-3 （予定月の前月や翌々月は不可）"]
        VisitMonth::TooLate.sentence();
    CarryOverNotAccepted "billing.claim.carry-over-accepted" "翌月の実施を認めるのは市町村" ["seed-002" "3-3) ※対象者が不在である等により…市町村が認めるときには報酬を算定可"]
        VisitMonth::NotAccepted.sentence();
    CarryOverReasonMissing "billing.claim.carry-over-reason" "翌月の実施の理由" ["seed-000" "2-3 「その他留意事項」欄等に理由を記載"]
        VisitMonth::ReasonMissing.sentence();
    NoHomeVisit "billing.claim.home-visit" "居宅等への訪問と面接" ["ryui-child-r6" "第四 訪問・面接"]
        "利用者の居宅等を訪問して面接していないので、請求できません。";
    NoConsent "billing.claim.consent" "文書による同意" ["ryui-child-r6" "第四 同意"]
        "利用者の同意がないので、請求できません。";
    NotDelivered "billing.claim.delivery" "計画の交付" ["ryui-child-r6" "第四 交付"]
        "計画を利用者と事業者に交付していないので、請求できません。";
    NoConference "billing.claim.conference" "サービス担当者会議" ["ryui-child-r6" "第四 担当者会議"]
        "サービス担当者会議（または意見の照会）をしていないので、請求できません。";
    NoReport "billing.claim.report" "モニタリング報告書" ["seed-000" "2-1（3）記録"]
        "モニタリング報告書がないので、請求できません。";
    NotSubmitted "billing.claim.submission" "写しの提出" ["seed-000" "2-1（5）区役所・支所へ写しを提出"]
        "報告書の写しを市町村に提出していないので、請求できません。";
    OtherOfficeClaims "billing.claim.other-office" "同じ月に2つの事業所" ["qa-2012-03" "事業所を変更した月"]
        "同じ月に、後から支援した別の事業所が請求するので、請求できません。";
    PlanOnlyOneFlow "billing.claim.one-flow" "モニタリングに続く計画作成" ["qa-2012-03" "モニタリングに続けて計画を作成した場合", "qa-2021-04" "問52・問55"]
        "このモニタリングから続けて計画を作成したので、請求できるのは計画の報酬だけです。";
    PlanOnlySameMonth "billing.claim.same-month" "同じ月のモニタリングと計画作成" ["qa-2017-03" "同じ月にモニタリングと計画作成を行った場合"]
        "同じ月のうちにモニタリングの後で計画を作成したので、請求できるのは計画の報酬だけです。";
    BeforeRenewal "billing.claim.before-renewal" "更新直前のモニタリング" ["kita-2023" "更新直前のモニタリング"]
        "翌月に計画を作成する更新直前のモニタリングを、この市町村は原則として認めていません。";
    OncePerMonth "billing.claim.once-per-month" "1人につき月1回" ["qa-2012-03" "月1回"]
        "同じ報酬は1人につき月1回だけです（1つの予定月についても1回だけです）。先に行った分を請求します。";
}

/// 報告書への同意: a step of the municipality's handbook; the ministry's notice asks for consent to the plan alone.
const REPORT_CONSENT: Rule = Rule {
    id: "billing.claim.report-consent",
    title: "モニタリング報告書への同意",
    cites: &[Cite {
        source: "seed-000", place: "2-1（4）モニタリング報告書への同意サインをいただく"
    }],
};

impl RefusalCode {
    /// The provision by which the fee of a kind is refused.
    pub fn rule_of(self, fee: FeeKind) -> Rule {
        match (self, fee) {
            (Self::NoConsent, FeeKind::Monitoring) => REPORT_CONSENT,
            _ => self.rule(),
        }
    }

    /// The sentence for the user.
    pub fn sentence_of(self, fee: FeeKind) -> &'static str {
        match (self, fee) {
            (Self::NoConsent, FeeKind::Monitoring) => "モニタリング報告書への利用者の同意がないので、請求できません。",
            _ => self.sentence(),
        }
    }

    /// Every provision, in the order in which the codes are tried.
    pub fn rules() -> Vec<Rule> {
        let mut rules: Vec<Rule> = Vec::new();
        for rule in Self::ALL.iter().flat_map(|code| FeeKind::ALL.iter().map(|fee| code.rule_of(*fee))) {
            if !rules.contains(&rule) {
                rules.push(rule);
            }
        }
        rules
    }

    /// The reason for one event.
    pub fn why(self, event: &ClaimEvent) -> Why {
        let day = match event.kind {
            FeeKind::Plan => "計画作成日",
            FeeKind::Monitoring => "モニタリング日",
        };
        let why = Why::new(self.rule_of(event.kind), self.sentence_of(event.kind))
            .fact(day, calendar::wareki::long(event.date));
        match event.for_month {
            Some(month) => why.fact("モニタリング予定月", calendar::wareki::month(month)),
            None => why,
        }
    }
}
