//! `/records`: 記録, who did what and when, and whether the chain of entries holds.

pub mod looks;
pub mod openings;
pub mod retention;
mod words;

use app::records::{self, Checked, PAGE};
use askama::Template;
use axum::extract::{RawQuery, State};
use store::{
    audit::{AuditEntry, AuditFilter, Broken},
    seals::{RowFault, WrongRow},
};

use crate::{AppState, Form, Layout, PageResult, Session, show, time};

#[derive(Template)]
#[template(path = "records.html")]
struct RecordsPage {
    layout: Layout,
    form: Form,
    people: Vec<(String, String)>,
    lines: Vec<Line>,
    older: Option<String>,
    chain: Option<Chain>,
}

/// An entry as it is shown.
struct Line {
    seq: i64,
    at: String,
    actor: String,
    action: String,
    subject: String,
    body: Vec<words::Detail>,
}

/// What the walk through the chain found.
pub(crate) struct Chain {
    pub(crate) holds: bool,
    pub(crate) sentence: String,
    /// The rows that are not as the log says, the first of them.
    pub(crate) rows: Vec<String>,
    /// How many more there are.
    pub(crate) more: usize,
}

impl Chain {
    pub(crate) fn of(found: Checked) -> Self {
        let holds = found.chain.is_ok() && found.rows.is_empty();
        let sentence = match found.chain {
            Err(broken) => broken_sentence(broken),
            Ok(_) if !found.rows.is_empty() => format!(
                "記録はつながっていますが、保存されている内容が記録と違うところが{}件あります。画面や紙に写しをとり、システムの担当者に\
                 連絡してください。",
                found.rows.len()
            ),
            Ok(intact) => format!(
                "{}件の記録と、記録した内容は、書かれたときのままです。最後の記録の印: {}",
                intact.entries, intact.hash
            ),
        };
        let more = found.rows.len().saturating_sub(WRONG_ROWS);
        Self { holds, sentence, rows: found.rows.iter().take(WRONG_ROWS).map(row_sentence).collect(), more }
    }
}

/// Wrong rows that the page names; whoever has more of them asks `mimamori verify`.
const WRONG_ROWS: usize = 50;

/// `GET /records`, filtered by `from`, `to`, `actor`, `subject`; `check` walks through the chain.
pub async fn open(State(state): State<AppState>, session: Session, RawQuery(query): RawQuery) -> PageResult {
    let mut form = Form::of_query(&state, query.as_deref());
    let some = |text: String| (!text.is_empty()).then_some(text);
    let filter = AuditFilter {
        subject: some(form.text("subject")),
        actor: some(form.text("actor")),
        from: form.date("from"),
        to: form.date("to"),
        before: form.text("before").parse().ok(),
        limit: PAGE,
    };
    let users = state.read(&session, app::accounts::list_users).await?;
    let mut entries = state.read(&session, move |cx| records::list_records(cx, filter)).await?;
    let page = usize::try_from(PAGE).unwrap_or(usize::MAX);
    let more = entries.len() > page;
    entries.truncate(page);
    let older = entries.last().filter(|_| more).map(|entry| older_address(&form, entry.seq));
    let chain = match form.ticked("check") {
        true => Some(Chain::of(state.read(&session, records::check_records).await?)),
        false => None,
    };
    Ok(show(&RecordsPage {
        layout: Layout::new(&session, "記録"),
        form,
        people: users.into_iter().map(|line| (line.user.id.to_string(), line.user.name)).collect(),
        lines: entries.into_iter().map(line).collect(),
        older,
        chain,
    }))
}

fn row_sentence(row: &WrongRow) -> String {
    let what = match row.fault {
        RowFault::Changed => "書かれたときと違います",
        RowFault::Missing => "書かれたのに、ありません",
        RowFault::Foreign => "みまもりが書いたものではありません",
    };
    let table = records::table_label(row.table);
    if row.id.is_empty() { format!("{table}: {what}") } else { format!("{table}（番号 {}）: {what}", row.id) }
}

fn line(entry: AuditEntry) -> Line {
    Line {
        seq: entry.seq,
        at: time::moment(&entry.at),
        action: entry.label().to_owned(),
        actor: entry.actor_name,
        subject: entry.subject,
        body: words::body(&entry.body),
    }
}

fn older_address(form: &Form, before: i64) -> String {
    let mut address = format!("/records?before={before}");
    for name in ["from", "to", "actor", "subject"] {
        let value = form.text(name);
        if !value.is_empty() {
            let coded = percent_encoding::utf8_percent_encode(&value, percent_encoding::NON_ALPHANUMERIC);
            address.push_str(&format!("&{name}={coded}"));
        }
    }
    address
}

fn broken_sentence(broken: Broken) -> String {
    let what = match broken {
        Broken::Changed { seq } => format!("{seq}番の記録が、書かれたときと違います"),
        Broken::Missing { seq } => format!("{seq}番の記録がありません"),
        Broken::Added { seq } => format!("{seq}番の記録は、みまもりが書いたものではありません"),
    };
    format!("{what}。画面や紙に写しをとり、システムの担当者に連絡してください。")
}
