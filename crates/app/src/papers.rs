//! 書類: the queue of papers to print, to send and to get back, and the marks that nothing else says. Where a paper stands is asked of
//! [`domain::paper`] alone.

mod list;
mod mark;
mod print;

pub use list::{PaperFilter, PaperLine, PaperList, list_papers};
pub use mark::{MarkText, Marked, batch_size, mark_papers, token, undo_marks};
pub use print::print_papers;
