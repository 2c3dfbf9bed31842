//! 取込と書出: clients and certificates from a file, and everything of an office into open formats.

mod attached;
mod case_tables;
mod columns;
mod contradictions;
mod csv_file;
mod export_office;
mod import_clients;
mod imports;
mod masked;
mod report;
mod rows;
mod sheet;
mod table;
mod watch;
mod whole_office;
mod xlsx_file;

pub(crate) use csv_file::read_csv;

pub(crate) use attached::hash_of_chunks;
pub use attached::{AttachedFile, forget_files, is_attached, named_files, take_file};
pub use columns::{template, titles};
pub use export_office::{ExportFile, export_office};
pub use import_clients::{Importer, Mode, import_clients};
pub use imports::{Import, ImportState, Imports};
pub use masked::{LOGIN as MASKED_LOGIN, NO_TEXT, export_masked, masked_columns};
pub use report::{BroughtCase, CellProblem, ImportReport, RejectedRow};
pub use table::{ImportTable, import_table, workbook};
pub use watch::Watch;
pub use whole_office::{LEFT_OUT, TakenOffice, import_office, left_out};
