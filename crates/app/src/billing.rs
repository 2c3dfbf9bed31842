//! 請求: the month's candidates, holds, closing, the file, and what became of each claim.

mod candidates;
mod close;
mod download;
mod hold;
mod mark;
mod month_page;
mod months;

pub use close::{CloseMonth, ClosedAs, close};
pub use download::{ClaimFileBytes, download, files_of_month};
pub use hold::{HoldInput, RestInput, hold, hold_rest, release};
pub use mark::{MarkAll, MarkInput, mark, mark_all};
pub use month_page::{ClosingView, FileRow, MonthPage, Row, RowState, ServicePart, month_page};
pub use months::{MonthLine, months};
