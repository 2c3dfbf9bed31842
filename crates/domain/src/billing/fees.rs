//! 基本報酬と1単位の単価: the two monthly fees, the rules behind them and how units become yen. What a month comes to is
//! reckoned by [`super::month_fees`].

use calendar::{Date, DateRange, YearMonth, wareki};
use law::{Cite, Rule};
use serde::{Deserialize, Serialize};

use crate::client::ConsultationService;

/// 基本報酬 by service, kind, grade and month.
pub const BASE_FEE: Rule = Rule {
    id: "billing.base-fee",
    title: "基本報酬",
    cites: &[Cite { source: "wicnet-reform", place: "相談系サービスの基本報酬" }],
};

/// 地域区分ごとの1単位単価.
pub const AREA_PRICE: Rule = Rule {
    id: "billing.area-price",
    title: "地域区分と1単位の単価",
    cites: &[Cite { source: "tanka-2021", place: "地域区分と1単位単価" }],
};

/// Which of the two monthly fees.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FeeKind {
    /// サービス利用支援費 (児: 障害児支援利用援助費).
    Plan,
    /// 継続サービス利用支援費 (児: 継続障害児支援利用援助費).
    Monitoring,
}

words!(FeeKind { Plan, "plan", "計画"; Monitoring, "monitoring", "モニタリング"; });

impl FeeKind {
    /// The name of the fee in a service.
    pub fn fee_name(self, service: ConsultationService) -> &'static str {
        match (self, service) {
            (Self::Plan, ConsultationService::Plan) => "サービス利用支援費",
            (Self::Plan, ConsultationService::Child) => "障害児支援利用援助費",
            (Self::Monitoring, ConsultationService::Plan) => "継続サービス利用支援費",
            (Self::Monitoring, ConsultationService::Child) => "継続障害児支援利用援助費",
        }
    }
}

/// 請求額: units times price, the part below one yen dropped. One multiplication for a client's whole month.
pub fn yen(units: i64, thousandths: i64) -> i64 {
    units.saturating_mul(thousandths).div_euclid(1000)
}

/// The sentence for a month that the tables do not cover.
pub fn not_covered(asked: Date, covers: DateRange) -> String {
    let to = covers.to.map_or(String::new(), |to| format!("{}まで", wareki::long(to)));
    format!(
        "{}のサービス提供分の報酬は、登録されていません（登録されているのは{}から{to}です）。",
        wareki::month(YearMonth::of(asked)),
        wareki::long(covers.from)
    )
}
