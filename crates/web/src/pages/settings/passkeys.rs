//! `/settings/second-factor/passkey`: the own passkeys, one more and one less.

use app::{
    Acts as _, Member,
    accounts::{self, Asking, Ceremonies},
};
use axum::{Extension, extract::State};

use super::second_factor::{codes, page};
use crate::{
    AppState, Flash, Form, PageResult, Session,
    hosts::Here,
    pages::accounts::{login::with_token, passkey},
    place::FromPlace,
    see_other_with, show, show_again,
};

const LIST: &str = "/settings/second-factor";

/// `POST /settings/second-factor/options`.
pub async fn ask_to_make(
    State(state): State<AppState>,
    session: Session<Member>,
    here: Here,
    Extension(ceremonies): Extension<Ceremonies>,
) -> PageResult {
    let of = (session.actor().user(), session.token_hash());
    passkey::ask(&state, of, &here, (&ceremonies, Asking::ToMake)).await
}

/// `POST /settings/second-factor/passkey`; where it is the first second factor, the answer is the page with the printed codes.
pub async fn add(
    State(state): State<AppState>,
    session: Session<Member>,
    (here, Extension(ceremonies)): (Here, Extension<Ceremonies>),
    FromPlace(place): FromPlace,
    mut form: Form,
) -> PageResult {
    if let Some(made) = passkey::made(&state, session.token_hash(), &here, &ceremonies, &mut form) {
        let device = place.device.clone();
        match state.write_own(&session, move |cx| accounts::add_passkey(cx, made, &device)).await? {
            Ok(Some(new)) => return Ok(show(&codes(&session, new))),
            Ok(None) => return Ok(see_other_with(Flash::Saved, LIST)),
            Err(fault) => form.error("", fault.sentence()),
        }
    }
    Ok(show_again(&page(&state, &session, (&here, &place), form).await?))
}

/// `POST /settings/second-factor/passkey/remove`.
pub async fn remove(
    State(state): State<AppState>,
    session: Session<Member>,
    here: Here,
    FromPlace(place): FromPlace,
    mut form: Form,
) -> PageResult {
    let (credential, hash) = (form.text("credential"), session.token_hash().to_owned());
    let device = place.device.clone();
    match state.write_own(&session, move |cx| accounts::remove_passkey(cx, &credential, &hash, &device)).await {
        Ok(token) => return Ok(with_token(&state, &token, see_other_with(Flash::Saved, LIST))),
        Err(refusal) => form.refuse(refusal)?,
    }
    Ok(show_again(&page(&state, &session, (&here, &place), form).await?))
}
