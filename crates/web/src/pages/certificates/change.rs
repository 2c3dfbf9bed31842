//! 受給者証の変更: a decision that holds from a day on.

use app::{
    Cx,
    certificates::{CaseForm, certificate_to_change, change_certificate, change_certificate_of_case},
    drafts::DraftForm,
};
use axum::extract::{Query, State};
use domain::id::CertificateId;

use super::{
    Act, fields,
    of_case::{self, OfCase},
    page,
};
use crate::{AppState, Flash, Form, PageResult, PathId, Session, at, see_other_with, show, show_again};

/// The form, prepared from the certificate that is changed; with what a planning case knows, where the address names one.
pub async fn form(
    State(state): State<AppState>,
    session: Session,
    PathId(id): PathId<CertificateId>,
    Query(asked): Query<OfCase>,
) -> PageResult {
    let start = state.read(&session, move |cx| certificate_to_change(cx, id)).await?;
    if let Some(form) = of_case::filled(&state, &session, &asked, CaseForm::Change(id)).await? {
        return Ok(show(&page(&state, &session, form, start.client, Act::Change(id)).await?));
    }
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
    if form.rearranged(&state, &session, fields::rearrange).await {
        return Ok(show(&page(&state, &session, form, client, Act::Change(id)).await?));
    }
    let (typed, case) = (fields::typed(&form), of_case::case_of(&form));
    let change = move |cx: &mut Cx<'_>| match case {
        Some(case) => change_certificate_of_case(cx, id, case, &typed),
        None => change_certificate(cx, id, &typed),
    };
    match state.write(&session, form.operation(), change).await {
        Ok(_) => Ok(see_other_with(Flash::Added, case.map_or_else(|| at::client(client.id), at::case))),
        Err(refusal) => {
            form.refuse(refusal)?;
            Ok(show_again(&page(&state, &session, form, client, Act::Change(id)).await?))
        }
    }
}
