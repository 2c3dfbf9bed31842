//! `/healthz`: whether the database answers, and whether the last write could be written, for programs.

use std::time::Duration;

use axum::{
    Json,
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use serde_json::json;
use store::{StoreError, accounts};

use crate::AppState;

/// How long the database may take; whoever asks (`mimamori healthz`, a supervisor) waits hardly longer.
const PATIENCE: Duration = Duration::from_secs(3);

/// `GET /healthz`.
pub async fn show(State(state): State<AppState>) -> Response {
    let Ok(answer) = tokio::time::timeout(PATIENCE, state.db.read(accounts::any)).await else {
        return fault("silent");
    };
    match answer {
        // Reading works: the service is of use. Whether writing does is what the last real write found out.
        Ok(_) => Json(json!({ "status": "ok", "writes": state.db.writes() })).into_response(),
        Err(error) => fault(if matches!(error, StoreError::Busy) { "busy" } else { "database" }),
    }
}

fn fault(reason: &str) -> Response {
    (StatusCode::SERVICE_UNAVAILABLE, Json(json!({ "status": "fault", "reason": reason }))).into_response()
}
