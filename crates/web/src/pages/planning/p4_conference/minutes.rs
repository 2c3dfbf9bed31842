//! `GET /planning/{planning}/minutes.pdf`: サービス担当者会議録.

use app::planning::conference_minutes;
use axum::extract::State;
use domain::id::CaseId;
use forms::{CONFERENCE, forms_of};

use crate::{AppState, PageError, PageResult, PathId, Session, pages::paper};

/// The paper.
pub async fn minutes_pdf(State(state): State<AppState>, session: Session, PathId(id): PathId<CaseId>) -> PageResult {
    let form = forms_of(&CONFERENCE).next().ok_or(PageError::NotFound)?;
    let filled = state.read(&session, move |cx| conference_minutes(cx, id, form)).await?;
    paper::drawn(&state, filled).await
}
