//! だれが見たか: the looks at one client, or at somebody of an intake, month by month.

use app::looks::{StoredLook, looks_of_client, looks_of_intake};
use askama::Template;
use axum::extract::{Query, State};
use calendar::{YearMonth, wareki};
use domain::id::{ClientId, IntakeId};
use serde::Deserialize;

use crate::{
    AppState, Layout, PageResult, PathId, Session, at,
    pages::{
        intakes,
        records::looks::{Line, line},
    },
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
    /// The page of the person, and the name on the way back to it.
    back: String,
    name: String,
    month_name: String,
    lines: Vec<Line>,
    earlier: String,
    later: Option<String>,
    newer: Option<String>,
    older: Option<String>,
}

/// What was found, of whomever.
struct Found {
    month: YearMonth,
    lines: Vec<StoredLook>,
    more: bool,
}

impl LooksPage {
    fn new(state: &AppState, session: &Session, (back, name): (String, String), number: i64, found: &Found) -> Self {
        let href = |month: YearMonth, page: i64| format!("{back}/looks?month={month}&page={page}");
        let (month, this) = (found.month, YearMonth::of((state.outside.today)()));
        Self {
            layout: Layout::new(session, format!("{name} だれが見たか")),
            month_name: wareki::month(month),
            lines: found.lines.iter().map(line).collect(),
            earlier: href(month.previous(), 1),
            later: (month < this).then(|| href(month.next(), 1)),
            newer: (number > 1).then(|| href(month, number - 1)),
            older: found.more.then(|| href(month, number + 1)),
            back,
            name,
        }
    }
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
    let whom = (at::client(id), format!("{}さん", found.person.name));
    let found = Found { month: found.month, lines: found.lines, more: found.more };
    Ok(show(&LooksPage::new(&state, &session, whom, number, &found)))
}

/// `GET /intakes/{intake}/looks`.
pub async fn open_intake(
    State(state): State<AppState>,
    session: Session,
    PathId(id): PathId<IntakeId>,
    Query(asked): Query<Asked>,
) -> PageResult {
    let number = app::limits::page(&asked.page);
    let month: Option<YearMonth> = asked.month.parse().ok();
    let found = state.read(&session, move |cx| looks_of_intake(cx, id, month, number)).await?;
    let whom = (at::intake(id), intakes::name(&found.person));
    let found = Found { month: found.month, lines: found.lines, more: found.more };
    Ok(show(&LooksPage::new(&state, &session, whom, number, &found)))
}
