//! `GET /planning/{planning}/proposal.pdf?layout=national|seed`: 計画案 with its week.

use app::planning::print_proposal;
use axum::extract::{Query, State};
use domain::id::CaseId;
use forms::PLAN;

use crate::{
    AppState, PageResult, PathId, Session,
    pages::paper::{LayoutQuery, drawn},
};

/// The paper.
pub async fn show(
    State(state): State<AppState>,
    session: Session,
    PathId(id): PathId<CaseId>,
    Query(query): Query<LayoutQuery>,
) -> PageResult {
    let form = query.of(&PLAN)?;
    let filled = state.read(&session, move |cx| print_proposal(cx, id, form)).await?;
    drawn(&state, filled).await
}
