//! 受給者証の変更: a decision that holds from a day on.

use app::certificates::{certificate_to_change, change_certificate};
use axum::extract::State;
use domain::id::CertificateId;

use super::{Act, fields, page};
use crate::{AppState, Flash, Form, PageResult, PathId, Session, see_other_with, show, show_again};

/// The form, prepared from the certificate that is changed.
pub async fn form(State(state): State<AppState>, session: Session, PathId(id): PathId<CertificateId>) -> PageResult {
    let start = state.read(&session, move |cx| certificate_to_change(cx, id)).await?;
    let form = fields::filled(Form::blank(&state), &start.text);
    Ok(show(&page(&state, &session, form, start.client, Act::Change(id)).await?))
}

/// Keeps the new decision; the months from its first day on follow it.
pub async fn save(
    State(state): State<AppState>,
    session: Session,
    PathId(id): PathId<CertificateId>,
    mut form: Form,
) -> PageResult {
    let typed = fields::typed(&form);
    let start = state.read(&session, move |cx| certificate_to_change(cx, id)).await?;
    let client = start.client;
    match state.write(&session, form.operation(), move |cx| change_certificate(cx, id, &typed)).await {
        Ok(_) => Ok(see_other_with(Flash::Added, format!("/clients/{}", client.id))),
        Err(refusal) => {
            form.refuse(refusal)?;
            Ok(show_again(&page(&state, &session, form, client, Act::Change(id)).await?))
        }
    }
}
