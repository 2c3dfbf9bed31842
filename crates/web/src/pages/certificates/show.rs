//! 受給者証 as stored; correcting it.

use app::{
    Refusal,
    certificates::{correct_certificate, find_certificate},
};
use axum::extract::State;
use domain::id::CertificateId;

use super::{Act, fields, page};
use crate::{AppState, Flash, Form, PageResult, PathId, Session, see_other_with, show, show_again, show_conflict};

/// The form with what is stored.
pub async fn form(State(state): State<AppState>, session: Session, PathId(id): PathId<CertificateId>) -> PageResult {
    let stored = state.read(&session, move |cx| find_certificate(cx, id)).await?;
    let version = stored.certificate.map(|certificate| certificate.version).unwrap_or_default();
    let form = fields::filled(Form::blank(&state), &stored.text).with_version(version);
    Ok(show(&page(&state, &session, form, stored.client, Act::Correct(id)).await?))
}

/// Saves the correction; a mistake or somebody else's save shows the form again with what was typed.
pub async fn save(
    State(state): State<AppState>,
    session: Session,
    PathId(id): PathId<CertificateId>,
    mut form: Form,
) -> PageResult {
    let (typed, version) = (fields::typed(&form), form.version());
    let saved = state.write(&session, form.operation(), move |cx| correct_certificate(cx, id, &typed, version)).await;
    let refusal = match saved {
        Ok(_) => return Ok(see_other_with(Flash::Saved, format!("/certificates/{id}"))),
        Err(refusal) => refusal,
    };
    let stored = state.read(&session, move |cx| find_certificate(cx, id)).await?;
    let conflict = matches!(refusal, Refusal::Conflict { .. });
    match refusal {
        Refusal::Conflict { current, by } => {
            let rows = fields::labelled(&stored.text);
            let rows: Vec<(&str, &str, String)> =
                rows.iter().map(|(label, field, value)| (label.as_str(), field.as_str(), value.clone())).collect();
            form.conflict_with(&state, current, &by, &rows);
        }
        other => form.refuse(other)?,
    }
    let page = page(&state, &session, form, stored.client, Act::Correct(id)).await?;
    Ok(if conflict { show_conflict(&page) } else { show_again(&page) })
}
