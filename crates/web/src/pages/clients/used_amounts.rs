//! 支給量の利用実績: a table of months and granted services, typed many cells at once and sent in one form.

use app::{
    clients::{UsedHistory, UsedPage, record_used_amounts, used_amounts},
    drafts::DraftForm,
};
use askama::Template;
use axum::extract::{Query, State};
use calendar::{YearMonth, wareki};
use domain::{client::UsedSource, id::ClientId, office::Right, planning::p2_week_plan::GrantedUnit};
use serde::Deserialize;

use crate::{
    AppState, Flash, Form, Layout, PageError, PageResult, PathId, Session, at, form::Word, see_other_with, show,
    show_again, time,
};

/// Which months are asked for.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    /// The last month of the page: `2026-11`.
    #[serde(default)]
    until: String,
}

/// A line of the history in words.
struct HistoryLine {
    month: String,
    what: String,
    source: String,
    by: String,
}

#[derive(Template)]
#[template(path = "clients/used_amounts.html")]
struct Page {
    layout: Layout,
    page: UsedPage,
    form: Form,
    sources: Vec<Word>,
    units: Vec<Word>,
    history: Vec<HistoryLine>,
    /// The months before those of the page.
    earlier: String,
    /// The months after; empty where these are the newest.
    later: String,
    may_edit: bool,
}

impl Page {
    fn new(session: &Session, page: UsedPage, form: Form) -> Self {
        let href = |until: YearMonth| format!("{}?until={until}", at::used_amounts(page.client.id));
        let newest = page.until >= YearMonth::of(page.today);
        Self {
            layout: Layout::new(session, format!("{} 支給量の利用実績", page.client.name)),
            sources: UsedSource::ALL.iter().map(|it| (it.word(), it.label())).collect(),
            units: GrantedUnit::ALL.iter().map(|it| (it.word(), it.label())).collect(),
            history: page.history.iter().map(history_line).collect(),
            earlier: href(page.until.plus(-12)),
            later: if newest { String::new() } else { href(page.until.plus(12)) },
            may_edit: session.may(Right::EditClients),
            page,
            form,
        }
    }

    /// 「令和8年11月」.
    fn month(&self, month: &YearMonth) -> String {
        wareki::month(*month)
    }

    /// 「時間」.
    fn unit(&self, unit: &GrantedUnit) -> &'static str {
        unit.label()
    }
}

fn history_line(it: &UsedHistory) -> HistoryLine {
    let used = &it.used;
    let amount = used.unit.words(used.amount);
    let what = if it.withdrawn {
        format!("{}：{amount}を取り消し", used.service)
    } else {
        format!("{}：{amount}", used.service)
    };
    HistoryLine {
        month: wareki::month_short(used.month),
        what,
        source: format!("{}　{}（{}）", used.source.label(), used.told_by, wareki::short(used.told_on)),
        by: time::stamped(&it.by, &it.at),
    }
}

/// The form with what is told in its cells.
fn filled(form: Form, page: &UsedPage) -> Form {
    let mut form = form.with("used_shape", &page.shape).with("until", page.until.to_string());
    for cell in page.rows.iter().flat_map(|row| &row.cells) {
        form.set(&cell.field, &cell.text);
        form.set(&cell.was_field, &cell.text);
    }
    form
}

async fn load(
    state: &AppState,
    session: &Session,
    id: ClientId,
    until: Option<YearMonth>,
) -> Result<UsedPage, PageError> {
    let page = state.read(session, move |cx| used_amounts(cx, id, until)).await?;
    Ok(page)
}

/// The table.
pub async fn open(
    State(state): State<AppState>,
    session: Session,
    PathId(id): PathId<ClientId>,
    Query(asked): Query<Asked>,
) -> PageResult {
    let page = load(&state, &session, id, asked.until.parse().ok()).await?;
    let blank = || filled(Form::blank(&state), &page).with_date("told_on", Some(page.today));
    let form = blank().with_draft(&state, &session, (DraftForm::UsedAmounts, id.0)).await?;
    // A draft of other months or services fills no field of these.
    let form = if form.value("used_shape") == page.shape { form } else { blank() };
    Ok(show(&Page::new(&session, page, form)))
}

/// Records the cells that were changed, or shows the table again with what is wrong.
pub async fn send(
    State(state): State<AppState>,
    session: Session,
    PathId(id): PathId<ClientId>,
    mut form: Form,
) -> PageResult {
    let until: Option<YearMonth> = form.value("until").parse().ok();
    let asked = until.unwrap_or_else(|| YearMonth::of((state.outside.today)()));
    let typed = form.clone();
    let saved = state.write(&session, form.operation(), move |cx| record_used_amounts(cx, id, asked, &typed)).await;
    match saved {
        Ok(()) => return Ok(see_other_with(Flash::Saved, format!("{}?until={asked}", at::used_amounts(id)))),
        Err(refusal) => form.refuse(refusal)?,
    }
    let page = load(&state, &session, id, until).await?;
    // A cell that nobody typed into shows what is told now; the others keep what was typed, beside what is told now.
    for cell in page.rows.iter().flat_map(|row| &row.cells) {
        if form.value(&cell.field) == form.value(&cell.was_field) {
            form.set(&cell.field, &cell.text);
        }
        form.set(&cell.was_field, &cell.text);
    }
    form.set("used_shape", &page.shape);
    Ok(show_again(&Page::new(&session, page, form)))
}
