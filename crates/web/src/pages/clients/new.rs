//! 利用者の登録.

use app::{
    clients::{CreatedClient, create_client, specialists_to_choose},
    drafts::DraftForm,
};
use askama::Template;
use axum::{extract::State, response::Response};
use uuid::Uuid;

use super::fields::{self, Choices};
use crate::{
    AppState, Flash, Form, Layout, PageResult, Session, at, form::rows::SELF_PLANS, see_other, see_other_with, show,
    show_again,
};

#[derive(Template)]
#[template(path = "clients/new.html")]
struct NewPage {
    layout: Layout,
    form: Form,
    choices: Choices,
    /// Where the form is sent.
    action: &'static str,
}

async fn page(state: &AppState, session: &Session, form: Form) -> Result<NewPage, crate::PageError> {
    let specialists = state.read(session, |cx| specialists_to_choose(cx, None)).await?;
    let wards = state.read(session, app::office::all_wards).await?;
    Ok(NewPage {
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
    match state.write(&session, form.operation(), move |cx| create_client(cx, &typed)).await {
        Ok(created) => Ok(created_page(&created)),
        Err(refusal) => {
            form.refuse(refusal)?;
            Ok(show_again(&page(&state, &session, form).await?))
        }
    }
}

fn created_page(created: &CreatedClient) -> Response {
    let id = created.id;
    if created.same_person.is_empty() {
        see_other_with(Flash::Added, at::client(id))
    } else {
        see_other(format!("{}?same=1", at::client(id)))
    }
}
