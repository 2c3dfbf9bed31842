//! The months to choose from: those with claims, the running one and the one before.

use std::collections::BTreeMap;

use calendar::YearMonth;
use domain::{billing::close::Totals, office::Right};
use store::claims;

use crate::{Cx, Refusal};

/// One month in the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MonthLine {
    /// サービス提供年月.
    pub month: YearMonth,
    /// How many closings it has.
    pub closings: i64,
    /// 件数, 単位, 円 of the claims that stand.
    pub totals: Totals,
    /// 返戻, counted apart.
    pub returned: i64,
}

/// The newest months that the list shows; older ones are opened by typing them.
const SHOWN: usize = 36;

/// The months, newest first.
pub fn months(cx: &mut Cx<'_>) -> Result<Vec<MonthLine>, Refusal> {
    cx.authorize(Right::Read)?;
    let this = YearMonth::of(cx.today);
    let empty = |month| (month, MonthLine { month, closings: 0, totals: Totals::default(), returned: 0 });
    let mut months: BTreeMap<YearMonth, MonthLine> = [this, this.previous()].map(empty).into();
    for sum in claims::months(cx.tx, cx.actor.office)? {
        let line = MonthLine { month: sum.month, closings: sum.closings, totals: sum.totals, returned: sum.returned };
        months.insert(sum.month, line);
    }
    Ok(months.into_values().rev().take(SHOWN).collect())
}
