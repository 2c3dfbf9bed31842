//! `GET /clients/{client}/self-plan.pdf`: セルフプラン, blank, or with `?filled=yes` with what was planned last.

use app::planning::print_self_plan;
use axum::extract::{Query, State};
use domain::id::ClientId;
use serde::Deserialize;

use crate::{AppState, PageResult, PathId, Session, pages::paper::drawn};

/// What the address may say.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    filled: String,
}

/// The paper.
pub async fn show(
    State(state): State<AppState>,
    session: Session,
    PathId(id): PathId<ClientId>,
    Query(asked): Query<Asked>,
) -> PageResult {
    let with_texts = asked.filled == "yes";
    let filled = state.read(&session, move |cx| print_self_plan(cx, id, with_texts)).await?;
    drawn(&state, &session, filled).await
}
