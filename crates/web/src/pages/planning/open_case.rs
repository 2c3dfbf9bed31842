//! 計画の経過を始める, from the client's page.

use app::planning::{CaseStart, NewCase, case_start, open_case};
use askama::Template;
use axum::extract::{Query, State};
use domain::{client::ConsultationService, id::ClientId, planning::CaseKind, text};
use serde::Deserialize;

use crate::{
    AppState, Flash, Form, Layout, PageError, PageResult, PathId, Session, at, form::names::NewCaseField,
    see_other_with, show, show_again,
};

/// What the address may say.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    /// 生活の変化 for which the plan is begun: the number of the fact.
    #[serde(default)]
    event: String,
    /// 計画の種類 that a report led to, chosen already.
    #[serde(default)]
    kind: String,
}

#[derive(Template)]
#[template(path = "planning/open_case.html")]
struct Page {
    layout: Layout,
    form: Form,
    start: CaseStart,
    services: Vec<(&'static str, &'static str)>,
    kinds: Vec<(&'static str, &'static str)>,
}

impl Page {
    fn open_href(&self, case: &domain::planning::PlanningCase) -> String {
        at::case(case.id)
    }
}

async fn page(
    state: &AppState,
    session: &Session,
    form: Option<Form>,
    (client, event): (ClientId, Option<i64>),
    kind: Option<CaseKind>,
) -> Result<Page, PageError> {
    let start = state.read(session, move |cx| case_start(cx, client, event)).await?;
    let blank = || {
        Form::blank(state)
            .with(NewCaseField::Service.name(), start.service.word())
            .with(NewCaseField::Kind.name(), kind.unwrap_or(start.kind).word())
            .with(NewCaseField::Municipality.name(), &start.municipality)
            .with_date(NewCaseField::OpenedOn.name(), Some((state.outside.today)()))
            .with(EVENT, event.map(|event| event.to_string()).unwrap_or_default())
    };
    Ok(Page {
        layout: Layout::new(session, "計画を始める"),
        form: form.unwrap_or_else(blank),
        services: ConsultationService::ALL.iter().map(|it| (it.word(), it.label())).collect(),
        kinds: CaseKind::ALL.iter().map(|it| (it.word(), it.label())).collect(),
        start,
    })
}

/// The field that carries the number of the event.
const EVENT: &str = "event";

/// The form.
pub async fn form(
    State(state): State<AppState>,
    session: Session,
    PathId(client): PathId<ClientId>,
    Query(asked): Query<Asked>,
) -> PageResult {
    let kind = CaseKind::from_word(&asked.kind);
    Ok(show(&page(&state, &session, None, (client, asked.event.parse().ok()), kind).await?))
}

/// Begins the case and leads to it.
pub async fn send(
    State(state): State<AppState>,
    session: Session,
    PathId(client): PathId<ClientId>,
    mut form: Form,
) -> PageResult {
    let service = form.choice(NewCaseField::Service.name(), "相談支援の種類", ConsultationService::from_word);
    let kind = form.choice(NewCaseField::Kind.name(), "計画の種類", CaseKind::from_word);
    let opened_on = form.required_date(NewCaseField::OpenedOn.name(), "受付の日");
    let event: Option<i64> = form.value(EVENT).parse().ok();
    if let (Some(service), Some(kind), Some(opened_on)) = (service, kind, opened_on) {
        let municipality = text::line(form.value(NewCaseField::Municipality.name()));
        let new = NewCase { service, municipality, kind, opened_on, event };
        match state.write(&session, form.operation(), move |cx| open_case(cx, client, &new)).await {
            Ok(case) => return Ok(see_other_with(Flash::Saved, at::case(case))),
            Err(refusal) => form.refuse(refusal)?,
        }
    }
    Ok(show_again(&page(&state, &session, Some(form), (client, event), None).await?))
}
