//! 確かめること: the list, and putting one aside.

use app::tasks::{finish_task, open_tasks};
use askama::Template;
use axum::extract::State;
use calendar::wareki;
use domain::office::Right;
use store::tasks::{Task, TaskKind};
use uuid::Uuid;

use crate::{AppState, Flash, Form, Layout, PageError, PageResult, Session, at, see_other_with, show};

#[derive(Template)]
#[template(path = "tasks.html")]
struct Page {
    layout: Layout,
    lines: Vec<Line>,
    may_edit: bool,
}

/// One thing to look at.
struct Line {
    task: Task,
    month: String,
    sentence: String,
    /// Where to look; empty when the client's page is the place.
    href: String,
    /// Whether it is put aside here; the others close by what is recorded.
    by_hand: bool,
    operation: Uuid,
}

impl Line {
    fn of(task: Task, operation: Uuid) -> Self {
        let (sentence, href) = match task.kind {
            TaskKind::RoundMoved => (
                format!(
                    "訪問日に有効だった受給者証の市町村に合わせて、市町村番号{}の回から{}の回に移しました。回を開いて確かめてください。",
                    task.from, task.to
                ),
                format!("/monitoring/{}", task.subject),
            ),
            TaskKind::LifeEvent => {
                (format!("{}について、まだ答えがありません: {}", task.from, task.to), at::life_events(task.client))
            }
            TaskKind::NotMet => (
                format!("{}会えていません。{}に相談し、したことを記録してください。", task.from, task.to),
                format!("/monitoring/{}/visit-plan", task.subject),
            ),
            TaskKind::NextStep => (
                format!("{}のために、まだ残っています: {}", task.from, task.to),
                format!("/monitoring/{}/next-step", task.subject),
            ),
            TaskKind::ClaimDiffers => (
                format!(
                    "締めた請求は「{}」、いまの受給者証では「{}」です。取下げ・再請求が要るかを確かめてください。",
                    task.from, task.to
                ),
                format!("/billing/{}", task.month),
            ),
        };
        let by_hand = matches!(task.kind, TaskKind::RoundMoved | TaskKind::ClaimDiffers);
        Self { month: wareki::month(task.month), sentence, href, by_hand, operation, task }
    }
}

/// `GET /tasks`.
pub async fn list(State(state): State<AppState>, session: Session) -> PageResult {
    let tasks = state.read(&session, open_tasks).await?;
    let lines = tasks.into_iter().map(|task| Line::of(task, (state.outside.new_id)())).collect();
    let layout = Layout::new(&session, "確かめること");
    Ok(show(&Page { layout, lines, may_edit: session.may(Right::EditClients) }))
}

/// `POST /tasks`: one is put aside.
pub async fn finish(State(state): State<AppState>, session: Session, form: Form) -> PageResult {
    let kind = TaskKind::from_word(form.value("kind")).ok_or(PageError::NotFound)?;
    let subject = form.value("subject").to_owned();
    state.write(&session, form.operation(), move |cx| finish_task(cx, kind, &subject)).await?;
    Ok(see_other_with(Flash::Saved, "/tasks"))
}
