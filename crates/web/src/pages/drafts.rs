//! 下書き: keeps what is being typed, by the page's script or by its button, and throws it away.

use app::drafts::{DraftKey, discard_draft, keep_draft};
use axum::{
    extract::{Path, State},
    response::{Html, IntoResponse},
};

use crate::{
    AppState, Form, PageError, PageResult, Session, at,
    form::{draft_key_of, draft_saved_at},
    see_other,
};

fn key((form, subject): (String, String)) -> Result<DraftKey, PageError> {
    draft_key_of(&form, &subject).ok_or(PageError::NotFound)
}

/// Keeps what is typed. The script gets 「下書き 14:02」 alone; the button goes back to the form.
pub async fn keep(
    State(state): State<AppState>,
    session: Session,
    Path(path): Path<(String, String)>,
    form: Form,
) -> PageResult {
    let key = key(path)?;
    let (version, fields, sending) = (form.version(), form.typed_fields(), form.operation());
    let (place, at) = state.write(&session, sending, move |cx| keep_draft(cx, key, version, fields)).await?;
    if form.ticked("_script") {
        return Ok(Html(draft_saved_at(&at, (state.outside.today)())).into_response());
    }
    Ok(see_other(at::draft_place(key.form, place)))
}

/// 捨てる.
pub async fn discard(
    State(state): State<AppState>,
    session: Session,
    Path(path): Path<(String, String)>,
    form: Form,
) -> PageResult {
    let key = key(path)?;
    let place = state.write(&session, form.operation(), move |cx| discard_draft(cx, key)).await?;
    Ok(see_other(at::draft_place(key.form, place)))
}
