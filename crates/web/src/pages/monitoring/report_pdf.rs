//! `GET /monitoring/{round}/report.pdf?layout=national|seed`.

use app::monitoring::print_report;
use axum::{
    extract::{Query, State},
    http::header,
    response::IntoResponse,
};
use domain::id::RoundId;
use forms::{REPORT, forms_of};
use serde::Deserialize;

use crate::{AppState, PageError, PageResult, PathId, Session};

/// Which paper.
#[derive(Debug, Deserialize)]
pub struct PdfQuery {
    #[serde(default)]
    layout: String,
}

/// The paper. It is drawn outside of the transaction, on a thread that may block.
pub async fn show(
    State(state): State<AppState>,
    session: Session,
    PathId(id): PathId<RoundId>,
    Query(query): Query<PdfQuery>,
) -> PageResult {
    // Without a word the first form, as screens offer them.
    let form = forms_of(&REPORT).find(|form| query.layout.is_empty() || form.file.word == query.layout);
    let form = form.ok_or(PageError::NotFound)?;
    let filled = state.read(&session, move |cx| print_report(cx, id, form)).await?;
    let renderer = state.outside.pdf.clone();
    let drawn = tokio::task::spawn_blocking(move || renderer.render(&filled)).await;
    let bytes = drawn
        .map_err(|error| PageError::Fault(format!("pdf: {error}")))?
        .map_err(|error| PageError::Fault(format!("pdf: {error}")))?;
    // The file's name says what it is and names nobody.
    let name = format!("inline; filename=\"{}.pdf\"", form.file.id);
    Ok(([(header::CONTENT_TYPE, "application/pdf".to_owned()), (header::CONTENT_DISPOSITION, name)], bytes)
        .into_response())
}
