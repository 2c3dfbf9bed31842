//! The guard before each route: finds the session, refuses who may not, and lets the page see who it is.

use std::collections::BTreeSet;

use app::{Actor, Guest, Purpose, Staff, accounts, drafts::keep_draft};
use axum::{
    extract::{Request, State},
    http::{HeaderMap, HeaderValue, Method, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use domain::id::OrganisationId;
use store::{Db, StoreError};
use uuid::Uuid;

use crate::{
    AppState, PageError, Session,
    access::Access,
    frozen, lapsed,
    layout::SYSTEM,
    opening::{self, Behind},
    proof,
    seal::Seal,
    sent_form::{SentForm, UnsavedDraft},
    session::{Flash, cookie_name, cookies, set_cookie},
    way_back,
};

/// Pages that somebody with a one-time password may see before choosing an own one.
const WITHOUT_OWN_PASSWORD: [&str; 2] = ["/settings/password", "/logout"];

/// Cookies of the session's name that are looked at.
const TOKENS: usize = 4;

/// What asks how long the session still goes on, which is no use of it.
pub(crate) const LEFT: &str = "/session/left";

/// Runs before the handler of each route of the table. `asks_proof`: the person must have proved a short while ago who it is;
/// `behind`: what of a client stands behind the route; `leaves`: what is of many clients leaves the office by it.
pub(crate) async fn check(
    state: AppState,
    (access, asks_proof, behind, leaves): (Access, bool, Option<Behind>, bool),
    mut request: Request,
    next: Next,
) -> Response {
    let session = match find(&state, request.headers().clone(), request.uri().path().to_owned()).await {
        Ok(session) => session,
        Err(error) => return PageError::from(error).into_response(),
    };
    let (session, renewed) = renew(&state, session, opens_page(&request)).await;
    if access != Access::Public {
        let Some(session) = &session else {
            return lapsed::sign_in_first(&state, request).await;
        };
        if !access.admits(session.actor()) {
            return turned_away(session, &request);
        }
        if session.must_change_password()
            && session.organisation().is_some()
            && !WITHOUT_OWN_PASSWORD.contains(&session.path())
        {
            return crate::see_other("/settings/password");
        }
        if leaves && let Some(refused) = frozen::check(&state, session).await {
            return refused;
        }
        if asks_proof && !session.is_proved() {
            return proof::ask(&state, session, request).await;
        }
        request = match opening::check(&state, session, behind, request).await {
            Ok(request) => request,
            Err(answer) => return answer,
        };
    }
    let Some(session) = session else { return next.run(request).await };
    let shows_flash = request.method() == Method::GET && session.flash().is_some();
    request.extensions_mut().insert(session.clone());
    let sent = request.extensions().get::<SentForm>().cloned();
    let mut response = next.run(request).await;
    if [StatusCode::UNPROCESSABLE_ENTITY, StatusCode::CONFLICT].contains(&response.status()) {
        keep_unsaved(&state, &session, sent.and_then(|sent| sent.take_draft())).await;
    }
    if shows_flash && is_html(&response) {
        response.headers_mut().append(header::SET_COOKIE, Flash::cleared());
    }
    response.extensions_mut().insert(session);
    if let Some(cookie) = renewed {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    response
}

/// Keeps a form that comes back unsaved as the person's draft, whatever page it is of: who leaves it now loses nothing. Where that cannot
/// be, the page still has everything.
async fn keep_unsaved(
    state: &AppState,
    session: &Session<Actor>,
    unsaved: Option<(UnsavedDraft, Vec<(String, String)>)>,
) {
    let Some(((unsaved, fields), session)) = unsaved.zip(session.clone().of::<Staff>()) else { return };
    let UnsavedDraft { key, sending, version } = unsaved;
    if let Err(refusal) = state.write(&session, sending, move |cx| keep_draft(cx, key, version, fields)).await {
        tracing::debug!(?refusal, "a form that came back could not be kept as a draft");
    }
}

/// Whether somebody opens a page, and not a script asks for a part of one.
fn opens_page(request: &Request) -> bool {
    let script = request.headers().get("sec-fetch-mode").is_some_and(|mode| mode != "navigate");
    request.method() == Method::GET && !script
}

/// Gives a session another secret, where rights have changed, when its person opens the next page.
async fn renew(
    state: &AppState,
    session: Option<Session<Actor>>,
    opens_page: bool,
) -> (Option<Session<Actor>>, Option<HeaderValue>) {
    let due = session.as_ref().filter(|session| opens_page && session.signed_in().renew_due);
    let Some((before, path, flash)) = due.map(|it| (it.signed_in().clone(), it.path().to_owned(), it.flash())) else {
        return (session, None);
    };
    let (outside, hash) = (state.outside.clone(), before.token_hash.clone());
    let organisation = before.actor.organisation().unwrap_or(OrganisationId(Uuid::nil()));
    match state.db.write_in(organisation, move |tx| accounts::renew_session(tx, &outside, &hash)).await {
        Ok(token) => {
            let renewed = accounts::SignedIn { token_hash: app::sha256_hex(&token.0), renew_due: false, ..before };
            let session = Session::new(renewed, path, flash, Seal::of(&token.0));
            (Some(session), set_cookie(state.secure_cookies, &token.0))
        }
        // It is done at the next page.
        Err(_) => (session, None),
    }
}

/// The answer to somebody for whom the route is not: on to where that person begins, or a refusal.
fn turned_away(session: &Session<Actor>, request: &Request) -> Response {
    match session.actor() {
        Actor::Guest(Guest { purpose, .. }) => {
            let begin = match purpose {
                Purpose::ChooseOrganisation => "/login/organisation",
                Purpose::ProveFactor => "/login/code",
                Purpose::EnrolFactor => "/login/second-factor",
            };
            way_back::note(way_back::asked(request).as_deref(), crate::see_other(begin))
        }
        Actor::Ward(_) if session.path() == "/" => crate::see_other("/ward"),
        Actor::Staff(staff) if session.path() == "/" && !staff.role.sees_clients() => crate::see_other(SYSTEM),
        Actor::Ward(_) | Actor::Staff(_) => (axum::Extension(session.clone()), PageError::Forbidden).into_response(),
    }
}

/// The session of the request's cookie; writes the last use from time to time. Of several cookies of that name one may open a session: those that
/// open none, which a neighbour on another port can set, sign nobody out; two that open one each open neither.
async fn find(state: &AppState, headers: HeaderMap, path: String) -> Result<Option<Session<Actor>>, StoreError> {
    let sent = cookies(&headers, cookie_name(state.secure_cookies)).take(TOKENS).map(str::to_owned);
    let tokens: BTreeSet<String> = sent.collect();
    if tokens.is_empty() {
        return Ok(None);
    }
    let now = (state.outside.now)();
    let at = now.clone();
    let found = state.db.read(move |tx| {
        let mut open = Vec::new();
        for token in tokens {
            open.extend(accounts::find_session(tx, &token, &at)?.map(|signed_in| (signed_in, Seal::of(&token))));
        }
        Ok::<_, StoreError>(if open.len() == 1 { open.pop() } else { None })
    });
    let Some((signed_in, seal)) = found.await? else { return Ok(None) };
    if signed_in.touch_due && path != LEFT {
        let hash = signed_in.token_hash.clone();
        // A full disk or a held lock stops writing, never reading: while the last write failed, nobody waits for this one.
        let organisation = signed_in.actor.organisation();
        let touched = touch(state.db.clone(), organisation.unwrap_or(OrganisationId(Uuid::nil())), hash, now);
        if state.db.writes() {
            touched.await;
        } else {
            tokio::spawn(touched);
        }
    }
    Ok(Some(Session::new(signed_in, path, Flash::sent(&headers), seal)))
}

/// Writes the last use of a session; one that cannot be written is logged and passed over.
async fn touch(db: Db, organisation: OrganisationId, token_hash: String, now: String) {
    if let Err(error) = db.write_in(organisation, move |tx| accounts::touch_session(tx, &token_hash, &now)).await {
        tracing::warn!(fault = %error, "the last use of a session could not be written");
    }
}

/// Whether the answer is a page.
pub(crate) fn is_html(response: &Response) -> bool {
    response
        .headers()
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|value| value.starts_with("text/html"))
}

/// The page for an address that does not exist; with the menu for somebody who is signed in.
pub(crate) async fn not_found(State(state): State<AppState>, request: Request) -> Response {
    match find(&state, request.headers().clone(), request.uri().path().to_owned()).await {
        Ok(Some(session)) => (axum::Extension(session), PageError::NotFound).into_response(),
        _ => PageError::NotFound.into_response(),
    }
}

/// The page for an address that is there, but not for this method.
pub(crate) async fn method_not_allowed(State(state): State<AppState>, request: Request) -> Response {
    match find(&state, request.headers().clone(), request.uri().path().to_owned()).await {
        Ok(Some(session)) => (axum::Extension(session), PageError::MethodNotAllowed).into_response(),
        _ => PageError::MethodNotAllowed.into_response(),
    }
}
