//! `/login/code/passkey` and `/login/second-factor/passkey`: パスキー as the second step of signing in, and set up at the first. The script of the
//! page asks under `…/options` first, and sends what the device answered as a form.

use app::{
    Guest,
    accounts::{self, Asking, Ceremonies, PasskeyAnswer, PasskeyFault},
    limits,
};
use axum::{
    Extension,
    extract::State,
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse as _, Response},
};
use domain::id::{OrganisationId, UserId};
use uuid::Uuid;

use super::{
    code::{CodePage, WAITS},
    second_factor,
};
use crate::{
    AppState, Form, PageError, PageResult, Session,
    hosts::Here,
    place::{FromPlace, with_entered},
    show_again, way_back,
};

/// The field with what the device answered.
const ANSWER: &str = "passkey_answer";

/// What a device is asked in a session, for the script of the page; a sentence where it cannot be asked.
pub(crate) async fn ask(
    state: &AppState,
    (user, session): (UserId, &str),
    here: &Here,
    (ceremonies, asking): (&Ceremonies, Asking),
) -> PageResult {
    let Some(host) = here.name() else { return Ok(refused(here.why_not())) };
    let asked = state.db.read(move |tx| match asking {
        Asking::ToMake => accounts::ask_to_make_passkey(tx, user, &host).map(Some),
        Asking::ToProve => Ok(accounts::ask_for_passkey(tx, user, &host)?),
    });
    let Some((told, asked)) = asked.await? else { return Ok(refused(PasskeyFault::Unknown.sentence())) };
    ceremonies.keep(session, asked, &(state.outside.now)());
    Ok(([(header::CONTENT_TYPE, "application/json")], told).into_response())
}

fn refused(sentence: &str) -> Response {
    (StatusCode::UNPROCESSABLE_ENTITY, sentence.to_owned()).into_response()
}

/// What a form brought of the device, with what it was asked in the session.
pub(crate) fn answer(
    state: &AppState,
    session: &str,
    here: &Here,
    (ceremonies, asking): (&Ceremonies, Asking),
    typed: &str,
) -> Result<PasskeyAnswer, &'static str> {
    let host = here.name().ok_or_else(|| here.why_not())?;
    let asked = ceremonies.take(session, asking, &(state.outside.now)());
    Ok(PasskeyAnswer { asked, host, typed: typed.to_owned() })
}

/// What a form that makes a passkey brought: the answer, and the name that the person gives; none where something is wrong with it.
pub(crate) fn made(
    state: &AppState,
    session: &str,
    here: &Here,
    ceremonies: &Ceremonies,
    form: &mut Form,
) -> Option<(PasskeyAnswer, String)> {
    let name = form.read(|r| r.required("passkey_name", "パスキーの名前", limits::PASSKEY_NAME));
    match answer(state, session, here, (ceremonies, Asking::ToMake), form.value(ANSWER)) {
        Ok(answer) => (!form.has_errors()).then_some((answer, name)),
        Err(sentence) => {
            form.error("", sentence);
            None
        }
    }
}

/// `POST /login/code/options`.
pub async fn ask_to_prove(
    State(state): State<AppState>,
    session: Session<Guest>,
    here: Here,
    Extension(ceremonies): Extension<Ceremonies>,
) -> PageResult {
    ask(&state, (session.actor().user, session.token_hash()), &here, (&ceremonies, Asking::ToProve)).await
}

/// `POST /login/code/passkey`: counted first, then compared.
pub async fn prove(
    State(state): State<AppState>,
    session: Session<Guest>,
    (here, Extension(ceremonies)): (Here, Extension<Ceremonies>),
    FromPlace(place): FromPlace,
    headers: HeaderMap,
    mut form: Form,
) -> PageResult {
    let (user, nobody, now) = (session.actor().user, OrganisationId(Uuid::nil()), (state.outside.now)());
    let answer = answer(&state, session.token_hash(), &here, (&ceremonies, Asking::ToProve), form.value(ANSWER));
    if state.db.write_in(nobody, move |tx| accounts::count_code(tx, user, &now)).await? {
        form.error("", WAITS);
        return Ok(show_again(&CodePage::new(&state, &session, &here, form).await?));
    }
    let sentence = match answer {
        Ok(answer) => match sent(&state, &session, answer, &place).await? {
            Ok(entered) => {
                state.db.write_in(nobody, move |tx| accounts::forget_codes(tx, user)).await?;
                return Ok(with_entered(&state, &entered, &place, way_back::follow(&headers)));
            }
            Err(fault) => fault.sentence(),
        },
        Err(sentence) => sentence,
    };
    form.error("", sentence);
    Ok(show_again(&CodePage::new(&state, &session, &here, form).await?))
}

async fn sent(
    state: &AppState,
    session: &Session<Guest>,
    answer: PasskeyAnswer,
    place: &accounts::Place,
) -> Result<Result<accounts::Entered, PasskeyFault>, PageError> {
    let user = session.actor().user;
    let home = state.db.read(move |tx| accounts::first_organisation(tx, user)).await?;
    let (outside, hash, at) = (state.outside.clone(), session.token_hash().to_owned(), place.clone());
    let proved =
        state.db.write_in(home, move |tx| accounts::prove_by_passkey(tx, &outside, (user, &hash), answer, &at));
    Ok(proved.await?)
}

/// `POST /login/second-factor/options`.
pub async fn ask_to_make(
    State(state): State<AppState>,
    session: Session<Guest>,
    here: Here,
    Extension(ceremonies): Extension<Ceremonies>,
) -> PageResult {
    ask(&state, (session.actor().user, session.token_hash()), &here, (&ceremonies, Asking::ToMake)).await
}

/// `POST /login/second-factor/passkey`: the answer is the page with the printed codes.
pub async fn enrol(
    State(state): State<AppState>,
    session: Session<Guest>,
    (here, Extension(ceremonies)): (Here, Extension<Ceremonies>),
    FromPlace(place): FromPlace,
    headers: HeaderMap,
    mut form: Form,
) -> PageResult {
    let Some(made) = made(&state, session.token_hash(), &here, &ceremonies, &mut form) else {
        return Ok(show_again(&second_factor::page(&state, &session, (&here, &place), form).await?));
    };
    let user = session.actor().user;
    let home = state.db.read(move |tx| accounts::first_organisation(tx, user)).await?;
    let (outside, hash, at) = (state.outside.clone(), session.token_hash().to_owned(), place.clone());
    let enrolled =
        state.db.write_in(home, move |tx| accounts::enrol_passkey(tx, &outside, (user, &hash), made, &at)).await?;
    match enrolled {
        Ok(enrolled) => Ok(second_factor::entered(&state, enrolled, &place, &headers)),
        Err(fault) => {
            form.error("", fault.sentence());
            Ok(show_again(&second_factor::page(&state, &session, (&here, &place), form).await?))
        }
    }
}
