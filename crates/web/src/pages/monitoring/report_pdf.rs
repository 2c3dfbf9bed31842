//! `GET /monitoring/{round}/report.pdf?layout=national|seed`.

use app::monitoring::print_report;
use axum::extract::{Query, State};
use domain::id::RoundId;
use forms::REPORT;

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
    let form = query.of(&REPORT)?;
    let filled = state.read(&session, move |cx| print_report(cx, id, form)).await?;
    drawn(&state, filled).await
}
