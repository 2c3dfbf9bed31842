//! `/records/openings`: 担当外の閲覧, who opened which client's pages in a month, and why.

use app::{limits, openings};
use askama::Template;
use axum::extract::{RawQuery, State};
use calendar::{YearMonth, wareki};

use crate::{AppState, Form, Layout, PageResult, Session, at, show, time};

#[derive(Template)]
#[template(path = "records/openings.html")]
struct Page {
    layout: Layout,
    month: String,
    before: YearMonth,
    after: Option<YearMonth>,
    lines: Vec<Line>,
    /// Whether there are more of the month than the page lists.
    cut: bool,
    asks: bool,
}

/// An opening as it is shown.
struct Line {
    at: String,
    who: String,
    href: String,
    name: String,
    kana: String,
    reason: String,
}

/// `GET /records/openings`, of `month` or of this month.
pub async fn open(State(state): State<AppState>, session: Session, RawQuery(query): RawQuery) -> PageResult {
    let form = Form::of_query(&state, query.as_deref());
    let this = YearMonth::of(form.today());
    let month = form.text("month").parse().unwrap_or(this);
    let found = state.read(&session, move |cx| openings::list_openings(cx, month)).await?;
    let asks = state.read(&session, openings::asks_reason).await?;
    let cut = found.len() >= usize::try_from(limits::OPENINGS).unwrap_or(usize::MAX);
    let lines = found.into_iter().map(|line| Line {
        at: time::moment(&line.opening.opened_at),
        who: line.opening.user_name,
        href: at::client(line.opening.client),
        name: line.name,
        kana: line.kana,
        reason: line.opening.reason,
    });
    Ok(show(&Page {
        layout: Layout::new(&session, "担当外の閲覧"),
        month: wareki::month(month),
        before: month.plus(-1),
        after: (month < this).then(|| month.plus(1)),
        lines: lines.collect(),
        cut,
        asks,
    }))
}
