//! 本人と家族・契約: everything that is recorded about a client, a card a kind, and the page of each kind.

mod card;
pub mod section;

use app::clients::about::{AboutPage, about_client};
use askama::Template;
use axum::extract::State;
use domain::{
    client::{AboutKind, Known},
    id::ClientId,
    office::Right,
};

use self::card::Card;
use crate::{AppState, Layout, PageError, PageResult, PathId, Session, show};

#[derive(Template)]
#[template(path = "clients/about.html")]
struct AboutClientPage {
    layout: Layout,
    page: AboutPage,
    cards: Vec<Card>,
    may_edit: bool,
}

async fn page(state: &AppState, session: &Session, id: ClientId) -> Result<AboutClientPage, PageError> {
    let page = state.read(session, move |cx| about_client(cx, id)).await?;
    let cards = page.sections.iter().map(|(kind, fact)| Card::of(*kind, fact.as_ref(), page.today)).collect();
    let layout = Layout::new(session, format!("{}（本人と家族・契約）", page.client.name));
    Ok(AboutClientPage { layout, cards, page, may_edit: session.may(Right::EditClients) })
}

/// The page.
pub async fn open(State(state): State<AppState>, session: Session, PathId(id): PathId<ClientId>) -> PageResult {
    Ok(show(&page(&state, &session, id).await?))
}
