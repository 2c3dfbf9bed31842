//! Twelve months as a strip, for the page of a round and that of a client.

use app::monitoring::MonthCell;
use domain::monitoring::MonthMark;

use crate::{
    at,
    components::{Mark, StripMonth},
};

/// The strip of these months, each with the way to its round.
pub fn months(cells: &[MonthCell]) -> Vec<StripMonth> {
    let month = |cell: &MonthCell| StripMonth {
        month: cell.month,
        mark: mark(cell.mark),
        href: cell.round.map(at::round).unwrap_or_default(),
    };
    cells.iter().map(month).collect()
}

fn mark(mark: MonthMark) -> Mark {
    match mark {
        MonthMark::None => Mark::None,
        MonthMark::Planned => Mark::Planned,
        MonthMark::End => Mark::End,
        MonthMark::ThisMonth => Mark::ThisMonth,
        MonthMark::Done => Mark::Done,
        MonthMark::Late => Mark::Late,
        MonthMark::Carried => Mark::Carried,
        MonthMark::Missed => Mark::Missed,
        MonthMark::NotRequired => Mark::NotRequired,
    }
}
