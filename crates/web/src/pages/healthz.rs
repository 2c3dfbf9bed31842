//! `/healthz`: whether the database answers, and whether the last write could be written, for programs.

use axum::{
    Json,
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use serde_json::json;
use store::{StoreError, accounts};

use crate::AppState;

/// `GET /healthz`.
pub async fn show(State(state): State<AppState>) -> Response {
    match state.db.read(accounts::any).await {
        // Reading works: the service is of use. Whether writing does is what the last real write found out.
        Ok(_) => Json(json!({ "status": "ok", "writes": state.db.writes() })).into_response(),
        Err(error) => {
            let reason = if matches!(error, StoreError::Busy) { "busy" } else { "database" };
            (StatusCode::SERVICE_UNAVAILABLE, Json(json!({ "status": "fault", "reason": reason }))).into_response()
        }
    }
}
