//! A claim file as records: blocks of a municipality, clients in them, lines of a client.

use calendar::{Date, YearMonth};
use domain::client::ConsultationService;

/// 請求ファイル of one office number: what the bytes say. Sums and counts are not kept, they follow from the lines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClaimFile {
    pub(crate) service: ConsultationService,
    pub(crate) office_number: String,
    pub(crate) processing_month: YearMonth,
    pub(crate) blocks: Vec<Block>,
}

/// One municipality and one month of service (record 01).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    pub(crate) month: YearMonth,
    pub(crate) municipality: String,
    pub(crate) area_code: String,
    pub(crate) unit_price: i64,
    pub(crate) claims: Vec<ClaimRecord>,
}

/// One client (record 02).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClaimRecord {
    pub(crate) certificate: String,
    pub(crate) payer_kana: String,
    pub(crate) child_kana: String,
    pub(crate) monitored_on: Option<Date>,
    pub(crate) lines: Vec<ClaimLine>,
}

/// One service code of a client (record 03).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClaimLine {
    pub(crate) code: String,
    pub(crate) units: i64,
    pub(crate) count: i64,
    pub(crate) note: String,
}

impl ClaimFile {
    /// Which of the two claims.
    pub fn service(&self) -> ConsultationService {
        self.service
    }

    /// 事業所番号.
    pub fn office_number(&self) -> &str {
        &self.office_number
    }

    /// 処理対象年月: the month in which 国保連 runs the claim.
    pub fn processing_month(&self) -> YearMonth {
        self.processing_month
    }

    /// The blocks, in the order of the file.
    pub fn blocks(&self) -> &[Block] {
        &self.blocks
    }

    /// 件数 of the whole file.
    pub fn count(&self) -> usize {
        self.blocks.iter().map(|block| block.claims.len()).sum()
    }

    /// 単位数 of the whole file.
    pub fn units(&self) -> i64 {
        self.blocks.iter().flat_map(|block| &block.claims).map(ClaimRecord::units).sum()
    }

    /// 請求金額 of the whole file, yen.
    pub fn yen(&self) -> i64 {
        self.blocks.iter().map(Block::yen).sum()
    }
}

impl Block {
    /// サービス提供年月.
    pub fn month(&self) -> YearMonth {
        self.month
    }

    /// 市町村番号.
    pub fn municipality(&self) -> &str {
        &self.municipality
    }

    /// 地域区分コード.
    pub fn area_code(&self) -> &str {
        &self.area_code
    }

    /// 単位数単価 in thousandths of a yen.
    pub fn unit_price(&self) -> i64 {
        self.unit_price
    }

    /// The clients of the block.
    pub fn claims(&self) -> &[ClaimRecord] {
        &self.claims
    }

    /// 請求金額 of the block, yen.
    pub fn yen(&self) -> i64 {
        self.claims.iter().map(|claim| claim.yen(self.unit_price)).sum()
    }
}

impl ClaimRecord {
    /// 受給者証番号.
    pub fn certificate(&self) -> &str {
        &self.certificate
    }

    /// 支給決定者 (児: 給付決定保護者) 氏名カナ.
    pub fn payer_kana(&self) -> &str {
        &self.payer_kana
    }

    /// 児童氏名カナ, or empty.
    pub fn child_kana(&self) -> &str {
        &self.child_kana
    }

    /// モニタリング日.
    pub fn monitored_on(&self) -> Option<Date> {
        self.monitored_on
    }

    /// The service codes.
    pub fn lines(&self) -> &[ClaimLine] {
        &self.lines
    }

    /// 単位数 of the client's month.
    pub fn units(&self) -> i64 {
        self.lines.iter().map(ClaimLine::total).sum()
    }

    /// 請求額: units times price, below one yen dropped.
    pub fn yen(&self, unit_price: i64) -> i64 {
        domain::billing::fees::yen(self.units(), unit_price)
    }
}

impl ClaimLine {
    /// サービスコード.
    pub fn code(&self) -> &str {
        &self.code
    }

    /// 単位数 of one.
    pub fn units(&self) -> i64 {
        self.units
    }

    /// 回数.
    pub fn count(&self) -> i64 {
        self.count
    }

    /// 摘要.
    pub fn note(&self) -> &str {
        &self.note
    }

    /// サービス単位数.
    pub fn total(&self) -> i64 {
        self.units.saturating_mul(self.count)
    }
}
