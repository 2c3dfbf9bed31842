//! `/healthz`: whether the database answers, for programs.

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
        Ok(_) => Json(json!({ "status": "ok" })).into_response(),
        Err(error) => {
            let reason = if matches!(error, StoreError::Busy) { "busy" } else { "database" };
            (StatusCode::SERVICE_UNAVAILABLE, Json(json!({ "status": "fault", "reason": reason }))).into_response()
        }
    }
}
