//! `/settings/outbox`: 送信待ち, what waits, what was sent and what failed; the address of the notices; a test mail.

use app::outbox::{self, JobLine, JobState};
use askama::Template;
use axum::extract::State;
use domain::id::JobId;

use crate::{
    AppState, Flash, Form, Layout, PageError, PageResult, PathId, Session, see_other_with, show, show_again, time,
};

const PLACE: &str = "/settings/outbox";

#[derive(Template)]
#[template(path = "settings/outbox.html")]
struct OutboxPage {
    layout: Layout,
    form: Form,
    mail_set: bool,
    saved_address: String,
    jobs: Vec<JobLine>,
}

impl OutboxPage {
    /// Chip and words of where a job stands.
    fn state(&self, job: &JobLine) -> (&'static str, String) {
        match &job.state {
            JobState::Waiting(at) if job.tries == 0 => ("chip-soft", format!("待ち（{}から）", time::moment(at))),
            JobState::Waiting(at) => ("chip-warn", format!("もう一度送る待ち（{}から）", time::moment(at))),
            JobState::Taken => ("chip-soft", "送っているところ".to_owned()),
            JobState::Sent(at) => ("chip-done", format!("送信済み（{}）", time::moment(at))),
            JobState::Failed(at) => ("chip-late", format!("送れませんでした（{}）", time::moment(at))),
        }
    }

    fn failed(&self, job: &JobLine) -> bool {
        matches!(job.state, JobState::Failed(_))
    }
}

async fn page(state: &AppState, session: &Session, form: Option<Form>) -> Result<OutboxPage, PageError> {
    let found = state.read(session, outbox::outbox_page).await?;
    let form = form.unwrap_or_else(|| Form::blank(state).with("address", found.address.clone()));
    let layout = Layout::new(session, "送信待ち");
    Ok(OutboxPage { layout, form, mail_set: found.mail_set, saved_address: found.address, jobs: found.jobs })
}

/// `GET /settings/outbox`.
pub async fn open(State(state): State<AppState>, session: Session) -> PageResult {
    Ok(show(&page(&state, &session, None).await?))
}

/// `POST /settings/outbox`: お知らせの宛先.
pub async fn send(State(state): State<AppState>, session: Session, mut form: Form) -> PageResult {
    let typed = form.text("address");
    match state.write(&session, form.operation(), move |cx| outbox::save_notice_address(cx, &typed)).await {
        Ok(()) => Ok(see_other_with(Flash::Saved, PLACE)),
        Err(refusal) => {
            form.refuse(refusal)?;
            Ok(show_again(&page(&state, &session, Some(form)).await?))
        }
    }
}

/// `POST /settings/outbox/test`: テストメール.
pub async fn send_test(State(state): State<AppState>, session: Session, mut form: Form) -> PageResult {
    match state.write(&session, form.operation(), outbox::send_test_mail).await {
        Ok(()) => Ok(see_other_with(Flash::Queued, PLACE)),
        Err(refusal) => {
            form.refuse(refusal)?;
            Ok(show_again(&page(&state, &session, Some(form)).await?))
        }
    }
}

/// `POST /settings/outbox/{job}/again`: a mail that was given up, once more.
pub async fn send_again(
    State(state): State<AppState>,
    session: Session,
    PathId(job): PathId<JobId>,
    mut form: Form,
) -> PageResult {
    match state.write(&session, form.operation(), move |cx| outbox::try_again(cx, job)).await {
        Ok(()) => Ok(see_other_with(Flash::Queued, PLACE)),
        Err(refusal) => {
            form.refuse(refusal)?;
            Ok(show_again(&page(&state, &session, Some(form)).await?))
        }
    }
}
