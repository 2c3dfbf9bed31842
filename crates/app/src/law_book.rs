//! The law as data, for use cases.

use law::LawBook;
use store::StoreError;

use crate::Refusal;

/// The law built into the program; a fault in its files is a fault of the program.
pub fn law_book() -> Result<&'static LawBook, Refusal> {
    LawBook::embedded().map_err(|error| {
        let (table, column) = ("law", "files");
        StoreError::Inconsistent { table, column, id: String::new(), reason: error.to_string() }.into()
    })
}
