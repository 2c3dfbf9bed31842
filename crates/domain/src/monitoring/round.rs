//! A round: one client, one service, one municipality, one month, and the dated facts recorded for it.
//!
//! No certificate owns it: see [`super::certificate_of_round`].

use calendar::{Date, YearMonth, wareki};
use serde::{Deserialize, Serialize};

use super::{
    Step,
    attempts::{Appointment, Attempt, Raised},
    carry_over::{CarryOver, Missed},
    check::{Checking, Problem},
    m1_service_check::ServiceCheck,
    m2_home_visit::HomeVisit,
    m3_record::Report,
    m4_consent::Consent,
    m5_submission::Submission,
    next_step::{Advice, ProviderContact},
};
use crate::{
    client::ConsultationService,
    facts::{self, Body, Facts},
    id::{ClientId, FactId, OfficeId, RoundId},
};

/// One monitoring month of one client, service and municipality, with its facts.
#[derive(Clone, Debug, PartialEq)]
pub struct Round {
    /// Id.
    pub id: RoundId,
    /// Office.
    pub office: OfficeId,
    /// Client.
    pub client: ClientId,
    /// Service billed.
    pub service: ConsultationService,
    /// 市町村番号 of the municipality that granted the service; empty while no certificate tells it.
    pub municipality: String,
    /// モニタリング予定月.
    pub month: YearMonth,
    /// Whether a certificate (still) lists the month; a round with facts stays when the schedule changes.
    pub scheduled: bool,
    /// Day on which a claim with this round was closed, once it was.
    pub claimed_on: Option<Date>,
    /// 支援の終了日 of the client, read with the round and kept with the client; no visit is asked for after it.
    pub support_ended_on: Option<Date>,
    /// 作業版: whether a report is being written that is not finished; read with the round and kept beside it.
    pub being_written: bool,
    /// Every fact ever recorded, oldest first, corrected ones included.
    pub facts: Facts<RoundFact>,
    /// Counts the facts; a form opened at an older version is a conflict.
    pub version: i64,
}

/// 回の記録: a fact of a round.
pub type Fact = facts::Fact<RoundFact>;

/// What a fact says; the variant names the step.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum RoundFact {
    /// (1) サービス提供状況の確認.
    ServiceCheck(ServiceCheck),
    /// (2) 自宅訪問.
    HomeVisit(HomeVisit),
    /// (3) 記録: モニタリング報告書.
    Report(Report),
    /// (4) 同意.
    Consent(Consent),
    /// (5) 写しの提出.
    Submission(Submission),
    /// 翌月への繰越.
    CarryOver(CarryOver),
    /// 実施できなかった.
    Missed(Missed),
    /// 訪問の予定.
    Appointment(Appointment),
    /// 会えなかった訪問・連絡.
    Attempt(Attempt),
    /// 会えないことの相談.
    Raised(Raised),
    /// 申請の勧奨.
    Advice(Advice),
    /// 連絡調整 after a report.
    ProviderContact(ProviderContact),
    /// 取消: the corrected fact never took place.
    Withdrawn {
        /// Why it was taken back.
        reason: String,
    },
}

impl RoundFact {
    /// The kind as stored in the database and in the audit log.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::ServiceCheck(_) => "service_check",
            Self::HomeVisit(_) => "home_visit",
            Self::Report(_) => "report",
            Self::Consent(_) => "consent",
            Self::Submission(_) => "submission",
            Self::CarryOver(_) => "carry_over",
            Self::Missed(_) => "missed",
            Self::Appointment(_) => "appointment",
            Self::Attempt(_) => "attempt",
            Self::Raised(_) => "raised",
            Self::Advice(_) => "advice",
            Self::ProviderContact(_) => "provider_contact",
            Self::Withdrawn { .. } => "withdrawn",
        }
    }

    /// The Japanese label.
    pub fn label(&self) -> &'static str {
        match self {
            Self::ServiceCheck(_) => "サービス提供状況の確認",
            Self::HomeVisit(_) => "自宅訪問",
            Self::Report(_) => "モニタリング報告書",
            Self::Consent(_) => "同意",
            Self::Submission(_) => "写しの提出",
            Self::CarryOver(_) => "翌月への繰越",
            Self::Missed(_) => "実施できなかった",
            Self::Appointment(_) => "訪問の予定",
            Self::Attempt(_) => "会えなかった訪問・連絡",
            Self::Raised(_) => "会えないことの相談",
            Self::Advice(_) => "申請の勧奨",
            Self::ProviderContact(_) => "連絡調整",
            Self::Withdrawn { .. } => "取消",
        }
    }

    /// The step whose lamp the fact lights; none for 繰越 and the like.
    pub fn step(&self) -> Option<Step> {
        match self {
            Self::ServiceCheck(_) => Some(Step::ServiceCheck),
            Self::HomeVisit(_) => Some(Step::HomeVisit),
            Self::Report(_) => Some(Step::Record),
            Self::Consent(_) => Some(Step::Consent),
            Self::Submission(_) => Some(Step::Submission),
            Self::CarryOver(_)
            | Self::Missed(_)
            | Self::Appointment(_)
            | Self::Attempt(_)
            | Self::Raised(_)
            | Self::Advice(_)
            | Self::ProviderContact(_)
            | Self::Withdrawn { .. } => None,
        }
    }

    /// What is wrong with the fact as typed.
    pub fn check(&self, round: &Round, with: &Checking) -> Vec<Problem> {
        match self {
            Self::ServiceCheck(body) => body.check(round, with),
            Self::HomeVisit(body) => body.check(round, with),
            Self::Report(body) => body.check(round, with),
            Self::Consent(body) => body.check(round, with),
            Self::Submission(body) => body.check(round, with),
            Self::CarryOver(body) => body.check(round, with),
            Self::Missed(body) => body.check(round, with),
            Self::Appointment(body) => body.check(round, with),
            Self::Attempt(body) => body.check(round, with),
            Self::Raised(body) => body.check(round, with),
            Self::Advice(body) => body.check(round, with),
            Self::ProviderContact(body) => body.check(round, with),
            Self::Withdrawn { .. } => Vec::new(),
        }
    }
}

impl Body for RoundFact {
    type Id = FactId;

    fn kind(&self) -> &'static str {
        RoundFact::kind(self)
    }

    fn is_withdrawal(&self) -> bool {
        matches!(self, Self::Withdrawn { .. })
    }

    fn withdrawal(&self, reason: String) -> Self {
        Self::Withdrawn { reason }
    }
}

impl Round {
    /// A round of nobody's doing yet: on the schedule, without a fact; the municipality is its 市町村番号.
    pub fn planned(
        id: RoundId,
        office: OfficeId,
        client: ClientId,
        service: ConsultationService,
        (month, municipality): (YearMonth, String),
    ) -> Self {
        Self {
            id,
            office,
            client,
            service,
            municipality,
            month,
            scheduled: true,
            claimed_on: None,
            support_ended_on: None,
            being_written: false,
            facts: Facts::default(),
            version: 0,
        }
    }

    /// The facts that stand, oldest first.
    pub fn standing(&self) -> impl Iterator<Item = &Fact> {
        self.facts.standing()
    }

    /// Service checks that stand.
    pub fn service_checks(&self) -> impl Iterator<Item = (&Fact, &ServiceCheck)> {
        self.standing().filter_map(|fact| match &fact.body {
            RoundFact::ServiceCheck(body) => Some((fact, body)),
            _ => None,
        })
    }

    /// The home visit that stands. A visit that counts goes before one that does not, and one in the scheduled or
    /// the next month before others, so that a later extra visit moves neither lamp nor fee month.
    pub fn home_visit(&self) -> Option<(&Fact, &HomeVisit)> {
        let in_time = |visit: &HomeVisit| (0..=1).contains(&YearMonth::of(visit.date).months_since(self.month));
        self.home_visits()
            .filter(|(_, visit)| visit.counts() && in_time(visit))
            .min_by_key(|(_, visit)| visit.date)
            .or_else(|| self.home_visits().filter(|(_, visit)| visit.counts()).last())
            .or_else(|| self.home_visits().last())
    }

    /// Every visit that stands, oldest record first.
    pub fn home_visits(&self) -> impl Iterator<Item = (&Fact, &HomeVisit)> {
        self.standing().filter_map(|fact| match &fact.body {
            RoundFact::HomeVisit(body) => Some((fact, body)),
            _ => None,
        })
    }

    fn reports(&self) -> impl Iterator<Item = (&Fact, &Report)> {
        self.standing().filter_map(|fact| match &fact.body {
            RoundFact::Report(body) => Some((fact, body)),
            _ => None,
        })
    }

    /// The report that stands: the latest finished one, else the draft.
    pub fn report(&self) -> Option<(&Fact, &Report)> {
        self.finished_report().or_else(|| self.draft())
    }

    /// The latest finished report that stands; consent, hand-in and claim rest on it.
    pub fn finished_report(&self) -> Option<(&Fact, &Report)> {
        self.reports().filter(|(_, report)| !report.draft).last()
    }

    /// 下書き as a fact: recorded before reports being written were kept beside the facts, after the latest finished one.
    pub fn draft(&self) -> Option<(&Fact, &Report)> {
        self.reports().last().filter(|(_, report)| report.draft)
    }

    /// 実施できなかった, where it stands.
    pub fn missed(&self) -> Option<(&Fact, &Missed)> {
        self.standing()
            .filter_map(|fact| match &fact.body {
                RoundFact::Missed(body) => Some((fact, body)),
                _ => None,
            })
            .last()
    }

    /// Whether pages list it: a certificate lists the month, or something stands in it or is being written. One that was
    /// opened for a visit nobody recorded, or whose records were all taken back, is nobody's work.
    pub fn is_listed(&self) -> bool {
        self.scheduled || self.claimed_on.is_some() || self.being_written || self.standing().next().is_some()
    }

    /// Why nothing more is to be done in the round, if so.
    pub fn ended(&self) -> Option<String> {
        if let Some((_, missed)) = self.missed() {
            return Some(format!("実施できませんでした：{}", missed.reason));
        }
        if let Some(day) = self.support_ended_on.filter(|_| !self.home_visit().is_some_and(|(_, visit)| visit.counts()))
        {
            return Some(format!("支援が{}に終了しました", wareki::long(day)));
        }
        let elsewhere = !self.scheduled && self.has_certificate();
        elsewhere.then(|| "受給者証の実施月ではありません".to_owned())
    }

    /// Whether a certificate tells the municipality; without one the visit is kept and judged when one is entered.
    pub fn has_certificate(&self) -> bool {
        !self.municipality.is_empty()
    }

    /// The latest consent fact that stands (it may be only a request sent by post).
    pub fn consent(&self) -> Option<(&Fact, &Consent)> {
        self.standing()
            .filter_map(|fact| match &fact.body {
                RoundFact::Consent(body) => Some((fact, body)),
                _ => None,
            })
            .last()
    }

    /// The latest hand-in that stands.
    pub fn submission(&self) -> Option<(&Fact, &Submission)> {
        self.standing()
            .filter_map(|fact| match &fact.body {
                RoundFact::Submission(body) => Some((fact, body)),
                _ => None,
            })
            .last()
    }

    /// The carry-over that stands.
    pub fn carry_over(&self) -> Option<(&Fact, &CarryOver)> {
        self.standing()
            .filter_map(|fact| match &fact.body {
                RoundFact::CarryOver(body) => Some((fact, body)),
                _ => None,
            })
            .last()
    }
}
