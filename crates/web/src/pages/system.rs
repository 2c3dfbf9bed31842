//! `/system`: システムの状態, where somebody begins who looks after the program and sees no client: accounts, mails, log.

use app::{
    accounts,
    breach::standing_breach,
    outbox::{self, JobState},
    records,
};
use askama::Template;
use axum::extract::{RawQuery, State};

use crate::{
    AppState, Form, Layout, PageResult, Session,
    pages::{breach::BreachLine, records::Chain},
    show, time,
};

#[derive(Template)]
#[template(path = "system.html")]
struct Page {
    layout: Layout,
    people: usize,
    off: usize,
    given: usize,
    mail_set: bool,
    waiting: usize,
    failed: usize,
    entries: i64,
    last_at: String,
    chain: Option<Chain>,
    /// The clocks of what is declared; empty where nothing is.
    breach: String,
}

/// `GET /system`; `check` walks through the chain of the log.
pub async fn open(State(state): State<AppState>, session: Session, RawQuery(query): RawQuery) -> PageResult {
    let form = Form::of_query(&state, query.as_deref());
    let users = state.read(&session, accounts::list_users).await?;
    let outbox = state.read(&session, outbox::outbox_page).await?;
    let log = state.read(&session, records::log_end).await?;
    let chain = match form.ticked("check") {
        true => Some(Chain::of(state.read(&session, records::check_records).await?)),
        false => None,
    };
    let breach = state.read(&session, standing_breach).await?;
    let jobs = |of: fn(&JobState) -> bool| outbox.jobs.iter().filter(|job| of(&job.state)).count();
    Ok(show(&Page {
        layout: Layout::new(&session, "システムの状態"),
        people: users.iter().filter(|line| !line.user.disabled).count(),
        off: users.iter().filter(|line| line.user.disabled).count(),
        given: users.iter().filter(|line| !line.user.disabled && line.must_change_password).count(),
        mail_set: outbox.mail_set,
        waiting: jobs(|state| matches!(state, JobState::Waiting(_) | JobState::Taken)),
        failed: jobs(|state| matches!(state, JobState::Failed(_))),
        entries: log.entries,
        last_at: log.last_at.map(|at| time::moment(&at)).unwrap_or_default(),
        chain,
        breach: breach.map(|view| BreachLine::of(&view).running()).unwrap_or_default(),
    }))
}
