//! `/settings/second-factor`: the own second factor: another telephone, new printed codes.

use app::{
    Acts as _, Member,
    accounts::{self, Offer, OwnFactor},
};
use askama::Template;
use axum::extract::State;

use crate::{
    AppState, Form, Layout, PageError, PageResult, Session,
    components::QrCode,
    pages::accounts::{code::WRONG, login::with_token},
    show, show_again,
};

#[derive(Template)]
#[template(path = "settings/second_factor.html")]
struct FactorPage {
    layout: Layout,
    form: Form,
    own: OwnFactor,
    offer: Offer,
    qr: Option<QrCode>,
}

#[derive(Template)]
#[template(path = "settings/recovery_codes.html")]
struct CodesPage {
    layout: Layout,
    codes: Vec<String>,
}

async fn page(state: &AppState, session: &Session<Member>, form: Form) -> Result<FactorPage, PageError> {
    let own = state.read(session, accounts::own_factor).await?;
    let hash = session.token_hash().to_owned();
    let offer = state.read(session, move |cx| accounts::offer(cx.tx, cx.outside, cx.actor.user(), &hash)).await?;
    let layout = Layout::new(session, "二段階認証");
    Ok(FactorPage { layout, form, own, qr: QrCode::of(&offer.address), offer })
}

fn codes(session: &Session<Member>, codes: Vec<String>) -> CodesPage {
    CodesPage { layout: Layout::new(session, "復旧コード"), codes }
}

/// `GET /settings/second-factor`.
pub async fn open(State(state): State<AppState>, session: Session<Member>) -> PageResult {
    Ok(show(&page(&state, &session, Form::blank(&state)).await?))
}

/// `POST /settings/second-factor`: the answer is the page with the printed codes.
pub async fn send(State(state): State<AppState>, session: Session<Member>, mut form: Form) -> PageResult {
    let typed = form.required("factor_code", "数字");
    if form.has_errors() {
        return Ok(show_again(&page(&state, &session, form).await?));
    }
    let hash = session.token_hash().to_owned();
    match state.write_own(&session, move |cx| accounts::enrol_anew(cx, &hash, &typed)).await? {
        Some(enrolled) => Ok(with_token(&state, &enrolled.session, show(&codes(&session, enrolled.codes)))),
        None => {
            form.error("factor_code", WRONG);
            Ok(show_again(&page(&state, &session, form.with("factor_code", "")).await?))
        }
    }
}

/// `POST /settings/second-factor/codes`: the answer is the page with the printed codes.
pub async fn renew_codes(State(state): State<AppState>, session: Session<Member>, _form: Form) -> PageResult {
    let new = state.write_own(&session, accounts::renew_codes).await?;
    Ok(show(&codes(&session, new)))
}
