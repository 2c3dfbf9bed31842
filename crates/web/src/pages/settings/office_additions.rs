//! `/settings/office/additions`: 加算の届出と特別地域, from a day on.

use app::office::{self, AdditionEntry, Additions};
use askama::Template;
use axum::extract::State;

use super::holds_from;
use crate::{AppState, Flash, Form, Layout, PageError, PageResult, Session, see_other_with, show, show_again};

#[derive(Template)]
#[template(path = "settings/office_additions.html")]
struct AdditionsPage {
    layout: Layout,
    form: Form,
    additions: Additions,
    holds: [(&'static str, &'static str); 2],
}

impl AdditionsPage {
    async fn new(state: &AppState, session: &Session, form: Form) -> Result<Self, PageError> {
        let additions = state.read(session, office::additions).await?;
        let holds =
            [("yes", "届け出た（特別地域のときは、該当する）"), ("no", "やめた（特別地域のときは、該当しない）")];
        Ok(Self { layout: Layout::new(session, "加算の届出と特別地域"), form, additions, holds })
    }
}

/// `GET /settings/office/additions`.
pub async fn open(State(state): State<AppState>, session: Session) -> PageResult {
    let form = Form::blank(&state);
    Ok(show(&AdditionsPage::new(&state, &session, form).await?))
}

/// `POST /settings/office/additions`.
pub async fn send(State(state): State<AppState>, session: Session, mut form: Form) -> PageResult {
    let entry = AdditionEntry { what: form.text("what"), holds: form.text("holds") };
    let from = holds_from(&mut form);
    if !form.has_errors() {
        match state.write(&session, form.operation(), move |cx| office::record_addition(cx, &entry, from)).await {
            Ok(()) => return Ok(see_other_with(Flash::Saved, "/settings/office")),
            Err(refusal) => form.refuse(refusal)?,
        }
    }
    Ok(show_again(&AdditionsPage::new(&state, &session, form).await?))
}
