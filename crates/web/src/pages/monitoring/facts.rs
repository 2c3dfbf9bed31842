//! 取り消す and 元に戻す.

use app::monitoring::{restore_fact, withdraw_fact};
use axum::extract::{Path, State};
use domain::{
    id::{FactId, RoundId},
    text,
};

use crate::{AppState, Flash, Form, PageError, PageResult, Session, at, see_other_with};

fn ids((round, fact): (String, String)) -> Result<(RoundId, FactId), PageError> {
    match (round.parse(), fact.parse()) {
        (Ok(round), Ok(fact)) => Ok((round, fact)),
        _ => Err(PageError::NotFound),
    }
}

/// Takes a fact back; the round's page offers 元に戻す.
pub async fn withdraw(
    State(state): State<AppState>,
    session: Session,
    Path(path): Path<(String, String)>,
    form: Form,
) -> PageResult {
    let (round, fact) = ids(path)?;
    let reason: String = text::line(form.value("reason")).chars().take(200).collect();
    state.write(&session, form.operation(), move |cx| withdraw_fact(cx, round, fact, reason)).await?;
    Ok(see_other_with(Flash::Saved, at::round(round)))
}

/// Undoes the latest withdrawal.
pub async fn restore(
    State(state): State<AppState>,
    session: Session,
    Path(path): Path<(String, String)>,
    form: Form,
) -> PageResult {
    let (round, withdrawal) = ids(path)?;
    state.write(&session, form.operation(), move |cx| restore_fact(cx, round, withdrawal)).await?;
    Ok(see_other_with(Flash::Saved, at::round(round)))
}
