//! `/billing`: the months to choose from.

use app::billing::{MonthLine, months};
use askama::Template;
use axum::extract::State;
use calendar::wareki;
use domain::text::grouped;

use crate::{AppState, Form, Layout, PageResult, Session, see_other, show, show_again};

#[derive(Template)]
#[template(path = "billing/list.html")]
struct ListPage {
    layout: Layout,
    form: Form,
    months: Vec<MonthLine>,
}

impl ListPage {
    fn month(&self, line: &MonthLine) -> String {
        wareki::month(line.month)
    }

    fn grouped(&self, number: &i64) -> String {
        grouped(*number)
    }
}

/// `GET /billing`.
pub async fn open(State(state): State<AppState>, session: Session) -> PageResult {
    page(&state, &session, Form::blank(&state)).await
}

/// `POST /billing`: another month, as typed.
pub async fn choose(State(state): State<AppState>, session: Session, mut form: Form) -> PageResult {
    form.required("month", "サービス提供年月");
    match form.month("month") {
        Some(month) if !form.has_errors() => Ok(see_other(format!("/billing/{month}"))),
        _ => page(&state, &session, form).await,
    }
}

async fn page(state: &AppState, session: &Session, form: Form) -> PageResult {
    let months = state.read(session, months).await?;
    let page = ListPage { layout: Layout::new(session, "請求"), form, months };
    Ok(if page.form.has_errors() { show_again(&page) } else { show(&page) })
}
