//! 受付No.: given by the program, one of its own in each office and fiscal year.

use std::fmt;

use calendar::{FiscalYear, wareki};

/// 受付No. of a planning case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reception {
    /// 年度 of the day on which the case began.
    pub year: FiscalYear,
    /// Counts from 1 in the fiscal year.
    pub number: i64,
}

impl fmt::Display for Reception {
    /// `R8-012`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The year in which an era began is that era's first as a whole.
        let may = wareki::short(self.year.months().start.next().first_day());
        write!(f, "{}-{:03}", may.split('.').next().unwrap_or_default(), self.number)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_number_says_its_fiscal_year() {
        let said = |year, number| Reception { year: FiscalYear::new(year).unwrap(), number }.to_string();
        assert_eq!(said(2026, 12), "R8-012");
        assert_eq!(said(2019, 1), "R1-001");
        assert_eq!(said(2026, 1234), "R8-1234");
    }
}
