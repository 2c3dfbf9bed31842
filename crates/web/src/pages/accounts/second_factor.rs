//! `/login/second-factor`: 二段階認証の設定 at the first sign-in. Nothing else opens before it is done.

use app::{
    Guest,
    accounts::{self, Offer},
};
use askama::Template;
use axum::{extract::State, http::HeaderMap};

use super::code::WRONG;
use crate::{
    AppState, Form, PageError, PageResult, Session,
    components::QrCode,
    place::{FromPlace, with_entered},
    show, show_again, way_back,
};

#[derive(Template)]
#[template(path = "accounts/second_factor.html")]
struct EnrolPage {
    form: Form,
    offer: Offer,
    qr: Option<QrCode>,
}

#[derive(Template)]
#[template(path = "accounts/recovery_codes.html")]
struct CodesPage {
    codes: Vec<String>,
    next: String,
}

async fn page(state: &AppState, session: &Session<Guest>, form: Form) -> Result<EnrolPage, PageError> {
    let (user, hash, outside) = (session.actor().user, session.token_hash().to_owned(), state.outside.clone());
    let offer = state.db.read(move |tx| accounts::offer(tx, &outside, user, &hash)).await?;
    Ok(EnrolPage { form, qr: QrCode::of(&offer.address), offer })
}

/// `GET /login/second-factor`.
pub async fn open(State(state): State<AppState>, session: Session<Guest>) -> PageResult {
    Ok(show(&page(&state, &session, Form::blank(&state)).await?))
}

/// `POST /login/second-factor`: the answer is the page with the printed codes.
pub async fn send(
    State(state): State<AppState>,
    session: Session<Guest>,
    FromPlace(place): FromPlace,
    headers: HeaderMap,
    mut form: Form,
) -> PageResult {
    let typed = form.required("factor_code", "数字");
    if form.has_errors() {
        return Ok(show_again(&page(&state, &session, form).await?));
    }
    let user = session.actor().user;
    let home = state.db.read(move |tx| accounts::first_organisation(tx, user)).await?;
    let (outside, hash, at) = (state.outside.clone(), session.token_hash().to_owned(), place.clone());
    let enrolled = state.db.write_in(home, move |tx| accounts::enrol(tx, &outside, (user, &hash), &typed, &at)).await?;
    match enrolled {
        Some(enrolled) => {
            let next = way_back::noted(&headers).unwrap_or("/").to_owned();
            let response = way_back::forget(show(&CodesPage { codes: enrolled.codes, next }));
            Ok(with_entered(&state, &enrolled.session, &place, response))
        }
        None => {
            form.error("factor_code", WRONG);
            Ok(show_again(&page(&state, &session, form.with("factor_code", "")).await?))
        }
    }
}
