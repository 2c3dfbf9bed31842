//! `/setup`: はじめての設定. Open only until the first 管理者 is there, and only with the code from the console.

use app::accounts::{self, NewPassword, SetUp};
use askama::Template;
use axum::extract::State;

use super::login::with_token;
use crate::{
    AppState, Form, PageError, PageResult,
    pages::settings::office_fields::{self, Municipality},
    place::FromPlace,
    see_other, show, show_again, show_crowded,
};

#[derive(Template)]
#[template(path = "accounts/setup.html")]
struct SetupPage {
    form: Form,
    municipalities: Vec<Municipality>,
}

impl SetupPage {
    fn new(state: &AppState, form: Form) -> Self {
        Self { form, municipalities: office_fields::municipalities(state) }
    }
}

/// `GET /setup`.
pub async fn open(State(state): State<AppState>) -> PageResult {
    if !state.db.read(accounts::needs_set_up).await? {
        return Ok(see_other("/login"));
    }
    // Nothing that decides money is chosen before anybody was asked: 地域区分 and 機能強化型 stay open.
    let form = Form::blank(&state).with("municipality", "default");
    Ok(show(&SetupPage::new(&state, form)))
}

/// `POST /setup`.
pub async fn send(State(state): State<AppState>, FromPlace(place): FromPlace, mut form: Form) -> PageResult {
    if !state.db.read(accounts::needs_set_up).await? {
        // Before any password is hashed: everybody may ask, and a hash is dear.
        form.error("", "はじめての設定はもう済んでいます。ログインしてください");
        return Ok(show_again(&SetupPage::new(&state, form)));
    }
    form.required("code", "設定コード");
    let login = form.required("login", "ログインID");
    let name = form.required("name", "氏名");
    let office = office_fields::read(&mut form);
    form.refuse(app::Refusal::Refused(office.check(&[])))?;
    let (typed, again) = (form.value("password").to_owned(), form.value("password_again").to_owned());
    let password = match NewPassword::check(&typed, &again, &[&login, &name, &office.name]) {
        Ok(password) => Some(password),
        Err(reasons) => {
            form.refuse(app::Refusal::Refused(reasons))?;
            None
        }
    };
    let Some(password) = password.filter(|_| !form.has_errors()) else {
        return Ok(show_again(&SetupPage::new(&state, form)));
    };
    let salt = (state.outside.random)();
    let password_hash = match state.hashing.run(move || accounts::hash_password(&password, salt)).await {
        Ok(hash) => hash.map_err(PageError::Fault)?,
        Err(error) => {
            form.refuse_crowded(error)?;
            return Ok(show_crowded(&SetupPage::new(&state, form)));
        }
    };
    let new = SetUp { code: form.text("code"), office, login, name, password_hash, place };
    let outside = state.outside.clone();
    match state.db.write(move |tx| accounts::set_up(tx, &outside, new)).await {
        Ok(token) => Ok(with_token(&state, &token, see_other("/login/second-factor"))),
        Err(refusal) => {
            form.refuse(refusal)?;
            Ok(show_again(&SetupPage::new(&state, form)))
        }
    }
}
