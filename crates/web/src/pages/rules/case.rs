//! `/rules/cases/{area}/{case}`: a file of worked cases, exactly as the tests read it.

use app::rules::{CaseFile, show_case};
use askama::Template;
use axum::extract::{Path, State};

use crate::{AppState, Layout, PageResult, Session, show};

#[derive(Template)]
#[template(path = "rules/case.html")]
struct Page {
    layout: Layout,
    file: CaseFile,
}

/// `GET /rules/cases/{area}/{case}`.
pub async fn open(
    State(state): State<AppState>,
    session: Session,
    Path((area, name)): Path<(String, String)>,
) -> PageResult {
    let file = state.read(&session, move |cx| show_case(cx, &area, &name)).await?;
    Ok(show(&Page { layout: Layout::new(&session, "計算例"), file }))
}
