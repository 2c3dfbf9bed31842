//! 請求: the month's candidates, holds, closing, the file, and what became of each claim.

mod answer_plan;
mod candidates;
mod claim_view;
mod close;
mod download;
mod hold;
mod mark;
mod month_page;
mod months;

pub use answer_plan::{PlanQuestion, answer_plan, plan_question};
pub(crate) use candidates::{Loaded, candidates_of, load_client};
pub use claim_view::ClaimView;
pub(crate) use claim_view::claim_view;
pub use close::{CloseMonth, ClosedAs, close};
pub use download::{ClaimFileBytes, download, files_of_month};
pub use hold::{HoldInput, RestInput, TogetherInput, hold, hold_rest, release, release_rest};
pub use mark::{MarkAll, MarkInput, mark, mark_all};
pub use month_page::{
    ClosingView, FileRow, HeldTogether, MonthPage, MonthRow, RowPart, RowState, ServicePart, month_page,
};
pub use months::{MonthLine, months};
