//! 予定にない月の訪問: the day of a visit opens the round in which it is recorded, also before any certificate is entered.

use app::{
    clients::{VisitStart, visit_start},
    monitoring::open_round,
};
use askama::Template;
use axum::extract::State;
use domain::{client::ConsultationService, id::ClientId};

use crate::{AppState, Form, Layout, PageError, PageResult, PathId, Session, see_other, show, show_again};

#[derive(Template)]
#[template(path = "monitoring/open_round.html")]
struct Page {
    layout: Layout,
    form: Form,
    start: VisitStart,
    services: Vec<(&'static str, &'static str)>,
}

async fn page(state: &AppState, session: &Session, form: Option<Form>, client: ClientId) -> Result<Page, PageError> {
    let start = state.read(session, move |cx| visit_start(cx, client)).await?;
    Ok(Page {
        layout: Layout::new(session, "予定にない月の訪問"),
        form: form.unwrap_or_else(|| Form::blank(state).with("service", start.service.word())),
        services: ConsultationService::ALL.iter().map(|it| (it.word(), it.label())).collect(),
        start,
    })
}

/// The form.
pub async fn form(State(state): State<AppState>, session: Session, PathId(client): PathId<ClientId>) -> PageResult {
    Ok(show(&page(&state, &session, None, client).await?))
}

/// Opens the round and leads to its visit.
pub async fn send(
    State(state): State<AppState>,
    session: Session,
    PathId(client): PathId<ClientId>,
    mut form: Form,
) -> PageResult {
    let service = form.choice("service", "相談支援の種類", ConsultationService::from_word);
    let visited_on = form.required_date("visited_on", "訪問日");
    if let (Some(service), Some(day)) = (service, visited_on) {
        match state.write(&session, form.operation(), move |cx| open_round(cx, client, service, day)).await {
            Ok(round) => {
                return Ok(see_other(format!("/monitoring/{round}/m2-home-visit")));
            }
            Err(refusal) => form.refuse(refusal)?,
        }
    }
    Ok(show_again(&page(&state, &session, Some(form), client).await?))
}
