//! `/login`: ログイン.

use std::sync::Arc;

use app::accounts::{self, Pending, Place, SignIn, SignInCheck};
use askama::Template;
use axum::{
    extract::State,
    http::{HeaderMap, header},
    response::Response,
};
use domain::id::OrganisationId;
use uuid::Uuid;

use crate::{
    AppState, Form, PageError, PageResult,
    looks::note_failed_sign_in,
    place::{FromPlace, with_entered},
    see_other,
    session::set_cookie,
    show, show_again, show_crowded, way_back,
};

#[derive(Template)]
#[template(path = "accounts/login.html")]
struct LoginPage {
    form: Form,
    /// Whether this is the demo, whose accounts need no second factor.
    demo: bool,
}

impl LoginPage {
    async fn new(state: &AppState, form: Form) -> Result<Self, PageError> {
        Ok(Self { form, demo: state.db.read(store::accounts::any_of_demo).await? })
    }
}

/// `GET /login`. Before the set-up it leads there.
pub async fn open(State(state): State<AppState>) -> PageResult {
    if state.db.read(accounts::needs_set_up).await? {
        return Ok(see_other("/setup"));
    }
    Ok(show(&LoginPage::new(&state, Form::blank(&state)).await?))
}

/// `POST /login`: counted first, then compared.
pub async fn send(
    State(state): State<AppState>,
    FromPlace(place): FromPlace,
    headers: HeaderMap,
    mut form: Form,
) -> PageResult {
    let login = form.required("login", "ログインID");
    let password = form.value("password").to_owned();
    if password.is_empty() {
        form.error("password", "パスワードを入力してください");
    }
    if form.has_errors() {
        return Ok(show_again(&LoginPage::new(&state, form).await?));
    }
    let (now, at, typed) = ((state.outside.now)(), place.clone(), login.clone());
    let nobody = OrganisationId(Uuid::nil());
    let check = state.db.write_in(nobody, move |tx| accounts::begin_sign_in(tx, &login, &at, &now)).await?;
    let blocked = check.blocked();
    let matches = match compare(&state, &check, password).await {
        Ok(matches) => matches,
        Err(error) => {
            form.refuse_crowded(error)?;
            return Ok(show_crowded(&LoginPage::new(&state, form).await?));
        }
    };
    let failed = check.failed(&state.outside, &typed, &place);
    let sentence = match finish(&state, check, matches, &place).await? {
        SignIn::Done(entered) => return Ok(with_entered(&state, &entered, &place, way_back::follow(&headers))),
        SignIn::Pending(token, pending) => {
            let next = if pending == Pending::Code { "/login/code" } else { "/login/second-factor" };
            return Ok(with_token(&state, &token, see_other(next)));
        }
        SignIn::Wrong if blocked => {
            "続けて失敗したため、15分のあいだ受け付けません。時間をおいてから、もう一度お試しください。急ぐときは、管理者に仮パスワードを出してもらうと、すぐに使えます"
        }
        SignIn::Wrong => "ログインIDかパスワードが違います。大文字と小文字、全角と半角を確かめてください",
        SignIn::Spent => {
            "この仮パスワードは、もう使ったか、出してから72時間を過ぎています。管理者に新しい仮パスワードを出してもらってください"
        }
    };
    note_failed_sign_in(&state, failed);
    form.error(if blocked { "" } else { "login" }, sentence);
    Ok(show_again(&LoginPage::new(&state, form).await?))
}

/// Compares the password; what has to wait is not compared.
async fn compare(state: &AppState, check: &SignInCheck, password: String) -> Result<bool, PageError> {
    if check.blocked() {
        return Ok(false);
    }
    let hash = check.password_hash().to_owned();
    state.hashing.run(move || accounts::verify_password(&password, &hash)).await
}

/// Records the attempt. Each organisation of the person hears of a failure, in its own turn.
async fn finish(state: &AppState, check: SignInCheck, matches: bool, place: &Place) -> Result<SignIn, PageError> {
    let (check, outside) = (Arc::new(check), state.outside.clone());
    let mut organisations = check.organisations().into_iter();
    // There is always one: nobody's, where the login is unknown.
    let Some(first) = organisations.next() else { return Ok(SignIn::Wrong) };
    let (checked, at, of) = (Arc::clone(&check), place.clone(), outside.clone());
    let finished =
        state.db.write_in(first, move |tx| accounts::finish_sign_in(tx, &of, &checked, matches, &at)).await?;
    if let SignIn::Done(_) | SignIn::Pending(..) = finished {
        state.db.write_in(OrganisationId(Uuid::nil()), move |tx| accounts::forget_tries(tx, &check)).await?;
        return Ok(finished);
    }
    for other in organisations.filter(|_| check.is_told()) {
        let (check, outside, at) = (Arc::clone(&check), outside.clone(), place.clone());
        state.db.write_in(other, move |tx| accounts::note_failure(tx, &outside, &check, other, &at)).await?;
    }
    Ok(finished)
}

/// The answer, with the cookie of a new session.
pub(crate) fn with_token(state: &AppState, token: &accounts::Token, mut response: Response) -> Response {
    if let Some(cookie) = set_cookie(state.secure_cookies, &token.0) {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    response
}
