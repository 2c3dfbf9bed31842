//! `/clients/{client}/retention`: until when the records are kept, what holds them, and the proposal to delete them.

use app::retention::{ClientRetention, client_retention, holds_of, propose_deletion};
use askama::Template;
use axum::extract::State;
use calendar::wareki;
use domain::{id::ClientId, office::Right};

use crate::{AppState, Flash, Form, Layout, PageResult, PathId, Session, at, see_other_with, show, show_again, time};

#[derive(Template)]
#[template(path = "clients/retention.html")]
struct Page {
    layout: Layout,
    page: ClientRetention,
    form: Form,
    last_service: String,
    until: String,
    sentence: String,
    holds: Vec<String>,
    /// The proposal: where it stands, by whom and when.
    proposal: Option<(String, String)>,
    may_propose: bool,
    may_see_settings: bool,
}

impl Page {
    fn new(session: &Session, page: ClientRetention, form: Form) -> Self {
        let retention = &page.retention;
        let proposal = page.proposal.as_ref();
        Self {
            layout: Layout::new(session, "保存期間"),
            last_service: retention.last_service.map(wareki::long).unwrap_or_default(),
            until: retention.until.map(wareki::long).unwrap_or_default(),
            sentence: retention.why().map(|why| why.sentence.clone()).unwrap_or_default(),
            holds: holds_of(retention),
            proposal: proposal.map(|it| (at::deletion(it.id), time::stamped(&it.proposed.name, &it.proposed.at))),
            may_propose: session.may(Right::EditClients) && retention.may_be_deleted() && page.proposal.is_none(),
            may_see_settings: session.may(Right::ReadSettings),
            form,
            page,
        }
    }
}

/// The page.
pub async fn open(State(state): State<AppState>, session: Session, PathId(id): PathId<ClientId>) -> PageResult {
    let page = state.read(&session, move |cx| client_retention(cx, id)).await?;
    Ok(show(&Page::new(&session, page, Form::blank(&state))))
}

/// Proposes the deletion.
pub async fn propose(
    State(state): State<AppState>,
    session: Session,
    PathId(id): PathId<ClientId>,
    mut form: Form,
) -> PageResult {
    let typed = form.clone();
    match state.write(&session, form.operation(), move |cx| propose_deletion(cx, id, &typed)).await {
        Ok(deletion) => return Ok(see_other_with(Flash::Saved, at::deletion(deletion))),
        Err(refusal) => form.refuse(refusal)?,
    }
    let page = state.read(&session, move |cx| client_retention(cx, id)).await?;
    Ok(show_again(&Page::new(&session, page, form)))
}
