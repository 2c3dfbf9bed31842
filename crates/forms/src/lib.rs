//! 帳票: domain things into filled forms (fields and rows), as `law/forms/*/form.toml` describes them. Pure.
//!
//! A form is a folder of `law/forms`: its `form.toml` says which data set fills it and which field prints which item; its
//! `sheet.typ` says where. This crate joins data and `form.toml`; the crate `pdf` draws the result with the sheet.

use serde::Serialize;

mod application;
mod assessment;
mod basic;
mod breach;
mod conference;
mod data_set;
mod deletion;
mod form_file;
pub mod glyphs;
mod head;
mod monitoring_report;
pub mod pictures;
mod plan;
mod registry;
mod self_plan;
mod sheet;
pub mod signature;
mod text;

pub use application::{APPLICATION, ApplicationInput, AskedOffice, Asks, application};
pub use assessment::{ASSESSMENT, AssessmentInput, assessment};
pub use basic::{BASIC, BasicInput, basic_information};
pub use breach::{BREACH, BreachInput, breach_report};
pub use conference::{CONFERENCE, ConferenceInput, conference_minutes};
pub use data_set::{DataSet, DataSetKind, FieldName};
pub use deletion::{DELETION, DeletedRows, DeletionInput, deletion};
pub use form_file::{FormError, FormFile, NotPrinted, PrintedField, PrintedTable};
pub use monitoring_report::{REPORT, ReportInput, monitoring_report};
pub use plan::{PLAN, PlanInput, PlanStage, plan};
pub use registry::{DATA_SETS, Form, forms, forms_of, use_sheets};
pub use self_plan::{SELF_PLAN, SelfPlanInput, self_plan};
pub use sheet::Sheet;
pub use text::without_line_marks;

/// A form ready to be drawn: which form, and its content as plain values for the sheet.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct FilledForm {
    /// The form's folder in `law/forms`, e.g. `monitoring-report-national`.
    pub form: String,
    /// Title for the PDF's metadata (no personal data).
    pub title: String,
    /// The day of the paper, for the PDF's metadata.
    pub dated: calendar::Date,
    /// Content, read by `sheet.typ` as JSON.
    pub content: serde_json::Value,
    /// The sheet from outside that it is drawn with; none for the program's own.
    #[serde(skip)]
    pub sheet: Option<std::sync::Arc<Sheet>>,
    /// What the paper is kept by with its sheet, once it is drawn: SHA-256, hex; none where there is nothing to keep.
    #[serde(skip)]
    pub kept_as: Option<String>,
}
