//! `/settings/password`: the own password and the devices on which one is signed in.

use app::{
    Acts as _, Member, Refusal,
    accounts::{self, NewPassword, OwnSession},
};
use askama::Template;
use axum::extract::State;

use crate::{
    AppState, Flash, Form, Layout, PageError, PageResult, Session, see_other_with, show, show_again, show_crowded,
};

#[derive(Template)]
#[template(path = "settings/password.html")]
struct PasswordPage {
    layout: Layout,
    form: Form,
    must_change: bool,
    sessions: Vec<OwnSession>,
}

impl PasswordPage {
    async fn new(state: &AppState, session: &Session<Member>, form: Form) -> Result<Self, PageError> {
        let hash = session.token_hash().to_owned();
        let sessions = state.read(session, move |cx| accounts::own_sessions(cx, &hash)).await?;
        let layout = Layout::new(session, "パスワードとログイン中の端末");
        Ok(Self { layout, form, must_change: session.must_change_password(), sessions })
    }
}

/// `GET /settings/password`.
pub async fn open(State(state): State<AppState>, session: Session<Member>) -> PageResult {
    let form = Form::blank(&state);
    Ok(show(&PasswordPage::new(&state, &session, form).await?))
}

/// `POST /settings/password`.
pub async fn send(State(state): State<AppState>, session: Session<Member>, mut form: Form) -> PageResult {
    let current = form.value("current").to_owned();
    let known = [session.actor().name().to_owned()];
    let checked =
        NewPassword::check(form.value("password"), form.value("password_again"), &known.each_ref().map(String::as_str));
    let password = match checked {
        Ok(password) => Some(password),
        Err(reasons) => {
            form.refuse(Refusal::Refused(reasons))?;
            None
        }
    };
    let stored = state.read(&session, accounts::own_password_hash).await?;
    let salt = (state.outside.random)();
    let hashed = state.hashing.run(move || {
        let matches = accounts::verify_password(&current, &stored);
        (matches, password.filter(|_| matches).map(|password| accounts::hash_password(&password, salt)))
    });
    let (matches, hash) = match hashed.await {
        Ok(hashed) => hashed,
        Err(error) => {
            form.refuse_crowded(error)?;
            return Ok(show_crowded(&PasswordPage::new(&state, &session, form).await?));
        }
    };
    if !matches {
        form.error("current", "いまのパスワードが違います");
    }
    let Some(hash) = hash.filter(|_| !form.has_errors()) else {
        return Ok(show_again(&PasswordPage::new(&state, &session, form).await?));
    };
    let (hash, this) = (hash.map_err(PageError::Fault)?, session.token_hash().to_owned());
    state.write_own(&session, move |cx| accounts::change_password(cx, &hash, &this)).await?;
    Ok(see_other_with(Flash::Saved, "/settings/password"))
}

/// `POST /settings/password/end-sessions`.
pub async fn end_sessions(State(state): State<AppState>, session: Session<Member>, _form: Form) -> PageResult {
    let this = session.token_hash().to_owned();
    state.write_own(&session, move |cx| accounts::end_other_sessions(cx, &this)).await?;
    Ok(see_other_with(Flash::Saved, "/settings/password"))
}
