//! `/settings/password`: the own password and the devices on which one is signed in.

use app::{
    Acts as _, Member, Refusal,
    accounts::{self, NewPassword, OpenSession},
};
use askama::Template;
use axum::extract::State;
use domain::id::OrganisationId;
use uuid::Uuid;

use crate::{
    AppState, Flash, Form, Layout, PageError, PageResult, Session,
    pages::accounts::{code::WAITS, login::with_token},
    place::FromPlace,
    see_other_with, show, show_again, show_crowded,
};

#[derive(Template)]
#[template(path = "settings/password.html")]
struct PasswordPage {
    layout: Layout,
    form: Form,
    must_change: bool,
    sessions: Vec<OpenSession>,
    idle_minutes: i64,
}

impl PasswordPage {
    async fn new(state: &AppState, session: &Session<Member>, form: Form) -> Result<Self, PageError> {
        let hash = session.token_hash().to_owned();
        let sessions = state.read(session, move |cx| accounts::own_sessions(cx, &hash)).await?;
        let layout = Layout::new(session, "パスワードとログイン中の端末");
        Ok(Self {
            layout,
            form,
            must_change: session.must_change_password(),
            sessions,
            idle_minutes: session.idle_minutes(),
        })
    }
}

/// `GET /settings/password`.
pub async fn open(State(state): State<AppState>, session: Session<Member>) -> PageResult {
    let form = Form::blank(&state);
    Ok(show(&PasswordPage::new(&state, &session, form).await?))
}

/// `POST /settings/password`.
pub async fn send(
    State(state): State<AppState>,
    session: Session<Member>,
    FromPlace(place): FromPlace,
    mut form: Form,
) -> PageResult {
    let current = form.value("current").to_owned();
    let own = state.read(&session, accounts::own_password).await?;
    let known = [own.login.as_str(), session.actor().name(), session.organisation_name()];
    let checked = NewPassword::check(form.value("password"), form.value("password_again"), &known);
    let password = match checked {
        Ok(password) => Some(password),
        Err(reasons) => {
            form.refuse(Refusal::Refused(reasons))?;
            None
        }
    };
    let (user, nobody, now) = (session.actor().user(), OrganisationId(Uuid::nil()), (state.outside.now)());
    if state.db.write_in(nobody, move |tx| accounts::count_proof(tx, user, &now)).await? {
        form.error("", WAITS);
        return Ok(show_again(&PasswordPage::new(&state, &session, form).await?));
    }
    let salt = (state.outside.random)();
    let (stored, hashed) = (own.hash.clone(), own.hash);
    let compared = state.hashing.run(move || {
        if !accounts::verify_password(&current, &stored) {
            return Compared::Wrong;
        }
        match password {
            Some(password) if password.is_of(&hashed) => Compared::Kept,
            Some(password) => Compared::New(accounts::hash_password(&password, salt)),
            None => Compared::Right,
        }
    });
    let compared = match compared.await {
        Ok(compared) => compared,
        Err(error) => {
            form.refuse_crowded(error)?;
            return Ok(show_crowded(&PasswordPage::new(&state, &session, form).await?));
        }
    };
    if !matches!(compared, Compared::Wrong) {
        state.db.write_in(nobody, move |tx| accounts::forget_proofs(tx, user)).await?;
    }
    match compared {
        Compared::Wrong => {
            state.write_own(&session, accounts::note_failed_proof).await?;
            form.error("current", "いまのパスワードが違います");
        }
        Compared::Kept => form.refuse(accounts::kept_password())?,
        Compared::Right => {}
        Compared::New(hash) => {
            let (hash, this) = (hash.map_err(PageError::Fault)?, session.token_hash().to_owned());
            let token =
                state.write_own(&session, move |cx| accounts::change_password(cx, &hash, &this, &place.device)).await?;
            return Ok(with_token(&state, &token, see_other_with(Flash::Saved, "/settings/password")));
        }
    }
    Ok(show_again(&PasswordPage::new(&state, &session, form).await?))
}

/// What came of comparing the password that is there with what was typed.
enum Compared {
    /// It is another one.
    Wrong,
    /// It is right, and the new one is no password.
    Right,
    /// The new one is the old one.
    Kept,
    /// The hash of the new one.
    New(Result<String, String>),
}

/// `POST /settings/password/end-session`: one of the own sessions.
pub async fn end_session(State(state): State<AppState>, session: Session<Member>, form: Form) -> PageResult {
    let one = form.text("session");
    state.write_own(&session, move |cx| accounts::end_own_session(cx, &one)).await?;
    Ok(see_other_with(Flash::Saved, "/settings/password"))
}

/// `POST /settings/password/end-sessions`.
pub async fn end_sessions(State(state): State<AppState>, session: Session<Member>, _form: Form) -> PageResult {
    let this = session.token_hash().to_owned();
    state.write_own(&session, move |cx| accounts::end_other_sessions(cx, &this)).await?;
    Ok(see_other_with(Flash::Saved, "/settings/password"))
}
