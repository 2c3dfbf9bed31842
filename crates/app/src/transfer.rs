//! 取込と書出: clients and certificates from a file, and everything of an office into open formats.

mod columns;
mod csv_file;
mod export_office;
mod import_clients;
mod report;
mod rows;

pub use columns::{template, titles};
pub use csv_file::{Encoding, Sheet, SheetRow, read_sheet};
pub use export_office::{ExportFile, export_office};
pub use import_clients::{Mode, import_clients};
pub use report::{CellProblem, ImportReport, RejectedRow};
