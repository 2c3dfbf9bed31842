//! 台帳の一覧. What was searched for is sent by POST and stands closed in the address: it may be the name of a person.

use app::providers::{ProviderList, ProviderOrder, ProviderSearch, list_providers};
use askama::Template;
use axum::extract::{Query, State};
use calendar::wareki;
use domain::{office::Right, provider::Provider};
use serde::Deserialize;

use crate::{AppState, Form, Layout, PageResult, Session, see_other, show};

/// What the address says.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    /// The words, closed.
    q: String,
    service: String,
    state: String,
    order: String,
}

#[derive(Template)]
#[template(path = "providers/list.html")]
struct ListPage {
    layout: Layout,
    asked: ProviderSearch,
    list: ProviderList,
    may_edit: bool,
}

impl ListPage {
    fn orders(&self) -> &'static [ProviderOrder] {
        ProviderOrder::ALL
    }

    /// 「令和8年4月1日から」, 「令和9年3月31日まで」 or both; empty where it has no end on either side.
    fn term(&self, provider: &Provider) -> String {
        let from = provider.from.map(|day| format!("{}から", wareki::long(day))).unwrap_or_default();
        let last = provider.ended_on.map(|day| format!("{}まで", wareki::long(day))).unwrap_or_default();
        format!("{from}{last}")
    }
}

/// The list, filtered by what the address says.
pub async fn show_list(State(state): State<AppState>, session: Session, Query(asked): Query<Asked>) -> PageResult {
    let search = ProviderSearch {
        words: session.searched(&asked.q),
        service: asked.service.chars().take(60).collect(),
        ended: asked.state == "ended",
        order: ProviderOrder::from_word(&asked.order).unwrap_or_default(),
    };
    let question = search.clone();
    let list = state.read(&session, move |cx| list_providers(cx, &question)).await?;
    let may_edit = session.may(Right::EditClients);
    Ok(show(&ListPage { layout: Layout::new(&session, "事業所の台帳"), asked: search, list, may_edit }))
}

/// Searches: on to an address that Back and reload show again.
pub async fn search(State(state): State<AppState>, session: Session, form: Form) -> PageResult {
    let words: String = form.value("q").chars().take(100).collect();
    let closed = session.seal().close(&words, (state.outside.random)());
    let service = app::law_book()?.services().find(form.value("service")).map(|kind| kind.name.clone());
    let service = url_encoded(&service.unwrap_or_default());
    let ended = if form.value("state") == "ended" { "ended" } else { "" };
    let order = ProviderOrder::from_word(form.value("order")).unwrap_or_default().word();
    Ok(see_other(format!("/providers?service={service}&state={ended}&order={order}&q={closed}")))
}

/// The bytes of a Japanese word as an address carries them.
fn url_encoded(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}
