//! 利用者の一覧. What was searched for is sent by POST, so that no name stands in an address.

use app::clients::{CertificateReach, ClientList, ListText, list_clients};
use askama::Template;
use axum::extract::{Query, State};
use domain::office::Right;

use crate::{AppState, Form, Layout, PageResult, Session, show};

#[derive(Template)]
#[template(path = "clients/list.html")]
struct ListPage {
    layout: Layout,
    asked: ListText,
    list: ClientList,
    may_edit: bool,
}

impl ListPage {
    /// The address of another page of the same list.
    fn page_href(&self, page: i64) -> String {
        let ListText { specialist, state, order, .. } = &self.asked;
        format!("/clients?specialist={specialist}&state={state}&order={order}&page={page}")
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

/// The list, filtered by what the address says.
pub async fn show_list(
    State(state): State<AppState>,
    session: Session,
    Query(mut asked): Query<ListText>,
) -> PageResult {
    asked.words.clear();
    list(&state, &session, asked).await
}

/// The list of what was searched for.
pub async fn search(State(state): State<AppState>, session: Session, form: Form) -> PageResult {
    let value = |name: &str| form.value(name).to_owned();
    let asked = ListText {
        words: value("q"),
        specialist: value("specialist"),
        state: value("state"),
        order: value("order"),
        page: value("page"),
    };
    list(&state, &session, asked).await
}

async fn list(state: &AppState, session: &Session, mut asked: ListText) -> PageResult {
    // Only known words travel back into addresses and fields.
    asked.specialist.retain(|c| c.is_ascii_hexdigit() || c == '-');
    for word in [&mut asked.state, &mut asked.order] {
        word.retain(|c| c.is_ascii_lowercase());
    }
    let question = asked.clone();
    let list = state.read(session, move |cx| list_clients(cx, &question)).await?;
    let may_edit = session.may(Right::EditClients);
    Ok(show(&ListPage { layout: Layout::new(session, "利用者"), asked, list, may_edit }))
}
