//! A filled form as a PDF, drawn outside of the transaction, on a thread that may block.

use axum::{http::header, response::IntoResponse as _};
use forms::{DataSetKind, FilledForm, Form, forms_of};
use serde::Deserialize;

use crate::{AppState, PageError, PageResult};

/// Which layout of a paper.
#[derive(Debug, Deserialize)]
pub struct LayoutQuery {
    #[serde(default)]
    layout: String,
}

impl LayoutQuery {
    /// The form asked for; without a word the first, as screens offer them.
    pub fn of(&self, data: &DataSetKind) -> Result<&'static Form, PageError> {
        let asked = |form: &&Form| self.layout.is_empty() || form.file.word == self.layout;
        forms_of(data).find(asked).ok_or(PageError::NotFound)
    }
}

/// Word and label of each layout, for the links to a paper.
pub fn layouts(data: &DataSetKind) -> Vec<(&'static str, &'static str)> {
    forms_of(data).map(|form| (form.file.word.as_str(), form.file.label.as_str())).collect()
}

/// The paper. The file's name says what it is and names nobody.
pub async fn drawn(state: &AppState, filled: FilledForm) -> PageResult {
    let name = format!("inline; filename=\"{}.pdf\"", filled.form);
    let renderer = state.outside.pdf.clone();
    let drawn = tokio::task::spawn_blocking(move || renderer.render(&filled)).await;
    let bytes = drawn
        .map_err(|error| PageError::Fault(format!("pdf: {error}")))?
        .map_err(|error| PageError::Fault(format!("pdf: {error}")))?;
    Ok(([(header::CONTENT_TYPE, "application/pdf".to_owned()), (header::CONTENT_DISPOSITION, name)], bytes)
        .into_response())
}
