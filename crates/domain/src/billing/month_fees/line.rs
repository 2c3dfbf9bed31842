//! 明細行: what is billed of a month, and what is refused.

use law::{
    Confidence, Entry, Why,
    fees::{Fee, FeeValue},
};
use serde::{Deserialize, Serialize};

use crate::billing::fees::yen;

/// 明細行.
#[derive(Clone, Debug, PartialEq)]
pub struct FeeLine {
    /// サービスコード, where one is known.
    pub code: Option<String>,
    /// 名称.
    pub name: String,
    /// 単位数, negative for a reduction.
    pub units: i64,
    /// 回数.
    pub count: i64,
    /// How sure the units are.
    pub units_confidence: Confidence,
    /// How sure the code is.
    pub code_confidence: Option<Confidence>,
    /// Why it is billed.
    pub why: Why,
}

/// Why an addition or reduction is refused, as one word for other programs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FeeRefusal {
    /// The base fee or the addition it belongs to is not there.
    BaseMissing,
    /// Something else of the month keeps it out.
    ExcludedWith,
    /// More often than allowed.
    OverCount,
    /// Not in force in the month.
    NotInForce,
}

words!(FeeRefusal {
    BaseMissing, "base_missing", "もとになる報酬がない";
    ExcludedWith, "excluded_with", "併せて算定できない";
    OverCount, "over_count", "回数の上限を超える";
    NotInForce, "not_in_force", "この月にはない";
});

/// An addition or reduction that cannot stand.
#[derive(Clone, Debug, PartialEq)]
pub struct RefusedFee {
    /// Its name.
    pub name: String,
    /// Why, as a word.
    pub code: FeeRefusal,
    /// Why.
    pub why: Why,
}

/// The month, reckoned.
#[derive(Clone, Debug, PartialEq)]
pub struct MonthFees {
    /// What is billed.
    pub lines: Vec<FeeLine>,
    /// What is refused.
    pub refused: Vec<RefusedFee>,
    /// Names of what is in force but left out of the reckoning.
    pub left_out: Vec<String>,
    /// 1単位の単価; `None` where no price of the month is known.
    pub price: Option<AreaPrice>,
    /// What was not verified, one sentence each.
    pub warnings: Vec<String>,
}

/// 地域区分ごとの1単位の単価.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AreaPrice {
    /// 地域区分コード of the claim record, where one is known.
    pub code: Option<String>,
    /// Name of the price.
    pub name: String,
    /// Thousandths of a yen per unit.
    pub thousandths: i64,
    /// How sure the price is.
    pub confidence: Confidence,
    /// How sure the code is.
    pub code_confidence: Option<Confidence>,
}

impl AreaPrice {
    pub(super) fn new(fee: &Fee, value: &Entry<FeeValue>) -> Self {
        Self {
            code: value.code.as_ref().map(|code| code.text.clone()),
            name: fee.name(value).to_owned(),
            thousandths: value.value.amount,
            confidence: value.confidence,
            code_confidence: value.code.as_ref().map(|code| code.confidence),
        }
    }
}

impl FeeLine {
    /// A line out of a value in force, with its reason.
    pub(super) fn new(fee: &Fee, value: &Entry<FeeValue>, units: i64, count: i64, mut why: Why) -> Self {
        if let Some(code) = &value.code {
            why = why.fact("サービスコード", format!("{}（{}）", code.text, code.confidence.label()));
        }
        Self {
            code: value.code.as_ref().map(|code| code.text.clone()),
            name: fee.name(value).to_owned(),
            units,
            count,
            units_confidence: value.confidence,
            code_confidence: value.code.as_ref().map(|code| code.confidence),
            why: why.value(fee.used(value)),
        }
    }

    /// Units times count.
    pub fn total_units(&self) -> i64 {
        self.units.saturating_mul(self.count)
    }

    /// The less sure of units and code.
    pub fn confidence(&self) -> Confidence {
        self.code_confidence.map_or(self.units_confidence, |code| code.max(self.units_confidence))
    }

    pub(super) fn warnings(&self) -> impl Iterator<Item = String> {
        let code = self.code_confidence.map_or_else(
            || Some(format!("{}のサービスコードは分かりません。", self.name)),
            |sure| unsure(&self.name, "サービスコード", sure),
        );
        [unsure(&self.name, "単位数", self.units_confidence), code].into_iter().flatten()
    }
}

impl MonthFees {
    /// The units of the whole month.
    pub fn units(&self) -> i64 {
        self.lines.iter().map(FeeLine::total_units).sum()
    }

    /// 請求額: the units of the month times the price, once, the part below one yen dropped.
    pub fn yen(&self) -> Option<i64> {
        self.unit_price().map(|price| yen(self.units(), price))
    }

    /// 1単位の単価 in thousandths of a yen, where it is known.
    pub fn unit_price(&self) -> Option<i64> {
        self.price.as_ref().map(|price| price.thousandths)
    }
}

/// The sentence for a value that is not verified; none where it is.
pub(in crate::billing) fn unsure(name: &str, what: &str, sure: Confidence) -> Option<String> {
    sure.needs_warning().then(|| format!("{name}の{what}は「{}」です。", sure.label()))
}
