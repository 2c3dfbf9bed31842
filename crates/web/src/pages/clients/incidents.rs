//! 苦情・事故・不正受給の通知 of a client: what happened, how it was dealt with, whether that is over.

use app::clients::about::{IncidentPage, IncidentView, incidents, record_incident, settle_incident, withdraw_incident};
use askama::Template;
use axum::extract::{Path, State};
use calendar::wareki;
use domain::{
    client::IncidentKind,
    id::{ClientId, OperationId},
    office::Right,
};

use crate::{
    AppState, Flash, Form, Layout, PageError, PageResult, PathId, Session, at, form::Word, see_other_with, show,
    show_again, time,
};

/// One with its form.
struct Card {
    id: i64,
    title: String,
    happened: String,
    told: String,
    handled: String,
    settled: String,
    by: String,
    /// Where its forms are sent.
    action: String,
    /// The number of the sending that would take it back.
    operation: OperationId,
}

#[derive(Template)]
#[template(path = "clients/incidents.html")]
struct Page {
    layout: Layout,
    page: IncidentPage,
    form: Form,
    /// The one whose form came back; none where it was that of a new one.
    of: Option<i64>,
    cards: Vec<Card>,
    kinds: Vec<Word>,
    may_edit: bool,
}

impl Page {
    fn new(state: &AppState, session: &Session, page: IncidentPage, (form, of): (Form, Option<i64>)) -> Self {
        Self {
            layout: Layout::new(session, format!("{} 苦情・事故・通知", page.client.name)),
            cards: page.incidents.iter().map(|it| card(state, page.client.id, it)).collect(),
            kinds: IncidentKind::ALL.iter().map(|it| (it.word(), it.label())).collect(),
            may_edit: session.may(Right::EditClients),
            page,
            form,
            of,
        }
    }
}

impl Page {
    /// Whether the form that came back is that of this one.
    fn is_of(&self, record: &i64) -> bool {
        self.of == Some(*record)
    }
}

fn card(state: &AppState, client: ClientId, of: &IncidentView) -> Card {
    Card {
        id: of.id,
        title: of.incident.words(of.on),
        happened: of.incident.happened.clone(),
        told: of.incident.told.clone(),
        handled: of.incident.handled.clone(),
        settled: of.incident.settled_on.map(wareki::long).unwrap_or_default(),
        by: time::stamped(&of.by, &of.at),
        action: format!("{}/{}", at::incidents(client), of.id),
        operation: OperationId((state.outside.new_id)()),
    }
}

async fn load(state: &AppState, session: &Session, id: ClientId) -> Result<IncidentPage, PageError> {
    Ok(state.read(session, move |cx| incidents(cx, id)).await?)
}

/// The page.
pub async fn open(State(state): State<AppState>, session: Session, PathId(id): PathId<ClientId>) -> PageResult {
    let page = load(&state, &session, id).await?;
    Ok(show(&Page::new(&state, &session, page, (Form::blank(&state), None))))
}

/// Records one.
pub async fn send(
    State(state): State<AppState>,
    session: Session,
    PathId(id): PathId<ClientId>,
    mut form: Form,
) -> PageResult {
    let typed = form.clone();
    match state.write(&session, form.operation(), move |cx| record_incident(cx, id, &typed)).await {
        Ok(()) => return Ok(see_other_with(Flash::Saved, at::incidents(id))),
        Err(refusal) => form.refuse(refusal)?,
    }
    let page = load(&state, &session, id).await?;
    Ok(show_again(&Page::new(&state, &session, page, (form, None))))
}

fn parse((client, record): &(String, String)) -> Result<(ClientId, i64), PageError> {
    let client = client.parse().map_err(|_| PageError::NotFound)?;
    Ok((client, record.parse().map_err(|_| PageError::NotFound)?))
}

/// Records how one was dealt with.
pub async fn settle(
    State(state): State<AppState>,
    session: Session,
    Path(place): Path<(String, String)>,
    mut form: Form,
) -> PageResult {
    let (id, record) = parse(&place)?;
    let typed = form.clone();
    match state.write(&session, form.operation(), move |cx| settle_incident(cx, id, record, &typed)).await {
        Ok(()) => return Ok(see_other_with(Flash::Saved, at::incidents(id))),
        Err(refusal) => form.refuse(refusal)?,
    }
    let page = load(&state, &session, id).await?;
    Ok(show_again(&Page::new(&state, &session, page, (form, Some(record)))))
}

/// Takes one back.
pub async fn withdraw(
    State(state): State<AppState>,
    session: Session,
    Path(place): Path<(String, String)>,
    form: Form,
) -> PageResult {
    let (id, record) = parse(&place)?;
    let reason = form.value("reason").to_owned();
    state.write(&session, form.operation(), move |cx| withdraw_incident(cx, id, record, &reason)).await?;
    Ok(see_other_with(Flash::Saved, at::incidents(id)))
}
