//! `GET /clients/{client}/office-change.pdf`: 計画相談支援依頼（変更）届出書 of the last 事業所の変更.

use app::planning::print_office_change;
use axum::extract::State;
use domain::id::ClientId;

use crate::{AppState, PageResult, PathId, Session, pages::paper::drawn};

/// The paper.
pub async fn show(State(state): State<AppState>, session: Session, PathId(id): PathId<ClientId>) -> PageResult {
    let filled = state.read(&session, move |cx| print_office_change(cx, id)).await?;
    drawn(&state, &session, filled).await
}
