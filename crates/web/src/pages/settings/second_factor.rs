//! `/settings/second-factor`: the own second factor: another telephone, new printed codes.

use app::{
    Acts as _, Member,
    accounts::{self, Offer, OwnFactor, OwnPasskey, Place},
};
use askama::Template;
use axum::extract::State;

use crate::{
    AppState, Form, Layout, PageError, PageResult, Session,
    components::QrCode,
    hosts::Here,
    pages::accounts::{code::WRONG, login::with_token},
    place::FromPlace,
    show, show_again,
};

#[derive(Template)]
#[template(path = "settings/second_factor.html")]
pub(crate) struct FactorPage {
    layout: Layout,
    form: Form,
    own: OwnFactor,
    passkeys: Vec<OwnPasskey>,
    /// Why passkeys are not offered; empty where they are.
    no_passkeys: &'static str,
    offer: Offer,
    qr: Option<QrCode>,
}

#[derive(Template)]
#[template(path = "settings/recovery_codes.html")]
pub(crate) struct CodesPage {
    layout: Layout,
    codes: Vec<String>,
}

/// The page; a new passkey is called as the device is, unless the person says otherwise.
pub(crate) async fn page(
    state: &AppState,
    session: &Session<Member>,
    (here, place): (&Here, &Place),
    form: Form,
) -> Result<FactorPage, PageError> {
    let (user, host) = (session.actor().user(), here.name());
    let passkeys = state.db.read(move |tx| accounts::ways(tx, user, host.as_ref())).await?.passkeys;
    let form = if form.sent("passkey_name") { form } else { form.with("passkey_name", place.device.as_str()) };
    let own = state.read(session, accounts::own_factor).await?;
    let hash = session.token_hash().to_owned();
    let offer = state.read(session, move |cx| accounts::offer(cx.tx, cx.outside, cx.actor.user(), &hash)).await?;
    let layout = Layout::new(session, "二段階認証");
    let (no_passkeys, qr) = (here.why_not(), QrCode::of(&offer.address));
    Ok(FactorPage { layout, form, own, passkeys, no_passkeys, qr, offer })
}

/// The page with new printed codes.
pub(crate) fn codes(session: &Session<Member>, codes: Vec<String>) -> CodesPage {
    CodesPage { layout: Layout::new(session, "復旧コード"), codes }
}

/// `GET /settings/second-factor`.
pub async fn open(
    State(state): State<AppState>,
    session: Session<Member>,
    here: Here,
    FromPlace(place): FromPlace,
) -> PageResult {
    Ok(show(&page(&state, &session, (&here, &place), Form::blank(&state)).await?))
}

/// `POST /settings/second-factor`: the answer is the page with the printed codes.
pub async fn send(
    State(state): State<AppState>,
    session: Session<Member>,
    here: Here,
    FromPlace(place): FromPlace,
    mut form: Form,
) -> PageResult {
    let typed = form.required("factor_code", "数字");
    if form.has_errors() {
        return Ok(show_again(&page(&state, &session, (&here, &place), form).await?));
    }
    let (hash, device) = (session.token_hash().to_owned(), place.device.clone());
    match state.write_own(&session, move |cx| accounts::enrol_anew(cx, &hash, &typed, &device)).await? {
        Some(enrolled) => Ok(with_token(&state, &enrolled.session, show(&codes(&session, enrolled.codes)))),
        None => {
            form.error("factor_code", WRONG);
            Ok(show_again(&page(&state, &session, (&here, &place), form.with("factor_code", "")).await?))
        }
    }
}

/// `POST /settings/second-factor/codes`: the answer is the page with the printed codes.
pub async fn renew_codes(
    State(state): State<AppState>,
    session: Session<Member>,
    FromPlace(place): FromPlace,
    _form: Form,
) -> PageResult {
    let new = state.write_own(&session, move |cx| accounts::renew_codes(cx, &place.device)).await?;
    Ok(show(&codes(&session, new)))
}
