//! `/login/code`: 二段階認証, the second step of signing in.

use app::{
    Guest,
    accounts::{self, Ways},
};
use askama::Template;
use axum::{extract::State, http::HeaderMap};
use domain::id::OrganisationId;
use uuid::Uuid;

use crate::{
    AppState, Form, PageError, PageResult, Session,
    hosts::Here,
    place::{FromPlace, with_entered},
    show, show_again, way_back,
};

#[derive(Template)]
#[template(path = "accounts/code.html")]
pub(crate) struct CodePage {
    form: Form,
    ways: Ways,
}

impl CodePage {
    pub(crate) async fn new(
        state: &AppState,
        session: &Session<Guest>,
        here: &Here,
        form: Form,
    ) -> Result<Self, PageError> {
        let (user, host) = (session.actor().user, here.name());
        let ways = state.db.read(move |tx| accounts::ways(tx, user, host.as_ref())).await?;
        Ok(Self { form, ways })
    }
}

/// `GET /login/code`.
pub async fn open(State(state): State<AppState>, session: Session<Guest>, here: Here) -> PageResult {
    Ok(show(&CodePage::new(&state, &session, &here, Form::blank(&state)).await?))
}

/// `POST /login/code`: counted first, then compared.
pub async fn send(
    State(state): State<AppState>,
    session: Session<Guest>,
    here: Here,
    FromPlace(place): FromPlace,
    headers: HeaderMap,
    mut form: Form,
) -> PageResult {
    let typed = form.required("factor_code", "数字");
    if form.has_errors() {
        return Ok(show_again(&CodePage::new(&state, &session, &here, form).await?));
    }
    let (user, nobody, now) = (session.actor().user, OrganisationId(Uuid::nil()), (state.outside.now)());
    if state.db.write_in(nobody, move |tx| accounts::count_code(tx, user, &now)).await? {
        form.error("", WAITS);
        return Ok(show_again(&CodePage::new(&state, &session, &here, form.with("factor_code", "")).await?));
    }
    let home = state.db.read(move |tx| accounts::first_organisation(tx, user)).await?;
    let (outside, hash, at) = (state.outside.clone(), session.token_hash().to_owned(), place.clone());
    let proved =
        state.db.write_in(home, move |tx| accounts::prove_factor(tx, &outside, (user, &hash), &typed, &at)).await;
    match proved {
        Ok(Some(entered)) => {
            state.db.write_in(nobody, move |tx| accounts::forget_codes(tx, user)).await?;
            return Ok(with_entered(&state, &entered, &place, way_back::follow(&headers)));
        }
        Ok(None) => form.error("factor_code", WRONG),
        Err(refusal) => form.refuse(refusal)?,
    }
    Ok(show_again(&CodePage::new(&state, &session, &here, form.with("factor_code", "")).await?))
}

/// Said to a code that is not taken.
pub(crate) const WRONG: &str = "数字が違うか、もう使ったものです。アプリの数字が変わるのを待って、新しい数字を入力してください。続くときは、携帯電話の時計が合っているか確かめてください";
/// Said after too many tries.
pub(crate) const WAITS: &str =
    "続けて失敗したため、15分のあいだ受け付けません。時間をおいてから、もう一度お試しください";
