//! 請求ファイルの様式: the field tables of the claim records, as data in `law/claim-format/<edition>/`.

use std::sync::OnceLock;

use calendar::{DateRange, YearMonth, wareki};
use serde::Deserialize;

use crate::{Confidence, toml_date};

const EDITIONS: [[&str; 3]; 1] = [[
    include_str!("../../../law/claim-format/2018-04/edition.toml"),
    include_str!("../../../law/claim-format/2018-04/control-record.toml"),
    include_str!("../../../law/claim-format/2018-04/claim-record.toml"),
]];

/// One edition of the interface specification, as far as claims of consultation need it.
#[derive(Clone, Debug, PartialEq)]
pub struct ClaimFormat {
    /// Id, title, dates and the two kinds of claim.
    pub edition: Edition,
    /// コントロールレコード.
    pub control: Vec<Field>,
    /// エンドレコード.
    pub end: Vec<Field>,
    /// 01 基本情報.
    pub basic: Vec<Field>,
    /// 02 明細情報.
    pub detail: Vec<Field>,
    /// 03 サービス情報.
    pub service: Vec<Field>,
}

/// Which document the tables were read in, and for which months of service they hold.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Edition {
    /// Id, e.g. `claim-format.2018-04`.
    pub id: String,
    /// Title in Japanese.
    pub title: String,
    /// What the dates mean (`service-month`).
    pub keyed_on: String,
    /// First and last day.
    #[serde(deserialize_with = "toml_date::range")]
    pub covers: DateRange,
    /// Source id.
    pub source: String,
    /// Place in the source.
    #[serde(rename = "where")]
    pub place: String,
    /// How sure it is.
    pub confidence: Confidence,
    /// Day on which it was last compared with the source.
    #[serde(deserialize_with = "toml_date::date")]
    pub checked_on: calendar::Date,
    /// A later edition that was not compared, as a sentence for the screen.
    #[serde(default)]
    pub later_edition_unchecked: Option<String>,
    /// The two kinds of claim.
    pub kind: Vec<Kind>,
}

/// 計画相談支援給付費請求書 or 障害児相談支援給付費請求書.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Kind {
    /// Japanese name of the service.
    pub service: String,
    /// 交換情報識別番号.
    pub record_id: String,
    /// データ種別 in the control record.
    pub data_kind: String,
    /// The fixed サービスコード of record 02.
    pub total_code: String,
    /// Name of record 02's first kana field.
    pub payer_kana: String,
    /// Name of record 02's second kana field.
    pub child_kana: String,
    /// Source id.
    pub source: String,
    /// Place in the source.
    #[serde(rename = "where")]
    pub place: String,
    /// How sure it is.
    pub confidence: Confidence,
}

/// One field of a record.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Field {
    /// The program's word for it.
    pub key: String,
    /// 項目名.
    pub name: String,
    /// 属性.
    #[serde(rename = "type")]
    pub kind: FieldType,
    /// 最大バイト数.
    pub bytes: usize,
    /// 必須.
    pub required: bool,
    /// The only value allowed.
    #[serde(default)]
    pub fixed: Option<String>,
}

/// 属性 of a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum FieldType {
    /// 英数: half-width capitals, digits and katakana.
    Alphanumeric,
    /// 数値, a minus sign counted in the length.
    Number,
    /// コード値: digits of exactly this length.
    Code,
    /// 漢字: two-byte characters only.
    Kanji,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ControlFile {
    #[serde(rename = "source")]
    _source: String,
    #[serde(rename = "where")]
    _place: String,
    #[serde(rename = "confidence")]
    _confidence: Confidence,
    control: Vec<Field>,
    end: Vec<Field>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ClaimRecordFile {
    #[serde(rename = "source")]
    _source: String,
    #[serde(rename = "where")]
    _place: String,
    #[serde(rename = "confidence")]
    _confidence: Confidence,
    basic: Vec<Field>,
    detail: Vec<Field>,
    service: Vec<Field>,
}

impl ClaimFormat {
    /// The edition that holds for a month of service; an error sentence when none does or the data are faulty.
    pub fn for_month(month: YearMonth) -> Result<&'static ClaimFormat, String> {
        static ALL: OnceLock<Result<Vec<ClaimFormat>, String>> = OnceLock::new();
        let all = ALL.get_or_init(|| EDITIONS.iter().map(Self::parse).collect());
        let all = all.as_ref().map_err(Clone::clone)?;
        all.iter()
            .find(|format| format.edition.covers.contains(month.first_day()))
            .ok_or_else(|| format!("{}の請求ファイルの様式がありません", wareki::month(month)))
    }

    /// The kind of claim of a service, by its Japanese name.
    pub fn kind(&self, service: &str) -> Option<&Kind> {
        self.edition.kind.iter().find(|kind| kind.service == service)
    }

    fn parse([edition, control, claim]: &[&str; 3]) -> Result<Self, String> {
        let edition: Edition = toml::from_str(edition).map_err(|e| e.to_string())?;
        let control: ControlFile = toml::from_str(control).map_err(|e| e.to_string())?;
        let claim: ClaimRecordFile = toml::from_str(claim).map_err(|e| e.to_string())?;
        Ok(Self {
            edition,
            control: control.control,
            end: control.end,
            basic: claim.basic,
            detail: claim.detail,
            service: claim.service,
        })
    }
}
