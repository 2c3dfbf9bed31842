//! 帳票: domain things into filled forms (fields and rows), as `law/forms/*/form.toml` describes them. Pure.
//!
//! A form's `form.toml` says which field prints which item of the data set; its `sheet.typ` says where. This crate
//! joins data and `form.toml`; the crate `pdf` draws the result with the sheet.

use serde::Serialize;

mod form_file;
pub mod glyphs;
mod monitoring_report;
pub mod signature;
mod text;

pub use form_file::{FieldName, FormError, FormFile, NotPrinted, PrintedField};
pub use monitoring_report::{
    FIELDS, ReportInput, ReportLayout, form_file, monitoring_report, not_printed, not_printed_reasons,
};

/// A form ready to be drawn: which form, and its content as plain values for the sheet.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct FilledForm {
    /// The form's folder in `law/forms`, e.g. `monitoring-report-national`.
    pub form: String,
    /// Title for the PDF's metadata (no personal data).
    pub title: String,
    /// Content, read by `sheet.typ` as JSON.
    pub content: serde_json::Value,
}
