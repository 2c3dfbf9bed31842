//! `/clients/{client}/scans`: 書類の写し of a client by kind, those of the certificates among them.

use app::attachments::{self, AttachTo, AttachmentLine, attach_file};
use askama::Template;
use axum::extract::{Multipart, Query, State};
use domain::{client::Client, id::ClientId, office::Right, paper::ScanKind};
use serde::Deserialize;

use super::{
    media,
    receive::{Received, receive},
    refused,
};
use crate::{AppState, Flash, Form, Layout, PageError, PageResult, PathId, Session, see_other_with, show, show_again};

/// What the address may say.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    /// The word of a kind.
    kind: String,
}

#[derive(Template)]
#[template(path = "attachments/scans.html")]
pub(super) struct Page {
    layout: Layout,
    form: Form,
    client: Client,
    lines: Vec<AttachmentLine>,
    kinds: Vec<(&'static str, &'static str)>,
    /// The versions of the client's plans.
    plans: Vec<(String, String)>,
    chosen: Option<ScanKind>,
    may_edit: bool,
}

impl Page {
    fn media(&self, line: &AttachmentLine) -> String {
        media(line)
    }

    fn is_chosen(&self, word: &str) -> bool {
        self.chosen.is_some_and(|kind| kind.word() == word)
    }
}

/// The page with the scans of a kind, or with all of them.
pub(super) async fn page(
    state: &AppState,
    session: &Session,
    (client, chosen): (ClientId, Option<ScanKind>),
    form: Form,
) -> Result<Page, PageError> {
    let found = state.read(session, move |cx| attachments::scans(cx, client)).await?;
    let mut lines = found.lines;
    lines.retain(|line| chosen.is_none_or(|kind| line.attachment.kind == kind));
    let kinds = ScanKind::ALL.iter().map(|kind| (kind.word(), kind.label())).collect();
    let plans: Vec<(String, String)> = found.plans.into_iter().map(|it| (it.id.to_string(), it.words)).collect();
    let form = match chosen {
        Some(kind) if form.value("kind").is_empty() => form.with("kind", kind.word()),
        _ => form,
    };
    let layout = Layout::new(session, "書類の写し");
    Ok(Page {
        layout,
        form,
        client: found.client,
        lines,
        kinds,
        plans,
        chosen,
        may_edit: session.may(Right::EditClients),
    })
}

/// `GET /clients/{client}/scans`.
pub async fn list(
    State(state): State<AppState>,
    session: Session,
    PathId(id): PathId<ClientId>,
    Query(asked): Query<Asked>,
) -> PageResult {
    let chosen = ScanKind::from_word(&asked.kind);
    Ok(show(&page(&state, &session, (id, chosen), Form::blank(&state)).await?))
}

/// `POST /clients/{client}/scans`: takes a file.
pub async fn add(
    State(state): State<AppState>,
    session: Session,
    PathId(id): PathId<ClientId>,
    sent: Multipart,
) -> PageResult {
    // Seen before anything is written: whose paper it is.
    state.read(&session, move |cx| attachments::scans(cx, id)).await?;
    let Received { mut form, note, kind, plan, file } = receive(&state, &session, sent).await?;
    let kind = form.choice("kind", "書類の種類", |_| ScanKind::from_word(&kind));
    let (file, kind) = match (file, kind) {
        (Ok(file), Some(kind)) => (file, kind),
        (Err(fault), _) => {
            form.error("file", fault.sentence());
            return Ok(refused(&page(&state, &session, (id, None), form).await?, fault));
        }
        (Ok(_), None) => return Ok(show_again(&page(&state, &session, (id, None), form).await?)),
    };
    let to = match plan.parse() {
        Ok(plan) if kind == ScanKind::Plan => AttachTo::Plan(id, plan),
        _ => AttachTo::Client(id, kind),
    };
    match state.write(&session, form.operation(), move |cx| attach_file(cx, to, &file, &note)).await {
        Ok(_) => Ok(see_other_with(Flash::Added, place(id))),
        Err(refusal) => {
            form.refuse(refusal)?;
            Ok(show_again(&page(&state, &session, (id, None), form).await?))
        }
    }
}

/// The address of the page.
pub(super) fn place(client: ClientId) -> String {
    format!("/clients/{client}/scans")
}
