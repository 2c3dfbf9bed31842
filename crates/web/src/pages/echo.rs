//! How a date is understood while it is being typed. Only an enhancement: the page says the same after it was sent.

use axum::{
    extract::Path,
    response::{Html, IntoResponse, Response},
};
use calendar::wareki;

use crate::{Form, form::echo};

/// `POST /echo/date/{field}`: the line under a date field.
pub async fn date(Path(field): Path<String>, form: Form) -> Response {
    let text = form.text(&field);
    let line = if text.is_empty() {
        String::new()
    } else {
        match wareki::parse_day(&text, form.today()) {
            Ok(_) => echo(&text, form.today()),
            Err(error) => error.to_string(),
        }
    };
    Html(escape(&line)).into_response()
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
