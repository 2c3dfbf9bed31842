//! 利用者の登録.

use app::{
    clients::{create_client, same_person, specialists_to_choose},
    drafts::DraftForm,
};
use askama::Template;
use axum::extract::State;
use uuid::Uuid;

use super::fields::{self, Choices};
use crate::{
    AppState, Flash, Form, Layout, PageResult, Session, at, form::rows::SELF_PLANS, see_other_with, show, show_again,
};

#[derive(Template)]
#[template(path = "clients/new.html")]
struct NewPage {
    layout: Layout,
    form: Form,
    choices: Choices,
    /// Others who may be the same person: address and name. Asked for once somebody is found.
    same: Vec<(String, String)>,
    /// Where the form is sent.
    action: &'static str,
}

/// The tick that somebody is another person than those of the same name.
const IS_ANOTHER: &str = "is_another";

async fn page(state: &AppState, session: &Session, form: Form) -> Result<NewPage, crate::PageError> {
    let specialists = state.read(session, |cx| specialists_to_choose(cx, None)).await?;
    let wards = state.read(session, app::office::all_wards).await?;
    let asked = !form.errors_at(IS_ANOTHER).is_empty() || form.ticked(IS_ANOTHER);
    let typed = fields::typed(&form);
    let same = if asked { state.read(session, move |cx| same_person(cx, &typed)).await? } else { Vec::new() };
    Ok(NewPage {
        same: same.into_iter().map(|(id, name)| (at::client(id), name)).collect(),
        layout: Layout::new(session, "利用者の登録"),
        form,
        choices: Choices::new(&specialists, wards),
        action: "/clients",
    })
}

/// The empty form. A specialist is proposed as the one in charge.
pub async fn form(State(state): State<AppState>, session: Session) -> PageResult {
    let mut form = Form::blank(&state).with("residence", "home");
    if let Some(own) = state.read(&session, app::clients::own_specialist).await? {
        form.set("specialist", own.to_string());
    }
    let form = form.with_draft(&state, &session, (DraftForm::NewClient, Uuid::nil())).await?;
    Ok(show(&page(&state, &session, form).await?))
}

/// Registers the client and goes on to the certificate: without one there are no months.
pub async fn create(State(state): State<AppState>, session: Session, mut form: Form) -> PageResult {
    if form.rearranged(&state, &session, |form| SELF_PLANS.rearrange(form)).await {
        return Ok(show(&page(&state, &session, form).await?));
    }
    let typed = fields::typed(&form);
    let is_another = form.ticked(IS_ANOTHER);
    match state.write(&session, form.operation(), move |cx| create_client(cx, &typed, is_another)).await {
        Ok(created) => Ok(see_other_with(Flash::Added, at::client(created.id))),
        Err(refusal) => {
            form.refuse(refusal)?;
            Ok(show_again(&page(&state, &session, form).await?))
        }
    }
}
