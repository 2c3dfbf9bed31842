//! `/settings/openings`: 担当外の閲覧, whether whoever is not in charge of a client says why before opening its pages.

use app::openings;
use askama::Template;
use axum::extract::State;

use crate::{AppState, Flash, Form, Layout, PageResult, Session, see_other_with, show, show_again};

const PLACE: &str = "/settings/openings";

/// What an office can choose.
const CHOICES: [(&str, &str); 2] = [
    ("no", "理由なしで開ける（事業所の全員が、すべての利用者を開けます）"),
    ("yes", "理由を入力してから開く（担当でない人は、管理者も、理由を入力します）"),
];

#[derive(Template)]
#[template(path = "settings/openings.html")]
struct Page {
    layout: Layout,
    form: Form,
}

impl Page {
    fn new(session: &Session, form: Form) -> Self {
        Self { layout: Layout::new(session, "担当外の閲覧"), form }
    }
}

/// `GET /settings/openings`.
pub async fn open(State(state): State<AppState>, session: Session) -> PageResult {
    let asks = state.read(&session, openings::asks_reason).await?;
    Ok(show(&Page::new(&session, Form::blank(&state).with("asks_reason", if asks { "yes" } else { "no" }))))
}

/// `POST /settings/openings`.
pub async fn send(State(state): State<AppState>, session: Session, mut form: Form) -> PageResult {
    let chosen = form
        .choice("asks_reason", "決まり", |word| CHOICES.iter().any(|(it, _)| *it == word).then_some(word == "yes"));
    let Some(asks) = chosen else { return Ok(show_again(&Page::new(&session, form))) };
    match state.write(&session, form.operation(), move |cx| openings::set_asks_reason(cx, asks)).await {
        Ok(()) => Ok(see_other_with(Flash::Saved, PLACE)),
        Err(refusal) => {
            form.refuse(refusal)?;
            Ok(show_again(&Page::new(&session, form)))
        }
    }
}
