//! 支給量の利用実績 of a client: a table of months and granted services, typed many cells at once.

mod record;
mod table;
mod told;

pub use record::record_used_amounts;
pub use table::{UsedCell, UsedColumn, UsedHistory, UsedPage, UsedRow, used_amounts};
pub use told::ToldAmount;
pub(crate) use told::record_told;
