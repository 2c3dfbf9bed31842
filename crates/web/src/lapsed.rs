//! ログインが切れたあとに送られたもの: a form that is sent when its session had ended for want of use is not lost. What was
//! typed is kept as that person's own draft; it opens nothing and shows nothing until the person has signed in again, and
//! then the form itself is opened with it. A form that has no draft comes back with what was typed, to be sent again.

use app::{Actor, Staff, accounts, drafts::keep_draft};
use axum::{
    extract::{FromRequest as _, Request},
    http::{HeaderMap, Method},
    response::{IntoResponse as _, Response},
};

use crate::{
    AppState, Form, PageError, Session, at,
    form::fields,
    seal::Seal,
    session::{cookie, cookie_name},
    way_back,
};

/// The answer to a request without a session: on to the login, and from there back to the page.
pub(crate) async fn sign_in_first(state: &AppState, request: Request) -> Response {
    let asked = way_back::asked(&request);
    let kept = if request.method() == Method::POST { keep(state, request).await } else { None };
    let page = match kept {
        Some(Kept::OnThePage) => return PageError::SessionOver.into_response(),
        Some(Kept::AsDraft(page)) => Some(page),
        None => asked,
    };
    way_back::note(page.as_deref(), PageError::SignInFirst.into_response())
}

/// Where what was typed is kept.
enum Kept {
    /// As a draft, whose form is opened there.
    AsDraft(String),
    /// On the page of the answer alone.
    OnThePage,
}

/// Keeps what was typed, where the session only lapsed.
async fn keep(state: &AppState, mut request: Request) -> Option<Kept> {
    let path = request.uri().path().to_owned();
    let session = lapsed(state, request.headers(), request.uri().path()).await?;
    // A form that was shown under another organisation is refused by it.
    request.extensions_mut().insert(session.clone());
    let session: Session<Staff> = session.of()?;
    let form = Form::from_request(request, state).await.ok()?;
    if let Some(key) = form.draft_key() {
        let (version, fields) = (form.version(), form.typed_fields());
        let kept = state.write(&session, form.operation(), move |cx| keep_draft(cx, key, version, fields)).await;
        return Some(kept.map_or(Kept::OnThePage, |(place, _)| Kept::AsDraft(at::draft_place(key.form, place))));
    }
    let typed = form.fields().any(|(name, value)| !value.trim().is_empty() && fields::find(&path, name).is_some());
    typed.then_some(Kept::OnThePage)
}

/// The session that ended for want of use alone.
async fn lapsed(state: &AppState, headers: &HeaderMap, path: &str) -> Option<Session<Actor>> {
    let token = cookie(headers, cookie_name(state.secure_cookies))?.to_owned();
    let (now, seal) = ((state.outside.now)(), Seal::of(&token));
    let found = state.db.read(move |tx| accounts::find_lapsed(tx, &token, &now)).await;
    let signed_in = found.ok().flatten().filter(|it| !it.must_change_password)?;
    Some(Session::new(signed_in, path.to_owned(), None, seal))
}
