//! 受給者証の登録.

use app::{
    Cx,
    certificates::{CaseForm, create_certificate, create_certificate_of_case, new_certificate},
    drafts::DraftForm,
};
use axum::extract::{Query, State};
use domain::id::ClientId;

use super::{
    Act, fields,
    of_case::{self, OfCase},
    page,
};
use crate::{AppState, Flash, Form, PageResult, PathId, Session, at, see_other_with, show, show_again};

/// The form, prepared from the client's last certificate; from what a planning case knows, where the address names one.
pub async fn form(
    State(state): State<AppState>,
    session: Session,
    PathId(client): PathId<ClientId>,
    Query(asked): Query<OfCase>,
) -> PageResult {
    let start = state.read(&session, move |cx| new_certificate(cx, client)).await?;
    if let Some(form) = of_case::filled(&state, &session, &asked, CaseForm::New(client)).await? {
        return Ok(show(&page(&state, &session, form, start.client, Act::New).await?));
    }
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
    if form.rearranged(&state, &session, fields::rearrange).await {
        let start = state.read(&session, move |cx| new_certificate(cx, client)).await?;
        return Ok(show(&page(&state, &session, form, start.client, Act::New).await?));
    }
    let (typed, case) = (fields::typed(&form), of_case::case_of(&form));
    let create = move |cx: &mut Cx<'_>| match case {
        Some(case) => create_certificate_of_case(cx, client, case, &typed),
        None => create_certificate(cx, client, &typed),
    };
    match state.write(&session, form.operation(), create).await {
        Ok(_) => Ok(see_other_with(Flash::Added, case.map_or_else(|| at::client(client), at::case))),
        Err(refusal) => {
            form.refuse(refusal)?;
            let start = state.read(&session, move |cx| new_certificate(cx, client)).await?;
            Ok(show_again(&page(&state, &session, form, start.client, Act::New).await?))
        }
    }
}
