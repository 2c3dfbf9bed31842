//! `GET /monitoring/{round}/report.pdf?layout=national|seed`; without a layout in the one that the municipality takes.

use app::monitoring::print_report;
use axum::extract::{Query, State};
use domain::id::RoundId;

use crate::{
    AppState, PageResult, PathId, Session,
    pages::paper::{LayoutQuery, drawn},
};

/// The paper.
pub async fn show(
    State(state): State<AppState>,
    session: Session,
    PathId(id): PathId<RoundId>,
    Query(query): Query<LayoutQuery>,
) -> PageResult {
    let filled = state.read(&session, move |cx| print_report(cx, id, &query.layout)).await?;
    drawn(&state, &session, filled).await
}
