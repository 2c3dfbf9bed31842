//! 受給者証の変更: a decision that holds from a day on.

use app::{
    certificates::{certificate_to_change, change_certificate},
    drafts::DraftForm,
};
use axum::extract::State;
use domain::id::CertificateId;

use super::{Act, fields, page};
use crate::{AppState, Flash, Form, PageResult, PathId, Session, at, see_other_with, show, show_again};

/// The form, prepared from the certificate that is changed.
pub async fn form(State(state): State<AppState>, session: Session, PathId(id): PathId<CertificateId>) -> PageResult {
    let start = state.read(&session, move |cx| certificate_to_change(cx, id)).await?;
    let form = fields::filled(Form::blank(&state), &start.text);
    let form = form.with_draft(&state, &session, (DraftForm::CertificateChange, id.0)).await?;
    Ok(show(&page(&state, &session, form, start.client, Act::Change(id)).await?))
}

/// Keeps the new decision; the months from its first day on follow it.
pub async fn save(
    State(state): State<AppState>,
    session: Session,
    PathId(id): PathId<CertificateId>,
    mut form: Form,
) -> PageResult {
    let start = state.read(&session, move |cx| certificate_to_change(cx, id)).await?;
    let client = start.client;
    if fields::rearrange(&mut form) {
        form.keep_as_draft(&state, &session).await;
        return Ok(show(&page(&state, &session, form, client, Act::Change(id)).await?));
    }
    let typed = fields::typed(&form);
    match state.write(&session, form.operation(), move |cx| change_certificate(cx, id, &typed)).await {
        Ok(_) => Ok(see_other_with(Flash::Added, at::client(client.id))),
        Err(refusal) => {
            form.refuse(refusal)?;
            Ok(show_again(&page(&state, &session, form, client, Act::Change(id)).await?))
        }
    }
}
