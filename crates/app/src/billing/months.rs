//! The months to choose from: those with claims, the running one and the one before.

use std::collections::BTreeMap;

use calendar::YearMonth;
use domain::{billing::close::Totals, office::Right};
use store::closings;

use crate::{Cx, Refusal};

/// One month in the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MonthLine {
    /// サービス提供年月.
    pub month: YearMonth,
    /// How many closings it has.
    pub closings: i64,
    /// 件数, 単位, 円 of its claims, returned ones included.
    pub totals: Totals,
}

/// The months, newest first.
pub fn months(cx: &mut Cx<'_>) -> Result<Vec<MonthLine>, Refusal> {
    cx.authorize(Right::Read)?;
    let this = YearMonth::of(cx.today);
    let empty = |month| (month, MonthLine { month, closings: 0, totals: Totals::default() });
    let mut months: BTreeMap<YearMonth, MonthLine> = [this, this.previous()].map(empty).into();
    for sum in closings::months(cx.tx, cx.actor.office)? {
        months.insert(sum.month, MonthLine { month: sum.month, closings: sum.closings, totals: sum.totals });
    }
    Ok(months.into_values().rev().collect())
}
