//! A round: one client, one scheduled month, and the dated facts recorded for it.

use calendar::{Date, YearMonth};
use serde::{Deserialize, Serialize};

use super::{
    carry_over::CarryOver, m1_service_check::ServiceCheck, m2_home_visit::HomeVisit, m3_record::Report, m4_consent::Consent,
    m5_submission::Submission,
};
use crate::{
    client::ConsultationService,
    id::{CertificateId, ClientId, FactId, OfficeId, RoundId, UserId},
};

/// One scheduled monitoring month of one client, with its facts.
#[derive(Clone, Debug, PartialEq)]
pub struct Round {
    /// Id.
    pub id: RoundId,
    /// Office.
    pub office: OfficeId,
    /// Client.
    pub client: ClientId,
    /// The certificate that schedules the month.
    pub certificate: CertificateId,
    /// Service billed.
    pub service: ConsultationService,
    /// モニタリング予定月.
    pub month: YearMonth,
    /// Whether the certificate (still) lists the month; a round with facts stays when the schedule changes.
    pub scheduled: bool,
    /// Day on which a claim with this round was closed, once it was.
    pub claimed_on: Option<Date>,
    /// Every fact ever recorded, oldest first, corrected ones included.
    pub facts: Vec<Fact>,
    /// Counts the facts; a form opened at an older version is a conflict.
    pub version: i64,
}

/// A dated fact. Facts are never changed: a correction is a new fact that names the one it replaces.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Fact {
    /// Id.
    pub id: FactId,
    /// What was recorded.
    pub body: FactBody,
    /// Who recorded it.
    pub recorded_by: UserId,
    /// The recorder's name at that time.
    pub recorded_by_name: String,
    /// When it was recorded (UTC, RFC 3339).
    pub recorded_at: String,
    /// The fact this one replaces.
    pub corrects: Option<FactId>,
}

/// What a fact says; the variant names the step.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum FactBody {
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
    /// 取消: the corrected fact never took place.
    Withdrawn {
        /// Why it was taken back.
        reason: String,
    },
}

impl FactBody {
    /// The kind as stored in the database and in the audit log.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::ServiceCheck(_) => "service_check",
            Self::HomeVisit(_) => "home_visit",
            Self::Report(_) => "report",
            Self::Consent(_) => "consent",
            Self::Submission(_) => "submission",
            Self::CarryOver(_) => "carry_over",
            Self::Withdrawn { .. } => "withdrawn",
        }
    }
}

impl Round {
    /// The facts that stand: neither corrected nor withdrawn, oldest first.
    pub fn standing(&self) -> impl Iterator<Item = &Fact> {
        self.facts.iter().filter(|fact| {
            !matches!(fact.body, FactBody::Withdrawn { .. }) && !self.facts.iter().any(|later| later.corrects == Some(fact.id))
        })
    }

    /// Service checks that stand.
    pub fn service_checks(&self) -> impl Iterator<Item = (&Fact, &ServiceCheck)> {
        self.standing().filter_map(|fact| match &fact.body {
            FactBody::ServiceCheck(body) => Some((fact, body)),
            _ => None,
        })
    }

    /// The latest home visit that stands.
    pub fn home_visit(&self) -> Option<(&Fact, &HomeVisit)> {
        self.standing()
            .filter_map(|fact| match &fact.body {
                FactBody::HomeVisit(body) => Some((fact, body)),
                _ => None,
            })
            .last()
    }

    /// The report that stands (the latest version).
    pub fn report(&self) -> Option<(&Fact, &Report)> {
        self.standing()
            .filter_map(|fact| match &fact.body {
                FactBody::Report(body) => Some((fact, body)),
                _ => None,
            })
            .last()
    }

    /// The latest consent fact that stands (it may be only a request sent by post).
    pub fn consent(&self) -> Option<(&Fact, &Consent)> {
        self.standing()
            .filter_map(|fact| match &fact.body {
                FactBody::Consent(body) => Some((fact, body)),
                _ => None,
            })
            .last()
    }

    /// The latest hand-in that stands.
    pub fn submission(&self) -> Option<(&Fact, &Submission)> {
        self.standing()
            .filter_map(|fact| match &fact.body {
                FactBody::Submission(body) => Some((fact, body)),
                _ => None,
            })
            .last()
    }

    /// The carry-over that stands.
    pub fn carry_over(&self) -> Option<(&Fact, &CarryOver)> {
        self.standing()
            .filter_map(|fact| match &fact.body {
                FactBody::CarryOver(body) => Some((fact, body)),
                _ => None,
            })
            .last()
    }
}
