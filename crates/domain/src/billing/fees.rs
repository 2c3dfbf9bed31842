//! 基本報酬と1単位の単価: which code, how many units, what price, and how sure that is.

use calendar::{Date, DateRange, YearMonth};
use law::{Cite, Confidence, Decided, Rule, Verdict, Why, fees::Fees};
use serde::{Deserialize, Serialize};

use crate::client::{ConsultationService, words};

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

/// 基本報酬 of one month.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BaseFee {
    /// サービスコード.
    pub code: String,
    /// 名称.
    pub name: String,
    /// 単位数.
    pub units: i64,
    /// How sure the units are.
    pub confidence: Confidence,
    /// How sure the code is.
    pub code_confidence: Confidence,
}

/// 1単位の単価 of one month.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AreaPrice {
    /// 地域区分コード of the claim record.
    pub code: String,
    /// Name of the price.
    pub name: String,
    /// Thousandths of a yen per unit.
    pub thousandths: i64,
    /// How sure the price is.
    pub confidence: Confidence,
    /// How sure the code is.
    pub code_confidence: Confidence,
}

impl BaseFee {
    /// The less sure of units and code; below corroborated the page that bills warns.
    pub fn weakest(&self) -> Confidence {
        self.confidence.max(self.code_confidence)
    }
}

impl AreaPrice {
    /// The less sure of price and code.
    pub fn weakest(&self) -> Confidence {
        self.confidence.max(self.code_confidence)
    }
}

/// 基本報酬 of a service month, by the office's grade (`enhanced-1` … `enhanced-4`, `1`; `2` over the 40-case line).
pub fn base_fee(service: ConsultationService, kind: FeeKind, grade: &str, month: YearMonth) -> Verdict<BaseFee> {
    let id = format!("fee.{}.{}.{grade}", service.word(), kind.word());
    look_up(BASE_FEE, &id, month, |name, value| BaseFee {
        code: value.code.clone(),
        name: name.to_owned(),
        units: value.value,
        confidence: value.confidence,
        code_confidence: value.code_confidence,
    })
}

/// 1単位の単価 of a service month, by 地域区分 (`1` … `7`, `other`).
pub fn area_price(service: ConsultationService, area: &str, month: YearMonth) -> Verdict<AreaPrice> {
    let id = format!("area.{}.{area}", service.word());
    look_up(AREA_PRICE, &id, month, |name, value| AreaPrice {
        code: value.code.clone(),
        name: name.to_owned(),
        thousandths: value.value,
        confidence: value.confidence,
        code_confidence: value.code_confidence,
    })
}

/// 請求額: units times price, the part below one yen dropped. One multiplication for a client's whole month.
pub fn yen(units: i64, thousandths: i64) -> i64 {
    units.saturating_mul(thousandths).div_euclid(1000)
}

fn look_up<T>(
    rule: Rule,
    id: &str,
    month: YearMonth,
    make: impl FnOnce(&str, &law::fees::FeeValue) -> T,
) -> Verdict<T> {
    let day = month.first_day();
    let unknown = |sentence: String| Verdict::No(Why::new(rule, sentence));
    let fees = match Fees::embedded() {
        Ok(fees) => fees,
        Err(reason) => return unknown(format!("報酬の表を読めません（{reason}）")),
    };
    let Some(fee) = fees.get(id) else {
        return unknown("事業所の区分・地域区分が設定されていないか、表にありません".to_owned());
    };
    let Some(value) = fee.at(day) else {
        return Verdict::NotCovered { asked: day, covers: fee.covers };
    };
    let used = fee.used(value);
    let sentence = format!("{}は{}です（{}から）。", fee.title, used.value, long(value.from));
    Verdict::Is(Decided { value: make(&fee.title, value), why: Why::new(rule, sentence).value(used) })
}

/// The sentence for a month that the tables do not cover.
pub fn not_covered(asked: Date, covers: DateRange) -> String {
    format!(
        "{}のサービス提供分の報酬は、まだ登録されていません（登録されているのは{}からです）。",
        calendar::wareki::month(YearMonth::of(asked)),
        long(covers.from)
    )
}

fn long(day: Date) -> String {
    calendar::wareki::long(day)
}
