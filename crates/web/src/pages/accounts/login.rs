//! `/login`: ログイン.

use std::sync::Arc;

use app::accounts::{self, SignInCheck, Token};
use askama::Template;
use axum::{
    extract::State,
    http::{HeaderMap, header},
    response::Response,
};

use crate::{
    AppState, Form, PageError, PageResult, see_other,
    session::{device, set_cookie},
    show, show_again, show_crowded, way_back,
};

#[derive(Template)]
#[template(path = "accounts/login.html")]
struct LoginPage {
    form: Form,
}

/// `GET /login`. Before the set-up it leads there.
pub async fn open(State(state): State<AppState>) -> PageResult {
    if state.db.read(accounts::needs_set_up).await? {
        return Ok(see_other("/setup"));
    }
    Ok(show(&LoginPage { form: Form::blank(&state) }))
}

/// `POST /login`.
pub async fn send(State(state): State<AppState>, headers: HeaderMap, mut form: Form) -> PageResult {
    let login = form.required("login", "ログインID");
    let password = form.value("password").to_owned();
    if password.is_empty() {
        form.error("password", "パスワードを入力してください");
    }
    if form.has_errors() {
        return Ok(show_again(&LoginPage { form }));
    }
    let now = (state.outside.now)();
    let check = state.db.read(move |tx| accounts::begin_sign_in(tx, &login, &now)).await?;
    let hash = check.password_hash().to_owned();
    let matches = match state.hashing.run(move || accounts::verify_password(&password, &hash)).await {
        Ok(matches) => matches,
        Err(error) => {
            form.refuse_crowded(error)?;
            return Ok(show_crowded(&LoginPage { form }));
        }
    };
    let blocked = check.blocked;
    let token = finish(&state, check, matches, device(&headers)).await?;
    match token {
        Some(token) => Ok(with_token(&state, &token, way_back::follow(&headers))),
        None if blocked => {
            form.error(
                "",
                "続けて失敗したため、このログインIDは15分のあいだ使えません。時間をおいてから、もう一度お試しください",
            );
            Ok(show_again(&LoginPage { form }))
        }
        None => {
            form.error("login", "ログインIDかパスワードが違います。大文字と小文字、全角と半角を確かめてください");
            Ok(show_again(&LoginPage { form }))
        }
    }
}

/// Records the attempt. Each organisation of the person hears of a failure, in its own turn.
async fn finish(
    state: &AppState,
    check: SignInCheck,
    matches: bool,
    device: String,
) -> Result<Option<Token>, PageError> {
    let (check, outside) = (Arc::new(check), state.outside.clone());
    let mut organisations = check.organisations().into_iter();
    // There is always one: nobody's, where the login is unknown.
    let Some(first) = organisations.next() else { return Ok(None) };
    let (checked, device_of) = (Arc::clone(&check), device.clone());
    let of = outside.clone();
    let finished =
        state.db.write_in(first, move |tx| accounts::finish_sign_in(tx, &of, &checked, matches, &device_of)).await?;
    if finished.is_none() {
        for other in organisations {
            let (check, outside, device) = (Arc::clone(&check), outside.clone(), device.clone());
            let told = state.db.write_in(other, move |tx| accounts::note_failure(tx, &outside, &check, other, &device));
            told.await?;
        }
    }
    Ok(finished)
}

/// The answer, with the cookie of a new session.
pub(super) fn with_token(state: &AppState, token: &accounts::Token, mut response: Response) -> Response {
    if let Some(cookie) = set_cookie(state.secure_cookies, &token.0) {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    response
}
