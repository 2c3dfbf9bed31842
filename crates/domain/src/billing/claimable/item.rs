//! A month that may be claimed: what stands in the file, and why. Made by [`super::judge`] and nowhere else.

use calendar::{Date, YearMonth};
use law::{Confidence, Why};

use super::Subject;
use crate::{
    billing::fees::{self, FeeKind},
    client::ConsultationService,
    id::{CertificateId, ClientId, RoundId},
};

/// A month of one client, service and municipality that may be claimed: everything the rules ask for is in place.
#[derive(Clone, Debug, PartialEq)]
pub struct ClaimableMonth {
    pub(super) client: ClientId,
    pub(super) name: String,
    pub(super) service: ConsultationService,
    pub(super) month: YearMonth,
    pub(super) certificate_number: String,
    pub(super) municipality: String,
    pub(super) municipality_name: String,
    pub(super) payer_kana: String,
    pub(super) child_kana: String,
    pub(super) lines: Vec<ClaimableLine>,
    pub(super) area_code: String,
    pub(super) unit_price: i64,
    pub(super) unsure: Vec<&'static str>,
    pub(super) whys: Vec<Why>,
    pub(super) warnings: Vec<String>,
    pub(super) unconfirmed: Vec<String>,
}

/// 明細行 of a claim: one fee, with what was done for it.
#[derive(Clone, Debug, PartialEq)]
pub struct ClaimableLine {
    /// The visit's round or the plan.
    pub subject: Subject,
    /// Which fee.
    pub kind: FeeKind,
    /// Day of the visit, or of the plan.
    pub on: Date,
    /// サービスコード.
    pub code: String,
    /// 名称.
    pub name: String,
    /// 単位数 of one.
    pub units: i64,
    /// 回数.
    pub count: i64,
    /// How sure the units are.
    pub units_confidence: Confidence,
    /// How sure the code is.
    pub code_confidence: Confidence,
}

impl ClaimableLine {
    /// サービス単位数.
    pub fn total_units(&self) -> i64 {
        self.units.saturating_mul(self.count)
    }
}

impl ClaimableMonth {
    /// Client.
    pub fn client(&self) -> ClientId {
        self.client
    }

    /// 氏名, for screens.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Service.
    pub fn service(&self) -> ConsultationService {
        self.service
    }

    /// サービス提供年月.
    pub fn month(&self) -> YearMonth {
        self.month
    }

    /// 受給者証番号.
    pub fn certificate_number(&self) -> &str {
        &self.certificate_number
    }

    /// 市町村番号.
    pub fn municipality(&self) -> &str {
        &self.municipality
    }

    /// 市町村名.
    pub fn municipality_name(&self) -> &str {
        &self.municipality_name
    }

    /// 氏名カナ of 支給決定者 (児: 保護者), half width, as the file takes it.
    pub fn payer_kana(&self) -> &str {
        &self.payer_kana
    }

    /// 氏名カナ of the child, half width, or empty.
    pub fn child_kana(&self) -> &str {
        &self.child_kana
    }

    /// 明細行, at least one, the plan's before the monitoring's.
    pub fn lines(&self) -> &[ClaimableLine] {
        &self.lines
    }

    /// The fee whose day stands as モニタリング日: where both fees are claimed, the monitoring.
    pub fn dated_by(&self) -> FeeKind {
        self.lines.iter().map(|line| line.kind).max().unwrap_or(FeeKind::Monitoring)
    }

    /// モニタリング日: the day of the monitoring; where only a plan is claimed, the day it was made.
    pub fn monitored_on(&self) -> Option<Date> {
        let kind = self.dated_by();
        self.lines.iter().filter(|line| line.kind == kind).map(|line| line.on).max()
    }

    /// The rounds claimed.
    pub fn rounds(&self) -> impl Iterator<Item = RoundId> {
        self.lines.iter().filter_map(|line| match line.subject {
            Subject::Round(round) => Some(round),
            Subject::Plan(_) | Subject::Case(_) => None,
        })
    }

    /// The certificates whose plans are claimed.
    pub fn plans(&self) -> impl Iterator<Item = CertificateId> {
        self.lines.iter().filter_map(|line| match line.subject {
            Subject::Plan(certificate) => Some(certificate),
            Subject::Round(_) | Subject::Case(_) => None,
        })
    }

    /// 地域区分コード.
    pub fn area_code(&self) -> &str {
        &self.area_code
    }

    /// 単位数単価, thousandths of a yen.
    pub fn unit_price(&self) -> i64 {
        self.unit_price
    }

    /// 単位数 of the month.
    pub fn units(&self) -> i64 {
        self.lines.iter().map(ClaimableLine::total_units).sum()
    }

    /// 請求額: the units of the month times the price, once.
    pub fn yen(&self) -> i64 {
        fees::yen(self.units(), self.unit_price)
    }

    /// The parts of the amount that no official document confirms, as words beside it.
    pub fn unsure(&self) -> &[&'static str] {
        &self.unsure
    }

    /// Why it may be claimed, and why this much.
    pub fn whys(&self) -> &[Why] {
        &self.whys
    }

    /// What the person who bills has to know.
    pub fn warnings(&self) -> &[String] {
        &self.warnings
    }

    /// Warnings and unconfirmed values together.
    pub fn notices(&self) -> impl Iterator<Item = &String> {
        self.warnings.iter().chain(&self.unconfirmed)
    }

    /// Values below corroborated on which the claim rests, as sentences.
    pub fn unconfirmed(&self) -> &[String] {
        &self.unconfirmed
    }
}
