//! `GET /monitoring/{round}/report.pdf?layout=national|seed`.

use app::monitoring::print_report;
use axum::extract::{Query, State};
use domain::id::RoundId;
use forms::{REPORT, forms_of};
use serde::Deserialize;

use crate::{AppState, PageError, PageResult, PathId, Session, pages::paper};

/// Which paper.
#[derive(Debug, Deserialize)]
pub struct PdfQuery {
    #[serde(default)]
    layout: String,
}

/// The paper.
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
    paper::drawn(&state, filled).await
}
