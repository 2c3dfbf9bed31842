//! `/records/retention`: whose 保存期間 is over, or nearly, and what was deleted. What was searched for stands closed in the address.

use app::{
    limits,
    retention::{RETENTION_LINES, RetentionAsked, RetentionList, holds_of, list_deletions, list_retention},
};
use askama::Template;
use axum::extract::{Query, State};
use calendar::wareki;
use serde::Deserialize;

use crate::{AppState, Form, Layout, PageResult, Session, at, see_other, show, time};

/// What the address asks for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    q: String,
    state: String,
    order: String,
    page: String,
}

/// A client as the list shows it.
struct Line {
    href: String,
    name: String,
    kana: String,
    ended: String,
    until: String,
    /// Whether it may be deleted today.
    free: bool,
    holds: Vec<String>,
    /// Where the proposal stands.
    proposal: Option<String>,
}

/// A deletion as the list shows it.
struct Deleted {
    href: String,
    number: String,
    proposed: String,
    state: &'static str,
    by: String,
    rows: i64,
}

#[derive(Template)]
#[template(path = "records/retention.html")]
struct Page {
    layout: Layout,
    words: String,
    closed: String,
    state: &'static str,
    by_kana: bool,
    total: i64,
    lines: Vec<Line>,
    deleted: Vec<Deleted>,
    page: i64,
    earlier: bool,
    later: bool,
}

impl Page {
    fn page_href(&self, page: i64) -> String {
        href(self.state, self.by_kana, &self.closed, page)
    }

    fn first(&self) -> i64 {
        (self.page - 1) * RETENTION_LINES + 1
    }

    fn last(&self) -> i64 {
        self.first() + i64::try_from(self.lines.len()).unwrap_or(0) - 1
    }
}

fn href(state: &str, by_kana: bool, closed: &str, page: i64) -> String {
    let order = if by_kana { "kana" } else { "" };
    format!("/records/retention?state={state}&order={order}&q={closed}&page={page}")
}

/// Only known words travel back into addresses.
fn state_of(word: &str) -> &'static str {
    match word {
        "soon" => "soon",
        "deleted" => "deleted",
        _ => "",
    }
}

/// The list.
pub async fn open(State(state): State<AppState>, session: Session, Query(asked): Query<Asked>) -> PageResult {
    let words = session.searched(&asked.q);
    let closed = if words.is_empty() { String::new() } else { asked.q };
    let (of, by_kana) = (state_of(&asked.state), asked.order == "kana");
    let mut page = Page {
        layout: Layout::new(&session, "保存期間"),
        words: words.clone(),
        closed,
        state: of,
        by_kana,
        total: 0,
        lines: Vec::new(),
        deleted: Vec::new(),
        page: limits::page(&asked.page),
        earlier: false,
        later: false,
    };
    if of == "deleted" {
        let number = page.page;
        let (all, more) = state.read(&session, move |cx| list_deletions(cx, number)).await?;
        page.deleted = all.iter().map(deleted).collect();
        (page.earlier, page.later) = (number > 1, more);
        return Ok(show(&page));
    }
    let question = RetentionAsked { words, soon: of == "soon", by_kana, page: asked.page };
    let list = state.read(&session, move |cx| list_retention(cx, &question)).await?;
    (page.total, page.page) = (list.total, list.page);
    (page.earlier, page.later) = (list.page > 1, list.page < list.pages);
    page.lines = lines(list);
    Ok(show(&page))
}

fn lines(list: RetentionList) -> Vec<Line> {
    let line = |it: app::retention::RetentionLine| Line {
        href: at::client_retention(it.client.id),
        ended: it.client.ended_on.map(wareki::long).unwrap_or_default(),
        until: it.retention.until.map(wareki::long).unwrap_or_default(),
        free: it.retention.may_be_deleted(),
        holds: holds_of(&it.retention),
        proposal: it.proposal.map(|deletion| at::deletion(deletion.id)),
        name: it.client.name,
        kana: it.client.kana,
    };
    list.lines.into_iter().map(line).collect()
}

fn deleted(it: &store::deletions::Deletion) -> Deleted {
    let (state, by) = match (&it.confirmed, &it.withdrawn) {
        (Some(by), _) => ("● 削除した", time::stamped(&by.name, &by.at)),
        (None, Some(by)) => ("取り下げた", time::stamped(&by.name, &by.at)),
        (None, None) => ("▲ 確認を待っている", String::new()),
    };
    Deleted {
        href: at::deletion(it.id),
        number: it.id.to_string().chars().take(13).collect(),
        proposed: time::stamped(&it.proposed.name, &it.proposed.at),
        state,
        by,
        rows: it.counts.iter().map(|(_, count)| count).sum(),
    }
}

/// Searches: on to an address that Back and reload show again.
pub async fn search(State(state): State<AppState>, session: Session, form: Form) -> PageResult {
    let words: String = form.value("q").chars().take(100).collect();
    let closed = session.seal().close(&words, (state.outside.random)());
    let closed = if words.trim().is_empty() { String::new() } else { closed };
    Ok(see_other(href(state_of(form.value("state")), form.value("order") == "kana", &closed, 1)))
}
