//! 受給者証 as stored; correcting it.

use app::{
    Refusal,
    certificates::{CertificatePage, correct_certificate, find_certificate},
    drafts::DraftForm,
};
use axum::extract::State;
use domain::id::CertificateId;

use super::{Act, FormPage, fields, page};
use crate::{
    AppState, Flash, Form, PageError, PageResult, PathId, Session, at, form::yes_word, see_other_with, show,
    show_unsaved,
};

/// The page of a stored certificate around a form.
async fn around(
    state: &AppState,
    session: &Session,
    id: CertificateId,
    form: Form,
    stored: CertificatePage,
) -> Result<FormPage, PageError> {
    let notes = stored.notes((state.outside.today)());
    let page = page(state, session, form, stored.client, Act::Correct(id)).await?;
    Ok(FormPage { changed_from: stored.changed_from, notes, ..page })
}

/// The form with what is stored.
pub async fn form(State(state): State<AppState>, session: Session, PathId(id): PathId<CertificateId>) -> PageResult {
    let stored = state.read(&session, move |cx| find_certificate(cx, id)).await?;
    let version = stored.certificate.as_ref().map(|certificate| certificate.version).unwrap_or_default();
    let form = fields::filled(Form::blank(&state), &stored.text).with_version(version);
    let form = form.with_draft(&state, &session, (DraftForm::Certificate, id.0)).await?;
    Ok(show(&around(&state, &session, id, form, stored).await?))
}

/// Saves the correction; a mistake or somebody else's save shows the form again with what was typed.
pub async fn save(
    State(state): State<AppState>,
    session: Session,
    PathId(id): PathId<CertificateId>,
    mut form: Form,
) -> PageResult {
    if form.rearranged(&state, &session, fields::rearrange).await {
        let stored = state.read(&session, move |cx| find_certificate(cx, id)).await?;
        return Ok(show(&around(&state, &session, id, form, stored).await?));
    }
    let (typed, version) = (fields::typed(&form), form.version());
    let saved = state.write(&session, form.operation(), move |cx| correct_certificate(cx, id, &typed, version)).await;
    let refusal = match saved {
        Ok(_) => return Ok(see_other_with(Flash::Saved, at::certificate(id))),
        Err(refusal) => refusal,
    };
    let stored = state.read(&session, move |cx| find_certificate(cx, id)).await?;
    let conflict = matches!(refusal, Refusal::Conflict { .. });
    match refusal {
        Refusal::Conflict { by, .. } => {
            let mut now = fields::filled(Form::blank(&state), &stored.text);
            // Asked on this page, kept with the client.
            if form.sent("care_management") {
                let word = stored.client.care_management.map(yes_word);
                now.set("care_management", word.unwrap_or_default());
            }
            let version = stored.certificate.as_ref().map(|certificate| certificate.version).unwrap_or_default();
            let providers = state.read(&session, app::providers::provider_choices).await?;
            let names = fields::Choices::new(app::law_book()?, &providers).providers;
            form.conflict_against(&state, version, &by, Some(&now), &names);
        }
        other => form.refuse(other)?,
    }
    Ok(show_unsaved(&around(&state, &session, id, form, stored).await?, conflict))
}
