//! 基本報酬と1単位の単価: which code, how many units, what price, and how sure that is.

use calendar::{Date, DateRange, YearMonth, wareki};
use law::{Cite, Code, Confidence, Decided, Rule, Verdict, Why, fees::Fees};
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
    look_up(BASE_FEE, &id, month, |name, units, confidence, code| BaseFee {
        code: code.text.clone(),
        name: name.to_owned(),
        units,
        confidence,
        code_confidence: code.confidence,
    })
}

/// 1単位の単価 of a service month, by 地域区分 (`1` … `7`, `other`).
pub fn area_price(service: ConsultationService, area: &str, month: YearMonth) -> Verdict<AreaPrice> {
    let id = format!("area.{}.{area}", service.word());
    look_up(AREA_PRICE, &id, month, |name, thousandths, confidence, code| AreaPrice {
        code: code.text.clone(),
        name: name.to_owned(),
        thousandths,
        confidence,
        code_confidence: code.confidence,
    })
}

/// 請求額: units times price, the part below one yen dropped. One multiplication for a client's whole month.
pub fn yen(units: i64, thousandths: i64) -> i64 {
    units.saturating_mul(thousandths).div_euclid(1000)
}

/// A value with its code, without which no claim can be written.
fn look_up<T>(
    rule: Rule,
    id: &str,
    month: YearMonth,
    make: impl FnOnce(&str, i64, Confidence, &Code) -> T,
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
        return Verdict::NotCovered { asked: day, covers: fee.timeline.covers };
    };
    let (name, used) = (fee.name(value), fee.used(value));
    let Some(code) = &value.code else {
        return unknown(format!("{name}の{}のコードが分からないので、請求できません", wareki::month(month)));
    };
    let sentence = format!("{name}は{}です（{}から）。", used.value, wareki::long(value.days.from));
    let value = make(name, value.value.amount, value.confidence, code);
    Verdict::Is(Decided { value, why: Why::new(rule, sentence).value(used) })
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
