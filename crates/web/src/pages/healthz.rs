//! `/healthz`: whether the database answers, and whether the last write could be written, for programs.

use std::time::Duration;

use axum::{
    Json,
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use serde_json::json;
use store::{Db, StoreError, accounts, derived};

use crate::AppState;

/// How often it is tried whether the database can be written.
const MINUTE: Duration = Duration::from_secs(60);
/// How long the database may take; whoever asks (`mimamori healthz`, a supervisor) waits hardly longer.
const PATIENCE: Duration = Duration::from_secs(3);

/// `GET /healthz`.
pub async fn show(State(state): State<AppState>) -> Response {
    let Ok(answer) = tokio::time::timeout(PATIENCE, state.db.read(accounts::any)).await else {
        return fault("silent");
    };
    match answer {
        // Reading works: the service is of use. Whether writing does is what the last write found out, or the try of each minute.
        Ok(_) => Json(json!({ "status": "ok", "writes": state.db.writes() })).into_response(),
        Err(error) => fault(if matches!(error, StoreError::Busy) { "busy" } else { "database" }),
    }
}

fn fault(reason: &str) -> Response {
    (StatusCode::SERVICE_UNAVAILABLE, Json(json!({ "status": "fault", "reason": reason }))).into_response()
}

/// Tries once a minute whether the database can be written, until the server ends: in a quiet hour nobody else would.
pub async fn keep_trying(db: Db) {
    loop {
        tokio::time::sleep(MINUTE).await;
        if let Err(fault) = derived::try_writing(&db).await {
            tracing::warn!(%fault, "the database cannot be written");
        }
    }
}
