//! 帳票: domain things into filled forms (fields and rows), as `law/forms/*/form.toml` describes them. Pure.

use serde::Serialize;

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
