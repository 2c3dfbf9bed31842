//! `/settings/idle-time`: after how many minutes without use a session in the office ends.

use app::accounts;
use askama::Template;
use axum::extract::State;

use crate::{AppState, Flash, Form, Layout, PageResult, Session, see_other_with, show, show_again};

#[derive(Template)]
#[template(path = "settings/idle_time.html")]
struct IdlePage {
    layout: Layout,
    form: Form,
    choices: Vec<(String, String)>,
}

impl IdlePage {
    fn new(session: &Session, form: Form) -> Self {
        let note = |minutes| match minutes {
            15 => "15分（何人かで使うパソコンがあるとき）".to_owned(),
            _ => format!("{minutes}分"),
        };
        let choices = accounts::IDLE_CHOICES.iter().map(|minutes| (minutes.to_string(), note(*minutes))).collect();
        Self { layout: Layout::new(session, "使わないときのログアウト"), form, choices }
    }
}

/// `GET /settings/idle-time`.
pub async fn open(State(state): State<AppState>, session: Session) -> PageResult {
    let minutes = state.read(&session, accounts::idle_minutes).await?;
    Ok(show(&IdlePage::new(&session, Form::blank(&state).with("minutes", minutes.to_string()))))
}

/// `POST /settings/idle-time`.
pub async fn send(State(state): State<AppState>, session: Session, mut form: Form) -> PageResult {
    let minutes = form.value("minutes").parse().unwrap_or_default();
    match state.write(&session, form.operation(), move |cx| accounts::set_idle_minutes(cx, minutes)).await {
        Ok(()) => Ok(see_other_with(Flash::Saved, "/settings/idle-time")),
        Err(refusal) => {
            form.refuse(refusal)?;
            Ok(show_again(&IdlePage::new(&session, form)))
        }
    }
}
