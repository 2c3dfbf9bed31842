//! 利用者の一覧. What was searched for is sent by POST and stands closed in the address, so that no name stands there
//! and Back shows the search again.

use app::clients::{ClientList, ListText, list_clients};
use askama::Template;
use axum::extract::{Query, State};
use domain::{client::CertificateReach, office::Right};

use serde::Deserialize;

use crate::{AppState, Form, Layout, PageResult, Session, see_other, show};

/// The words searched for, closed.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Searched {
    q: String,
}

#[derive(Template)]
#[template(path = "clients/list.html")]
struct ListPage {
    layout: Layout,
    asked: ListText,
    list: ClientList,
    closed: String,
    may_edit: bool,
}

impl ListPage {
    /// The address of another page of the same list.
    fn page_href(&self, page: i64) -> String {
        href(&self.asked, &self.closed, page)
    }

    fn searching(&self) -> bool {
        !self.asked.words.trim().is_empty()
    }

    fn first(&self) -> i64 {
        (self.list.page - 1) * app::clients::PAGE_LINES + 1
    }

    fn last(&self) -> i64 {
        (self.first() + i64::try_from(self.list.lines.len()).unwrap_or(0)) - 1
    }
}

fn href(asked: &ListText, closed: &str, page: i64) -> String {
    let ListText { specialist, state, order, .. } = asked;
    format!("/clients?specialist={specialist}&state={state}&order={order}&q={closed}&page={page}")
}

/// Only known words travel back into addresses and fields.
fn known(mut asked: ListText) -> ListText {
    asked.specialist.retain(|c| c.is_ascii_hexdigit() || c == '-');
    for word in [&mut asked.state, &mut asked.order] {
        word.retain(|c| c.is_ascii_lowercase());
    }
    asked
}

/// The list, filtered by what the address says.
pub async fn show_list(
    State(state): State<AppState>,
    session: Session,
    Query(asked): Query<ListText>,
    Query(searched): Query<Searched>,
) -> PageResult {
    let words = session.searched(&searched.q);
    let closed = if words.is_empty() { String::new() } else { searched.q };
    let asked = known(ListText { words, ..asked });
    let question = asked.clone();
    let list = state.read(&session, move |cx| list_clients(cx, &question)).await?;
    let may_edit = session.may(Right::EditClients);
    Ok(show(&ListPage { layout: Layout::new(&session, "利用者"), asked, list, closed, may_edit }))
}

/// Searches: on to an address that Back and reload show again.
pub async fn search(State(state): State<AppState>, session: Session, form: Form) -> PageResult {
    let value = |name: &str| form.value(name).to_owned();
    let asked = known(ListText {
        specialist: value("specialist"),
        state: value("state"),
        order: value("order"),
        ..ListText::default()
    });
    let words: String = value("q").chars().take(100).collect();
    let closed = session.seal().close(&words, (state.outside.random)());
    Ok(see_other(href(&asked, &closed, 1)))
}
