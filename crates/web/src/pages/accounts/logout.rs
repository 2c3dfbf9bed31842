//! `/logout`: ログアウト. The browser is told to forget what it kept of the pages.

use app::accounts;
use axum::{
    extract::State,
    http::{HeaderName, HeaderValue, header},
};

use crate::{AppState, PageResult, Session, see_other, session::clear_cookie};

/// `POST /logout`.
pub async fn send(State(state): State<AppState>, session: Session) -> PageResult {
    let (outside, signed_in) = (state.outside.clone(), session.signed_in().clone());
    state.db.write_in(session.actor().office, move |tx| accounts::sign_out(tx, &outside, &signed_in)).await?;
    let mut response = see_other("/login");
    if let Some(cookie) = clear_cookie(state.secure_cookies) {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    let forget = HeaderValue::from_static("\"cache\", \"storage\"");
    response.headers_mut().insert(HeaderName::from_static("clear-site-data"), forget);
    Ok(response)
}
