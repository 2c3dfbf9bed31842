//! A month that may be claimed: what stands in the file, and why. Made by [`super::judge`] and nowhere else.

use calendar::{Date, YearMonth};
use law::Why;

use crate::{
    billing::fees::{self, AreaPrice, BaseFee},
    client::ConsultationService,
    id::{ClientId, RoundId},
};

/// A month of one client and one municipality that may be claimed: everything the rules ask for is in place.
#[derive(Clone, Debug, PartialEq)]
pub struct ClaimableMonth {
    pub(super) round: RoundId,
    pub(super) client: ClientId,
    pub(super) name: String,
    pub(super) service: ConsultationService,
    pub(super) month: YearMonth,
    pub(super) certificate_number: String,
    pub(super) municipality: String,
    pub(super) municipality_name: String,
    pub(super) payer_kana: String,
    pub(super) child_kana: String,
    pub(super) monitored_on: Date,
    pub(super) fee: BaseFee,
    pub(super) price: AreaPrice,
    pub(super) whys: Vec<Why>,
    pub(super) warnings: Vec<String>,
    pub(super) unconfirmed: Vec<String>,
}

impl ClaimableMonth {
    /// Round.
    pub fn round(&self) -> RoundId {
        self.round
    }

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

    /// フリガナ of 支給決定者 (児: 保護者), full width.
    pub fn payer_kana(&self) -> &str {
        &self.payer_kana
    }

    /// フリガナ of the child, full width, or empty.
    pub fn child_kana(&self) -> &str {
        &self.child_kana
    }

    /// モニタリング日.
    pub fn monitored_on(&self) -> Date {
        self.monitored_on
    }

    /// 基本報酬.
    pub fn fee(&self) -> &BaseFee {
        &self.fee
    }

    /// 単位数単価.
    pub fn price(&self) -> &AreaPrice {
        &self.price
    }

    /// 単位数 of the month.
    pub fn units(&self) -> i64 {
        self.fee.units
    }

    /// 請求額.
    pub fn yen(&self) -> i64 {
        fees::yen(self.units(), self.price.thousandths)
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
