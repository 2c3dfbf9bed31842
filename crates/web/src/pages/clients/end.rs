//! 支援の終了, and taking it back.

use app::{
    Refusal,
    clients::{EndText, client_to_edit, end_client},
};
use askama::Template;
use axum::extract::State;
use calendar::wareki;
use domain::{client::Client, id::ClientId};

use crate::{AppState, Flash, Form, Layout, PageResult, PathId, Session, see_other_with, show, show_unsaved};

#[derive(Template)]
#[template(path = "clients/end.html")]
struct EndPage {
    layout: Layout,
    form: Form,
    client: Client,
}

/// The form with the day that is stored.
pub async fn form(State(state): State<AppState>, session: Session, PathId(id): PathId<ClientId>) -> PageResult {
    let client = state.read(&session, move |cx| client_to_edit(cx, id)).await?.client;
    let form = Form::blank(&state)
        .with("ended_on", client.ended_on.map(wareki::long).unwrap_or_default())
        .with_version(client.version);
    Ok(show(&EndPage { layout: Layout::new(&session, "支援の終了"), form, client }))
}

/// Saves the day.
pub async fn save(
    State(state): State<AppState>,
    session: Session,
    PathId(id): PathId<ClientId>,
    mut form: Form,
) -> PageResult {
    let typed = EndText { ended_on: form.value("ended_on").to_owned() };
    let version = form.version();
    let refusal = match state.write(&session, form.operation(), move |cx| end_client(cx, id, &typed, version)).await {
        Ok(_) => return Ok(see_other_with(Flash::Saved, format!("/clients/{id}"))),
        Err(refusal) => refusal,
    };
    let client = state.read(&session, move |cx| client_to_edit(cx, id)).await?.client;
    let conflict = matches!(refusal, Refusal::Conflict { .. });
    match refusal {
        Refusal::Conflict { current, by } => {
            let stored = client.ended_on.map(wareki::long).unwrap_or_default();
            let stored = Form::blank(&state).with("ended_on", stored);
            form.conflict_against(&state, current, &by, Some(&stored), &[]);
        }
        other => form.refuse(other)?,
    }
    let page = EndPage { layout: Layout::new(&session, "支援の終了"), form, client };
    Ok(show_unsaved(&page, conflict))
}
