//! `/clients/{client}/opening`: 担当外の閲覧, why somebody who is not in charge opens a client's pages; then on to what was asked for.

use app::{Refusal, openings};
use askama::Template;
use axum::{extract::State, http::HeaderMap, response::Response};
use domain::id::ClientId;

use crate::{
    AppState, Form, Layout, PageResult, PathId, Session, at, opening::OpeningPage, proof::Kept, show, show_again,
    way_back,
};

#[derive(Template)]
#[template(path = "accounts/go_on.html")]
struct GoOnPage {
    layout: Layout,
    kept: Kept,
}

/// `GET /clients/{client}/opening`.
pub async fn open(State(state): State<AppState>, session: Session, PathId(client): PathId<ClientId>) -> PageResult {
    Ok(show(&OpeningPage::new(&state, &session, client, Form::blank(&state), None).await?))
}

/// `POST /clients/{client}/opening`.
pub async fn send(
    State(state): State<AppState>,
    session: Session,
    PathId(client): PathId<ClientId>,
    headers: HeaderMap,
    form: Form,
) -> PageResult {
    let kept = Kept::of(&form, |route| route.behind.is_some());
    // What is kept has its own number; the page of the reason is another form.
    let mut form = Form::blank(&state).with("opening_reason", form.value("opening_reason"));
    let typed = form.clone();
    let done = state.write(&session, form.operation(), move |cx| openings::open_client(cx, client, &typed)).await;
    match done {
        Ok(()) => Ok(go_on(&session, client, &headers, kept)),
        Err(refusal @ Refusal::NotFound) => Err(refusal.into()),
        Err(refusal) => {
            form.refuse(refusal)?;
            Ok(show_again(&OpeningPage::new(&state, &session, client, form, kept).await?))
        }
    }
}

fn go_on(session: &Session, client: ClientId, headers: &HeaderMap, kept: Option<Kept>) -> Response {
    match kept {
        Some(kept) => show(&GoOnPage { layout: Layout::new(session, "続けられます"), kept }),
        None if way_back::noted(headers).is_some() => way_back::follow(headers),
        None => crate::see_other(at::client(client)),
    }
}
