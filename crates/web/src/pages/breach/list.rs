//! `/breach`: what stands and what is over, and the form with which it is declared.

use app::breach::{declare_breach, list_breaches};
use askama::Template;
use axum::extract::State;
use domain::office::Right;

use super::{BreachLine, PLACE};
use crate::{AppState, Flash, Form, Layout, PageError, PageResult, Session, see_other_with, show, show_again};

#[derive(Template)]
#[template(path = "breach/list.html")]
struct Page {
    layout: Layout,
    form: Form,
    standing: Option<BreachLine>,
    over: Vec<BreachLine>,
    may_declare: bool,
}

async fn page(state: &AppState, session: &Session, form: Form) -> Result<Page, PageError> {
    let all = state.read(session, list_breaches).await?;
    let (over, standing): (Vec<BreachLine>, Vec<BreachLine>) =
        all.iter().map(BreachLine::of).partition(|line| line.ended.is_some());
    Ok(Page {
        layout: Layout::new(session, "漏えい等のおそれ"),
        form,
        may_declare: session.may(Right::Administer) && standing.is_empty(),
        standing: standing.into_iter().next(),
        over,
    })
}

/// `GET /breach`.
pub async fn open(State(state): State<AppState>, session: Session) -> PageResult {
    let form = Form::blank(&state);
    let today = form.today_short();
    let form = form.with("known_on", today.clone()).with("to", today);
    Ok(show(&page(&state, &session, form).await?))
}

/// `POST /breach`: 宣言.
pub async fn declare(State(state): State<AppState>, session: Session, mut form: Form) -> PageResult {
    let typed = form.clone();
    match state.write(&session, form.operation(), move |cx| declare_breach(cx, &typed)).await {
        Ok(id) if session.may(Right::Audit) => Ok(see_other_with(Flash::Saved, format!("{PLACE}/{id}"))),
        Ok(_) => Ok(see_other_with(Flash::Saved, PLACE)),
        Err(refusal) => {
            form.refuse(refusal)?;
            Ok(show_again(&page(&state, &session, form).await?))
        }
    }
}
