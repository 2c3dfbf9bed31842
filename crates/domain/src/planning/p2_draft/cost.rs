//! 費用（円/月）: what the services cost in all, and what the person pays.

use super::ServiceRow;

/// The most yen a field takes: more than any month costs.
pub(super) const MOST_YEN: i64 = 10_000_000;
/// The most times a month.
pub(super) const MOST_TIMES: i64 = 1_000;

/// The totals of a draft, yen a month.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Costs {
    /// サービス費用.
    pub services: i64,
    /// 自己負担額.
    pub own_burden: i64,
    /// Rows without a price: the totals are without them.
    pub without_price: usize,
}

impl Costs {
    /// The totals of these rows.
    pub fn of(rows: &[ServiceRow]) -> Self {
        let add = |totals: Self, row: &ServiceRow| Self {
            services: totals.services.saturating_add(row.sum().unwrap_or(0)),
            own_burden: totals.own_burden.saturating_add(row.own_burden.unwrap_or(0)),
            without_price: totals.without_price + usize::from(row.sum().is_none() && !row.is_empty()),
        };
        rows.iter().fold(Self::default(), add)
    }

    /// By how many yen the own burden is above 負担上限月額; none where it is not.
    pub fn above_limit(&self, upper_limit_yen: i64) -> Option<i64> {
        Some(self.own_burden.saturating_sub(upper_limit_yen)).filter(|above| *above > 0)
    }
}
