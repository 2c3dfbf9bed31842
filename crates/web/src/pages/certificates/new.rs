//! 受給者証の登録.

use app::{
    certificates::{create_certificate, new_certificate},
    drafts::DraftForm,
};
use axum::extract::State;
use domain::id::ClientId;

use super::{Act, fields, page};
use crate::{AppState, Flash, Form, PageResult, PathId, Session, at, see_other_with, show, show_again};

/// The form, prepared from the client's last certificate.
pub async fn form(State(state): State<AppState>, session: Session, PathId(client): PathId<ClientId>) -> PageResult {
    let start = state.read(&session, move |cx| new_certificate(cx, client)).await?;
    let form = fields::filled(Form::blank(&state), &start.text);
    let form = form.with_draft(&state, &session, (DraftForm::NewCertificate, client.0)).await?;
    Ok(show(&page(&state, &session, form, start.client, Act::New).await?))
}

/// Registers it; its months become rounds.
pub async fn create(
    State(state): State<AppState>,
    session: Session,
    PathId(client): PathId<ClientId>,
    mut form: Form,
) -> PageResult {
    if fields::rearrange(&mut form) {
        form.keep_as_draft(&state, &session).await;
        let start = state.read(&session, move |cx| new_certificate(cx, client)).await?;
        return Ok(show(&page(&state, &session, form, start.client, Act::New).await?));
    }
    let typed = fields::typed(&form);
    match state.write(&session, form.operation(), move |cx| create_certificate(cx, client, &typed)).await {
        Ok(_) => Ok(see_other_with(Flash::Added, at::client(client))),
        Err(refusal) => {
            form.refuse(refusal)?;
            let start = state.read(&session, move |cx| new_certificate(cx, client)).await?;
            Ok(show_again(&page(&state, &session, form, start.client, Act::New).await?))
        }
    }
}
