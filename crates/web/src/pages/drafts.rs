//! 下書き: keeps what is being typed, by the page's script or by its button, and throws it away; 書きかけ, the list of the
//! person's own.

use app::drafts::{DraftKey, OwnDraft, discard_draft, keep_draft, own_drafts};
use askama::Template;
use axum::{
    extract::{Path, State},
    response::{Html, IntoResponse},
};

use crate::{
    AppState, Flash, Form, Layout, PageError, PageResult, Session, at,
    form::{draft_key_of, draft_saved_at},
    see_other, see_other_with, show,
};

#[derive(Template)]
#[template(path = "drafts.html")]
struct ListPage {
    layout: Layout,
    lines: Vec<Line>,
}

/// A draft of the list.
struct Line {
    label: &'static str,
    /// Who and when it is about.
    about: String,
    /// 「下書き 14:02」.
    saved: String,
    /// The form with the draft in it.
    href: String,
    /// Where it is thrown away.
    discard: String,
}

/// `GET /drafts`.
pub async fn list(State(state): State<AppState>, session: Session) -> PageResult {
    let today = (state.outside.today)();
    let line = |draft: OwnDraft| Line {
        label: draft.key.form.label(),
        about: format!("{} {}", draft.client, draft.of).trim().to_owned(),
        saved: draft_saved_at(&draft.saved_at, today),
        href: at::draft_place(draft.key.form, draft.place),
        discard: format!("/drafts/{}/discard", at::draft_name(draft.key)),
    };
    let lines = state.read(&session, own_drafts).await?.into_iter().map(line).collect();
    Ok(show(&ListPage { layout: Layout::new(&session, "書きかけ"), lines }))
}

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

/// 捨てる, in the form or from the list.
pub async fn discard(
    State(state): State<AppState>,
    session: Session,
    Path(path): Path<(String, String)>,
    form: Form,
) -> PageResult {
    let key = key(path)?;
    let place = state.write(&session, form.operation(), move |cx| discard_draft(cx, key)).await?;
    if form.ticked("_list") {
        return Ok(see_other_with(Flash::Removed, at::drafts()));
    }
    Ok(see_other(at::draft_place(key.form, place)))
}
