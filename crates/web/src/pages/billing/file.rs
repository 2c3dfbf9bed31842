//! `/billing/closings/{closing}/file`: the claim file, byte for byte as it was made.

use app::billing::download;
use axum::{
    extract::{Path, State},
    http::header,
    response::IntoResponse,
};
use domain::id::{ClosingId, OperationId};

use crate::{AppState, PageError, PageResult, Session};

/// `POST /billing/closings/{closing}/file`. A POST, because taking the file out is recorded.
pub async fn send(State(state): State<AppState>, session: Session, Path(closing): Path<String>) -> PageResult {
    let closing: ClosingId = closing.parse().map_err(|_| PageError::NotFound)?;
    let operation = OperationId((state.outside.new_id)());
    let file = state.write(&session, operation, move |cx| download(cx, closing)).await?;
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=Shift_JIS".to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{}\"", file.name)),
    ];
    Ok((headers, file.bytes).into_response())
}
