//! 取り消す and 元に戻す of what was recorded of a planning case.

use app::planning::{restore_case_fact, withdraw_case_fact};
use axum::extract::{Path, State};
use domain::{
    id::{CaseId, FactId},
    text,
};

use crate::{AppState, Flash, Form, PageError, PageResult, Session, at, see_other_with};

fn ids((case, fact): (String, String)) -> Result<(CaseId, FactId), PageError> {
    match (case.parse(), fact.parse()) {
        (Ok(case), Ok(fact)) => Ok((case, fact)),
        _ => Err(PageError::NotFound),
    }
}

/// Takes a fact back; the page of the case offers 元に戻す.
pub async fn withdraw(
    State(state): State<AppState>,
    session: Session,
    Path(path): Path<(String, String)>,
    form: Form,
) -> PageResult {
    let (case, fact) = ids(path)?;
    let reason: String = text::line(form.value("reason")).chars().take(200).collect();
    state.write(&session, form.operation(), move |cx| withdraw_case_fact(cx, case, fact, reason)).await?;
    Ok(see_other_with(Flash::Saved, at::case(case)))
}

/// Undoes the latest withdrawal.
pub async fn restore(
    State(state): State<AppState>,
    session: Session,
    Path(path): Path<(String, String)>,
    form: Form,
) -> PageResult {
    let (case, withdrawal) = ids(path)?;
    state.write(&session, form.operation(), move |cx| restore_case_fact(cx, case, withdrawal)).await?;
    Ok(see_other_with(Flash::Saved, at::case(case)))
}
