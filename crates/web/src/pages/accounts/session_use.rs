//! `/session/use` and `/session/left`: typing counts as use of the session, and a page can ask how long it still goes on, which
//! does not.

use app::Member;
use axum::{Json, http::StatusCode};

use crate::Session;

/// `POST /session/use`: the guard has written the use.
pub async fn note(_session: Session<Member>) -> StatusCode {
    StatusCode::NO_CONTENT
}

/// `POST /session/left`: seconds until the session ends, if it is not used.
pub async fn left(session: Session<Member>) -> Json<i64> {
    Json(session.signed_in().seconds_left)
}
