//! だれが見たか: the looks at one client, month by month.

use app::looks::{ClientLooks, looks_of_client};
use askama::Template;
use axum::extract::{Query, State};
use calendar::{YearMonth, wareki};
use domain::id::ClientId;
use serde::Deserialize;

use crate::{
    AppState, Layout, PageResult, PathId, Session,
    pages::records::looks::{Line, line},
    show,
};

/// What the address may say.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    month: String,
    page: String,
}

#[derive(Template)]
#[template(path = "clients/looks.html")]
struct LooksPage {
    layout: Layout,
    client: ClientId,
    name: String,
    month_name: String,
    lines: Vec<Line>,
    earlier: String,
    later: Option<String>,
    newer: Option<String>,
    older: Option<String>,
}

/// `GET /clients/{client}/looks`.
pub async fn open(
    State(state): State<AppState>,
    session: Session,
    PathId(id): PathId<ClientId>,
    Query(asked): Query<Asked>,
) -> PageResult {
    let number = app::limits::page(&asked.page);
    let month: Option<YearMonth> = asked.month.parse().ok();
    let found = state.read(&session, move |cx| looks_of_client(cx, id, month, number)).await?;
    let ClientLooks { client, month, lines, more } = found;
    let href = |month: YearMonth, page: i64| format!("/clients/{id}/looks?month={month}&page={page}");
    let this = YearMonth::of((state.outside.today)());
    Ok(show(&LooksPage {
        layout: Layout::new(&session, format!("{} だれが見たか", client.name)),
        client: client.id,
        name: client.name,
        month_name: wareki::month(month),
        lines: lines.iter().map(line).collect(),
        earlier: href(month.previous(), 1),
        later: (month < this).then(|| href(month.next(), 1)),
        newer: (number > 1).then(|| href(month, number - 1)),
        older: more.then(|| href(month, number + 1)),
    }))
}
