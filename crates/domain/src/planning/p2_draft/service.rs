//! 援助内容: one service or other help, with kind, content, amount, who gives it, and what it costs.

use serde::{Deserialize, Serialize};

use super::cost;
use crate::{
    id::PlanRowId,
    monitoring::check::{Checker, limit},
    text::say,
};

/// One service or other help.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ServiceRow {
    /// The row, through drafts and plans; given when it is saved first.
    pub id: Option<PlanRowId>,
    /// The need that it meets; none where it meets all of them.
    pub of_need: Option<PlanRowId>,
    /// サービス種別: as in `law/services.toml`, or other help in words.
    pub kind: String,
    /// サービス内容.
    pub content: String,
    /// 量: 支給量 as it is asked for.
    pub amount: String,
    /// 頻度, with 提供期間 where it has to be said.
    pub often: String,
    /// 事業者等.
    pub provider: String,
    /// 担当者名・電話.
    pub person: String,
    /// 単価, yen.
    pub unit_price: Option<i64>,
    /// 回数 a month.
    pub times: Option<i64>,
    /// 自己負担 a month, yen.
    pub own_burden: Option<i64>,
}

impl ServiceRow {
    /// Whether nothing is typed in the row; an id or the choice of a need alone is nothing.
    pub fn is_empty(&self) -> bool {
        *self == Self { id: self.id, of_need: self.of_need, ..Self::default() }
    }

    /// サービス費用（全額）の合計: 単価 × 回数; none while one of them is not typed.
    pub fn sum(&self) -> Option<i64> {
        self.unit_price?.checked_mul(self.times?)
    }

    /// 担当者名・電話 with the number of the provider, where no number stands there and it fits.
    pub(super) fn add_phone(&mut self, phone: &dyn Fn(&str) -> Option<String>) {
        if self.provider.is_empty() || self.person.chars().any(char::is_numeric) {
            return;
        }
        let Some(number) = phone(&self.provider).filter(|number| !number.is_empty()) else { return };
        let both =
            [self.person.as_str(), &number].into_iter().filter(|it| !it.is_empty()).collect::<Vec<_>>().join(" ");
        if both.chars().count() <= limit::SHORT {
            self.person = both;
        }
    }

    pub(super) fn check(&self, row: usize, finished: bool, check: &mut Checker) {
        let place = |label: &str| format!("援助内容の{}行目の{label}", row + 1);
        for (name, label, value, max, required) in [
            ("service_kind", "サービス種別", &self.kind, limit::SHORT, finished),
            ("service_content", "サービス内容", &self.content, limit::LONG, finished),
            ("service_amount", "量", &self.amount, limit::SHORT, false),
            ("service_often", "頻度", &self.often, limit::LONG, false),
            ("service_provider", "事業者等", &self.provider, limit::SHORT, false),
            ("service_person", "担当者名・電話", &self.person, limit::SHORT, false),
        ] {
            check.text(format!("{name}_{row}"), &place(label), value, max, required);
        }
        for (name, label, value, most) in [
            ("service_price", "単価", self.unit_price, cost::MOST_YEN),
            ("service_times", "回数", self.times, cost::MOST_TIMES),
            ("service_own", "自己負担", self.own_burden, cost::MOST_YEN),
        ] {
            if value.is_some_and(|value| !(0..=most).contains(&value)) {
                check.refuse(format!("{name}_{row}"), format!("{}は0から{most}までで入力してください", place(label)));
            }
        }
        match (self.unit_price, self.times) {
            (Some(_), None) if finished => check.refuse(format!("service_times_{row}"), say::missing(&place("回数"))),
            (None, Some(_)) if finished => check.refuse(format!("service_price_{row}"), say::missing(&place("単価"))),
            _ => {}
        }
    }
}
