//! モニタリング報告書: the data set of a report. Which papers it fills, `law/forms` says.

mod data_set;

use domain::{
    client::{Certificate, ClientForOthers},
    monitoring::{Round, m3_record::Report},
    office::Office,
};

use crate::{DataSet, DataSetKind};

/// The data set of a report.
pub const REPORT: DataSetKind = DataSetKind { word: "monitoring-report", items: data_set::FIELDS };

/// What a report is printed from.
#[derive(Clone, Copy, Debug)]
pub struct ReportInput<'a> {
    /// 利用者.
    pub client: &'a ClientForOthers,
    /// 受給者証 whose numbers are printed: the round's own and any other that is valid (e.g. 通所受給者証).
    pub certificates: &'a [Certificate],
    /// 地域相談支援受給者証番号 as recorded with the disability; empty where none is.
    pub community_number: &'a str,
    /// 事業所.
    pub office: &'a Office,
    /// 計画作成担当者, 氏名.
    pub specialist: &'a str,
    /// The round: visit, consent and carry-over are taken from its facts.
    pub round: &'a Round,
    /// The report, as it stands in the round or as a draft.
    pub report: &'a Report,
}

/// モニタリング報告書 as data, for any of its forms.
pub fn monitoring_report(input: &ReportInput<'_>) -> DataSet {
    data_set::of(input)
}
