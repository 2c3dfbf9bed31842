//! `/login/second-factor`: 二段階認証の設定 at the first sign-in. Nothing else opens before it is done.

use app::{
    Guest,
    accounts::{self, Enrolled, Entered, Offer, Place},
};
use askama::Template;
use axum::{extract::State, http::HeaderMap, response::Response};

use super::code::WRONG;
use crate::{
    AppState, Form, PageError, PageResult, Session,
    components::QrCode,
    hosts::Here,
    place::{FromPlace, with_entered},
    show, show_again, way_back,
};

#[derive(Template)]
#[template(path = "accounts/second_factor.html")]
pub(crate) struct EnrolPage {
    form: Form,
    /// Why passkeys are not offered; empty where they are.
    no_passkeys: &'static str,
    offer: Offer,
    qr: Option<QrCode>,
}

#[derive(Template)]
#[template(path = "accounts/recovery_codes.html")]
struct CodesPage {
    codes: Vec<String>,
    next: String,
}

/// The page; a new passkey is called as the device is, unless the person says otherwise.
pub(crate) async fn page(
    state: &AppState,
    session: &Session<Guest>,
    (here, place): (&Here, &Place),
    form: Form,
) -> Result<EnrolPage, PageError> {
    let (user, hash, outside) = (session.actor().user, session.token_hash().to_owned(), state.outside.clone());
    let offer = state.db.read(move |tx| accounts::offer(tx, &outside, user, &hash)).await?;
    let form = if form.sent("passkey_name") { form } else { form.with("passkey_name", place.device.as_str()) };
    Ok(EnrolPage { form, no_passkeys: here.why_not(), qr: QrCode::of(&offer.address), offer })
}

/// The answer to somebody who set a second factor up: the page with the printed codes.
pub(crate) fn entered(state: &AppState, enrolled: Enrolled<Entered>, place: &Place, headers: &HeaderMap) -> Response {
    let next = way_back::noted(headers).unwrap_or("/").to_owned();
    let response = way_back::forget(show(&CodesPage { codes: enrolled.codes, next }));
    with_entered(state, &enrolled.session, place, response)
}

/// `GET /login/second-factor`.
pub async fn open(
    State(state): State<AppState>,
    session: Session<Guest>,
    here: Here,
    FromPlace(place): FromPlace,
) -> PageResult {
    Ok(show(&page(&state, &session, (&here, &place), Form::blank(&state)).await?))
}

/// `POST /login/second-factor`: the answer is the page with the printed codes.
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
        return Ok(show_again(&page(&state, &session, (&here, &place), form).await?));
    }
    let user = session.actor().user;
    let home = state.db.read(move |tx| accounts::first_organisation(tx, user)).await?;
    let (outside, hash, at) = (state.outside.clone(), session.token_hash().to_owned(), place.clone());
    let enrolled = state.db.write_in(home, move |tx| accounts::enrol(tx, &outside, (user, &hash), &typed, &at)).await?;
    match enrolled {
        Some(enrolled) => Ok(entered(&state, enrolled, &place, &headers)),
        None => {
            form.error("factor_code", WRONG);
            Ok(show_again(&page(&state, &session, (&here, &place), form.with("factor_code", "")).await?))
        }
    }
}
