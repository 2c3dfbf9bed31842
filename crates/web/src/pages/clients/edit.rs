//! 利用者の登録内容を直す.

use app::{
    Refusal,
    clients::{ClientToEdit, client_to_edit, update_client},
    drafts::DraftForm,
};
use askama::Template;
use axum::extract::State;
use domain::{client::Client, id::ClientId};

use super::fields::{self, Choices};
use crate::{
    AppState, Flash, Form, Layout, PageResult, PathId, Session, at, form::rows::SELF_PLANS, see_other_with, show,
    show_unsaved,
};

#[derive(Template)]
#[template(path = "clients/edit.html")]
struct EditPage {
    layout: Layout,
    form: Form,
    choices: Choices,
    client: Client,
    /// Where the form is sent.
    action: String,
}

impl EditPage {
    fn new(session: &Session, form: Form, stored: ClientToEdit) -> Self {
        Self {
            layout: Layout::new(session, "登録内容を直す"),
            form,
            choices: Choices::new(&stored.specialists, stored.wards),
            action: at::client_edit(stored.client.id),
            client: stored.client,
        }
    }
}

/// The form with what is stored.
pub async fn form(State(state): State<AppState>, session: Session, PathId(id): PathId<ClientId>) -> PageResult {
    let stored = state.read(&session, move |cx| client_to_edit(cx, id)).await?;
    let form = fields::filled(Form::blank(&state), &stored.client, &stored.text);
    let form = form.with_draft(&state, &session, (DraftForm::Client, id.0)).await?;
    Ok(show(&EditPage::new(&session, form, stored)))
}

/// Saves; a mistake or somebody else's save shows the form again with what was typed.
pub async fn save(
    State(state): State<AppState>,
    session: Session,
    PathId(id): PathId<ClientId>,
    mut form: Form,
) -> PageResult {
    if form.rearranged(&state, &session, |form| SELF_PLANS.rearrange(form)).await {
        let stored = state.read(&session, move |cx| client_to_edit(cx, id)).await?;
        return Ok(show(&EditPage::new(&session, form, stored)));
    }
    let (typed, version) = (fields::typed(&form), form.version());
    let refusal = match state.write(&session, form.operation(), move |cx| update_client(cx, id, &typed, version)).await
    {
        Ok(_) => return Ok(see_other_with(Flash::Saved, at::client(id))),
        Err(refusal) => refusal,
    };
    let stored = state.read(&session, move |cx| client_to_edit(cx, id)).await?;
    let conflict = matches!(refusal, Refusal::Conflict { .. });
    match refusal {
        Refusal::Conflict { by, .. } => {
            let now = fields::filled(Form::blank(&state), &stored.client, &stored.text);
            let names = Choices::new(&stored.specialists, Vec::new()).specialists;
            form.conflict_against(&state, stored.client.version, &by, Some(&now), &names);
        }
        other => form.refuse(other)?,
    }
    let page = EditPage::new(&session, form, stored);
    Ok(show_unsaved(&page, conflict))
}
