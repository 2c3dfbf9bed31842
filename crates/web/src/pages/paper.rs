//! A filled form as a PDF, drawn outside of the transaction, on a thread that may block.

use axum::{http::header, response::IntoResponse as _};
use forms::FilledForm;

use crate::{AppState, PageError, PageResult};

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
