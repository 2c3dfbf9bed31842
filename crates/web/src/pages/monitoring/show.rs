//! `GET /monitoring/{round}`: opens the step that comes next.

use app::monitoring::round_view;
use axum::extract::State;
use domain::{
    id::RoundId,
    monitoring::{Step, StepState},
};

use crate::{AppState, PageResult, PathId, Session, see_other};

/// On to the first step that can be done, else the first open one, else the claim.
pub async fn show(State(state): State<AppState>, session: Session, PathId(id): PathId<RoundId>) -> PageResult {
    let view = state.read(&session, move |cx| round_view(cx, id)).await?;
    let steps = || Step::ALL.into_iter().zip(&view.progress);
    let ready = |state: &StepState| match state {
        StepState::Ready { .. } => true,
        StepState::Late { missing, .. } => missing.is_empty(),
        _ => false,
    };
    let open = |state: &StepState| !matches!(state, StepState::Done(_) | StepState::NotRequired(_));
    let next = steps().find(|(_, state)| ready(state)).or_else(|| steps().find(|(_, state)| open(state)));
    let step = next.map_or(Step::Claim, |(step, _)| step);
    Ok(see_other(format!("/monitoring/{id}/{}", step.word())))
}
