//! `mimamori explain abuse-window`: 虐待の通報・届出窓口、かける順に.

use clap::Args;
use serde_json::{Map, Value, json};

/// What is asked.
#[derive(Args)]
pub struct AbuseWindowArgs {
    /// 市町村の名前か key（例: 川崎市、kawasaki）
    #[arg(long, value_name = "市町村")]
    municipality: String,
    /// だれによる虐待か（caregiver 養護者、facility_staff 施設の職員、employer 使用者）
    #[arg(long, value_name = "だれ")]
    abuser: Option<String>,
    /// 区役所か支所（例: 川崎区役所、大師支所）
    #[arg(long, value_name = "区役所・支所")]
    ward: Option<String>,
    /// 施設・事業の種類（例: 福祉ホーム）
    #[arg(long, value_name = "種類")]
    facility_kind: Option<String>,
    /// 障害の種別（physical, intellectual, mental, developmental, higher_brain, intractable_disease）
    #[arg(long, value_name = "種別")]
    disability: Vec<String>,
    /// いつかけるか（例: 2026-11-22T19:30）
    #[arg(long, value_name = "日時")]
    at: Option<String>,
}

impl AbuseWindowArgs {
    /// The line of `rules abuse-window`.
    pub fn object(&self) -> Map<String, Value> {
        Map::from_iter([
            ("municipality".to_owned(), json!(self.municipality)),
            ("abuser".to_owned(), json!(self.abuser)),
            ("ward".to_owned(), json!(self.ward)),
            ("facility_kind".to_owned(), json!(self.facility_kind)),
            ("disability".to_owned(), json!(self.disability)),
            ("at".to_owned(), json!(self.at)),
        ])
    }
}
