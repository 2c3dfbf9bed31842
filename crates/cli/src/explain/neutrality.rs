//! `mimamori explain neutrality`: 兼務の相談支援専門員が行えるか、その理由.

use clap::Args;
use serde_json::{Map, Value, json};

use super::date;

/// What is asked.
#[derive(Args)]
pub struct NeutralityArgs {
    /// すること（first_plan はじめの計画、renewal_plan 更新、change_plan 変更、monitoring モニタリング）
    #[arg(long, default_value = "monitoring", value_name = "すること")]
    task: String,
    /// 相談支援専門員が働く事業所（いくつでも）
    #[arg(long = "works-at", value_name = "事業所")]
    works_at: Vec<String>,
    /// 利用者が使う事業所（いくつでも）
    #[arg(long = "client-uses", value_name = "事業所")]
    client_uses: Vec<String>,
    /// 新規の支給決定か変更からの月数（更新からは数えない）
    #[arg(long, value_name = "か月")]
    months_since_decision: Option<u32>,
    /// 地域にほかの相談支援事業所がある
    #[arg(long, value_name = "true|false")]
    other_office_in_area: Option<bool>,
    /// 市町村がやむを得ないと認めている
    #[arg(long, value_name = "true|false")]
    municipality_accepts: Option<bool>,
    /// 利用者が希望している
    #[arg(long, value_name = "true|false")]
    client_wishes: Option<bool>,
    /// いつの決まりによるか（例: R8.4.20）
    #[arg(long, value_name = "日付")]
    as_of: Option<String>,
}

impl NeutralityArgs {
    /// The line of `rules neutrality`.
    pub fn object(&self) -> Result<Map<String, Value>, String> {
        Ok(Map::from_iter([
            ("task".to_owned(), json!(self.task)),
            ("specialist_works_at".to_owned(), json!(self.works_at)),
            ("client_uses".to_owned(), json!(self.client_uses)),
            ("months_since_decision".to_owned(), json!(self.months_since_decision)),
            ("other_office_in_area".to_owned(), json!(self.other_office_in_area)),
            ("municipality_accepts".to_owned(), json!(self.municipality_accepts)),
            ("client_wishes".to_owned(), json!(self.client_wishes)),
            ("as_of".to_owned(), self.as_of.as_deref().map_or(Ok(Value::Null), date)?),
        ]))
    }
}
