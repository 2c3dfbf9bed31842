//! `/organisation`: 所属する組織の切り替え, for somebody who works in several; `/login/organisation`: the same question after the
//! password.

use app::{
    Acts as _, Guest, Member, Refusal,
    accounts::{self, OwnOrganisation, Token},
};
use askama::Template;
use axum::{extract::State, http::HeaderMap, response::Response};
use domain::id::OrganisationId;

use super::login::with_token;
use crate::{AppState, Form, Layout, PageError, PageResult, Session, see_other, session::device, show, way_back};

#[derive(Template)]
#[template(path = "accounts/choose.html")]
struct ChoosePage {
    action: &'static str,
    organisations: Vec<OwnOrganisation>,
}

#[derive(Template)]
#[template(path = "accounts/organisation.html")]
struct SwitchPage {
    layout: Layout,
    action: &'static str,
    organisations: Vec<OwnOrganisation>,
}

/// `GET /login/organisation`.
pub async fn choose(State(state): State<AppState>, session: Session<Guest>) -> PageResult {
    let organisations = own(&state, &session, None).await?;
    Ok(show(&ChoosePage { action: "/login/organisation", organisations }))
}

/// `POST /login/organisation`.
pub async fn send_choice(
    State(state): State<AppState>,
    session: Session<Guest>,
    headers: HeaderMap,
    form: Form,
) -> PageResult {
    let (_, token) = enter(&state, &session, &headers, &form).await?;
    Ok(renewed(&state, token, way_back::follow(&headers)))
}

/// `GET /organisation`.
pub async fn open(State(state): State<AppState>, session: Session<Member>) -> PageResult {
    let organisations = own(&state, &session, Some(session.actor().organisation())).await?;
    let layout = Layout::new(&session, "事業所を切り替える");
    Ok(show(&SwitchPage { layout, action: "/organisation", organisations }))
}

/// `POST /organisation`: the session goes over. The new organisation's log tells of it, then that of the old one.
pub async fn switch(
    State(state): State<AppState>,
    session: Session<Member>,
    headers: HeaderMap,
    form: Form,
) -> PageResult {
    let (target, token) = enter(&state, &session, &headers, &form).await?;
    if target != session.actor().organisation() {
        state.write_own(&session, accounts::leave_organisation).await?;
    }
    Ok(renewed(&state, token, see_other("/")))
}

/// The answer with the session's new secret, where it got one.
fn renewed(state: &AppState, token: Option<Token>, response: Response) -> Response {
    match token {
        Some(token) => with_token(state, &token, response),
        None => response,
    }
}

async fn own<A>(
    state: &AppState,
    session: &Session<A>,
    current: Option<OrganisationId>,
) -> Result<Vec<OwnOrganisation>, Refusal> {
    let user = session.signed_in().actor.user();
    state.db.read(move |tx| accounts::own_organisations(tx, user, current)).await
}

async fn enter<A>(
    state: &AppState,
    session: &Session<A>,
    headers: &HeaderMap,
    form: &Form,
) -> Result<(OrganisationId, Option<Token>), PageError> {
    let target: OrganisationId = form.value("organisation").parse().map_err(|_| PageError::NotFound)?;
    let (outside, signed_in) = (state.outside.clone(), session.signed_in().clone());
    let mut token = None;
    if signed_in.actor.organisation() != Some(target) {
        let device = device(headers);
        let entered = state
            .db
            .write_in(target, move |tx| accounts::enter_organisation(tx, &outside, &signed_in, target, &device));
        token = Some(entered.await?);
    }
    Ok((target, token))
}
