//! 計画の経過: one client, one service, one municipality, from the day it began to the delivered plan; a stream of facts.

use calendar::{Date, wareki};
use serde::{Deserialize, Serialize};

use super::{
    CaseEnd, CaseFactKind, CaseText as _, MadeElsewhere, Reception, p1_assessment::Assessment,
    p1_basic::BasicInformation, p1_coverage::Coverage, p1_interview::Interview, p1_review::Review, p2_draft::PlanDraft,
    p2_draft_consent::DraftConsent, p2_interval::IntervalProposal, p2_neutrality::NeutralityAcceptance,
    p2_ward_consultation::WardConsultation, p2_week_plan::WeekPlan, p3_coordination::Coordination, p3_decision,
    p3_decision::GrantDecision, p3_hand_in::HandIn, p4_conference::Conference, p4_invitation::Invitation,
    p5_consent::PlanConsent, p5_delivery::Delivery, p5_plan::Plan, p5_provider_plan::ProviderPlan,
};
use crate::{
    client::{ConsultationService, Decision},
    facts::{self, Body, Facts},
    id::{CaseId, ClientId, FactId, OfficeId},
    monitoring::check::{Checking, Problem},
};

/// A planning case with its facts.
#[derive(Clone, Debug, PartialEq)]
pub struct PlanningCase {
    /// Id.
    pub id: CaseId,
    /// Office.
    pub office: OfficeId,
    /// Client.
    pub client: ClientId,
    /// Service billed.
    pub service: ConsultationService,
    /// 市町村番号 of the municipality that decides; empty while it is not known.
    pub municipality: String,
    /// 新規・更新・変更.
    pub kind: CaseKind,
    /// The case whose plan this one replaces; none for the first, and where the older plan was made elsewhere.
    pub replaces: Option<CaseId>,
    /// 受付No.
    pub reception: Reception,
    /// 受付の日: the day on which it began.
    pub opened_on: Date,
    /// The day on which nothing more was to be done; none while a step is open.
    pub closed_on: Option<Date>,
    /// 支援の終了日 of the client, read with the case and kept with the client.
    pub support_ended_on: Option<Date>,
    /// Every fact ever recorded, oldest first, corrected ones included.
    pub facts: Facts<CaseFact>,
    /// Counts the facts; a form opened at an older version is a conflict.
    pub version: i64,
}

/// 新規・更新・変更.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CaseKind {
    /// 新規: the first plan.
    New,
    /// 更新: the grant ends and is to go on.
    Renewal,
    /// 変更: kind or amount changes within the grant.
    Change,
}

impl CaseKind {
    /// 決定の区分 of the 支給決定 that such a case leads to.
    pub fn decision(self) -> Decision {
        match self {
            Self::New => Decision::New,
            Self::Renewal => Decision::Renewal,
            Self::Change => Decision::Change,
        }
    }
}

words!(CaseKind { New, "new", "新規"; Renewal, "renewal", "更新"; Change, "change", "変更"; });

/// What a fact of a planning case says.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum CaseFact {
    /// p1 対象の確認.
    Coverage(Coverage),
    /// p1 基本情報.
    Basic(BasicInformation),
    /// p1 訪問しての面接.
    Interview(Interview),
    /// p1 これまでの計画の振り返り.
    Review(Review),
    /// p1 アセスメント.
    Assessment(Assessment),
    /// p2 区役所・支所への相談.
    WardConsultation(WardConsultation),
    /// p2 計画案.
    Draft(PlanDraft),
    /// p2 週間計画.
    WeekPlan(WeekPlan),
    /// p2 モニタリング期間の提案.
    Interval(IntervalProposal),
    /// p2 やむを得ない場合, accepted.
    Neutrality(NeutralityAcceptance),
    /// p2 計画案への同意と交付.
    DraftConsent(DraftConsent),
    /// p3 計画案の提出.
    HandIn(HandIn),
    /// p3 支給決定.
    Decision(GrantDecision),
    /// p3 連絡調整.
    Coordination(Coordination),
    /// p4 担当者会議の案内.
    Invitation(Invitation),
    /// p4 サービス担当者会議.
    Conference(Conference),
    /// p5 計画.
    Plan(Plan),
    /// p5 計画への同意.
    Consent(PlanConsent),
    /// p5 計画の交付.
    Delivery(Delivery),
    /// p5 個別支援計画.
    ProviderPlan(ProviderPlan),
    /// ほかで作った計画.
    Elsewhere(MadeElsewhere),
    /// 取りやめ.
    Ended(CaseEnd),
    /// 取消: the fact it names never took place.
    Withdrawn {
        /// Why it was taken back.
        reason: String,
    },
}

impl CaseFact {
    /// What it is.
    pub fn what(&self) -> CaseFactKind {
        match self {
            Self::Coverage(_) => CaseFactKind::Coverage,
            Self::Basic(_) => CaseFactKind::Basic,
            Self::Interview(_) => CaseFactKind::Interview,
            Self::Review(_) => CaseFactKind::Review,
            Self::Assessment(_) => CaseFactKind::Assessment,
            Self::WardConsultation(_) => CaseFactKind::WardConsultation,
            Self::Draft(_) => CaseFactKind::Draft,
            Self::WeekPlan(_) => CaseFactKind::WeekPlan,
            Self::Interval(_) => CaseFactKind::Interval,
            Self::Neutrality(_) => CaseFactKind::Neutrality,
            Self::DraftConsent(_) => CaseFactKind::DraftConsent,
            Self::HandIn(_) => CaseFactKind::HandIn,
            Self::Decision(_) => CaseFactKind::Decision,
            Self::Coordination(_) => CaseFactKind::Coordination,
            Self::Invitation(_) => CaseFactKind::Invitation,
            Self::Conference(_) => CaseFactKind::Conference,
            Self::Plan(_) => CaseFactKind::Plan,
            Self::Consent(_) => CaseFactKind::Consent,
            Self::Delivery(_) => CaseFactKind::Delivery,
            Self::ProviderPlan(_) => CaseFactKind::ProviderPlan,
            Self::Elsewhere(_) => CaseFactKind::Elsewhere,
            Self::Ended(_) => CaseFactKind::Ended,
            Self::Withdrawn { .. } => CaseFactKind::Withdrawn,
        }
    }

    /// Whether it stands beside others of its kind: each is one of several.
    pub fn stands_beside(&self) -> bool {
        matches!(
            self,
            Self::Interview(_)
                | Self::WardConsultation(_)
                | Self::HandIn(_)
                | Self::Coordination(_)
                | Self::Delivery(_)
                | Self::ProviderPlan(_)
        )
    }

    /// What is wrong with the fact as typed.
    pub fn check(&self, case: &PlanningCase, with: &Checking) -> Vec<Problem> {
        match self {
            Self::Coverage(body) => body.check(with),
            Self::Basic(body) => body.check(case, with, true),
            Self::Interview(body) => body.check(case, with),
            Self::Review(body) => body.check(case, with, true),
            Self::Assessment(body) => body.check(case, with, true),
            Self::WardConsultation(body) => body.check(with),
            Self::Draft(body) => body.check(case, with, true),
            Self::WeekPlan(body) => body.check(case, with, true),
            Self::Interval(body) => body.check(case, with, true),
            Self::Neutrality(body) => body.check(case, with),
            Self::DraftConsent(body) => body.check(case, with),
            Self::HandIn(body) => body.check(case, with),
            Self::Decision(body) => body.check(case, with),
            Self::Coordination(body) => body.check(case, with),
            Self::Invitation(body) => body.check(case, with, true),
            Self::Conference(body) => body.check(case, with, true),
            Self::Plan(body) => body.check(case, with, true),
            Self::Consent(body) => body.check(case, with),
            Self::Delivery(body) => body.check(case, with),
            Self::ProviderPlan(body) => body.check(case, with),
            Self::Elsewhere(body) => body.check(with),
            Self::Ended(body) => body.check(case, with),
            Self::Withdrawn { .. } => Vec::new(),
        }
    }
}

impl Body for CaseFact {
    type Id = FactId;

    fn kind(&self) -> &'static str {
        self.what().word()
    }

    fn is_withdrawal(&self) -> bool {
        matches!(self, Self::Withdrawn { .. })
    }

    fn withdrawal(&self, reason: String) -> Self {
        Self::Withdrawn { reason }
    }
}

impl PlanningCase {
    /// The standing facts of a kind, oldest first.
    pub fn standing_of(&self, kind: CaseFactKind) -> impl Iterator<Item = &facts::Fact<CaseFact>> {
        self.facts.standing().filter(move |fact| fact.body.what() == kind)
    }

    /// The interview that counts: one at the place of living goes before others.
    pub fn interview(&self) -> Option<(&facts::Fact<CaseFact>, &Interview)> {
        let all = || {
            self.facts.standing().filter_map(|fact| match &fact.body {
                CaseFact::Interview(body) => Some((fact, body)),
                _ => None,
            })
        };
        all().find(|(_, interview)| interview.visit.counts()).or_else(|| all().last())
    }

    /// 取りやめ, where it stands.
    pub fn end(&self) -> Option<&CaseEnd> {
        let ends = self.facts.standing().filter_map(|fact| match &fact.body {
            CaseFact::Ended(body) => Some(body),
            _ => None,
        });
        ends.last()
    }

    /// Why nothing more is to be done, if so.
    pub fn ended(&self) -> Option<String> {
        if let Some(end) = self.end() {
            return Some(match self.is_import_undone() {
                true => format!("{}に取り込みを取り消しました", wareki::long(end.date)),
                false => format!("取りやめました：{}", end.reason),
            });
        }
        if let Some(answer) = p3_decision::ended(self).or_else(|| self.ended_elsewhere()) {
            return Some(answer);
        }
        self.support_ended_on.map(|day| format!("支援が{}に終了しました", wareki::long(day)))
    }

    /// 取り込みの取消: a file brought it, everything that it said was taken back, and the case ended.
    pub fn is_import_undone(&self) -> bool {
        let brought = self.facts.iter().any(|fact| matches!(fact.body, CaseFact::Elsewhere(_)));
        brought && self.elsewhere().is_none() && self.end().is_some()
    }

    /// Whether it follows a plan that can be looked back on.
    pub fn looks_back(&self) -> bool {
        self.kind != CaseKind::New
    }

    /// 「新規の計画（R8.11.22 受付）」, 「ほかで作った計画（R8.4.20）」.
    pub fn title(&self) -> String {
        if let Some((fact, made)) = self.elsewhere() {
            return format!("{}（{}）", fact.body.what().label(), wareki::short(made.made_on));
        }
        if self.is_import_undone() {
            return format!("ほかで作った計画（{}）", wareki::short(self.opened_on));
        }
        format!("{}の計画（{} 受付）", self.kind.label(), wareki::short(self.opened_on))
    }
}
