//! `/logout`: ログアウト. The browser is told to forget what it kept of the pages.

use app::{Member, accounts};
use axum::{
    extract::State,
    http::{HeaderName, HeaderValue, header},
};

use crate::{AppState, PageResult, Session, see_other, session::clear_cookie, way_back};

/// `POST /logout`.
pub async fn send(State(state): State<AppState>, session: Session<Member>) -> PageResult {
    let token = session.token_hash().to_owned();
    state.write_own(&session, move |cx| accounts::sign_out(cx, &token)).await?;
    let mut response = way_back::forget(see_other("/login"));
    if let Some(cookie) = clear_cookie(state.secure_cookies) {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    let forget = HeaderValue::from_static("\"cache\", \"storage\"");
    response.headers_mut().insert(HeaderName::from_static("clear-site-data"), forget);
    Ok(response)
}
