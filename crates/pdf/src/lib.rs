//! 帳票のPDF: draws a filled form with its `law/forms/<form>/sheet.typ`. The only crate that compiles typst.
//!
//! Everything is in memory: the sheets and fonts are part of the program, the form's content is handed to the sheet
//! as JSON data, and a sheet can reach no file and no network. The same form gives the same bytes.

mod coverage;
mod joined;
mod packed;
mod typeset;
mod world;

pub use typeset::{TypesetFault, Typst};
pub use world::shared_files;
