//! `mimamori explain eligibility`: 対象者とその理由.

use clap::Args;
use serde_json::{Map, Value, json};

use super::date;

/// What is asked.
#[derive(Args)]
pub struct EligibilityArgs {
    /// 申請したサービスの名前か2桁のコード（いくつでも）
    #[arg(long = "service", value_name = "サービス", required = true)]
    services: Vec<String>,
    /// 申請の日の年齢
    #[arg(long, value_name = "歳")]
    age: Option<u32>,
    /// 生年月日（申請の日も書く）
    #[arg(long, value_name = "日付")]
    birth: Option<String>,
    /// 申請の日（例: R8.4.20）
    #[arg(long, value_name = "日付")]
    as_of: Option<String>,
    /// 介護保険のサービスも使う
    #[arg(long, value_name = "true|false")]
    care_insurance: Option<bool>,
    /// セルフプラン
    #[arg(long)]
    self_plan: bool,
}

impl EligibilityArgs {
    /// The line of `rules eligibility`.
    pub fn object(&self) -> Result<Map<String, Value>, String> {
        Ok(Map::from_iter([
            ("services".to_owned(), json!(self.services)),
            ("age".to_owned(), json!(self.age)),
            ("birth_date".to_owned(), self.birth.as_deref().map_or(Ok(Value::Null), date)?),
            ("as_of".to_owned(), self.as_of.as_deref().map_or(Ok(Value::Null), date)?),
            ("care_insurance".to_owned(), json!(self.care_insurance)),
            ("self_plan".to_owned(), json!(self.self_plan)),
        ]))
    }
}
