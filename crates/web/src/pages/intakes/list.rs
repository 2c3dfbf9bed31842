//! The list of つながりにくい人, the earliest follow-up first.

use app::intake::{IntakeView, list_intakes};
use askama::Template;
use axum::extract::{Query, State};
use calendar::wareki;
use domain::office::Right;
use serde::Deserialize;

use crate::{AppState, Layout, PageResult, Session, at, show};

/// What the address may say.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    /// `closed` shows those that are over.
    state: String,
}

#[derive(Template)]
#[template(path = "intakes/list.html")]
struct Page {
    layout: Layout,
    closed: bool,
    lines: Vec<IntakeView>,
    may_record: bool,
}

impl Page {
    fn href(&self, view: &IntakeView) -> String {
        at::intake(view.intake.id)
    }

    fn name(&self, view: &IntakeView) -> String {
        super::name(&view.intake)
    }

    fn noted_on(&self, view: &IntakeView) -> String {
        view.intake.note().map(|note| wareki::short(note.date)).unwrap_or_default()
    }

    fn situation(&self, view: &IntakeView) -> String {
        view.intake.note().map(|note| note.situation.chars().take(80).collect()).unwrap_or_default()
    }

    fn lacking(&self, view: &IntakeView) -> String {
        view.lacking.join("、")
    }

    fn follow_up(&self, view: &IntakeView) -> String {
        view.follow_up_on.or(view.intake.closed_on).map(wareki::short).unwrap_or_default()
    }
}

/// `GET /intakes`.
pub async fn show_list(State(state): State<AppState>, session: Session, Query(asked): Query<Asked>) -> PageResult {
    let closed = asked.state == "closed";
    let lines = state.read(&session, move |cx| list_intakes(cx, closed)).await?;
    let layout = Layout::new(&session, "つながりにくい人");
    Ok(show(&Page { layout, closed, lines, may_record: session.may(Right::EditClients) }))
}
