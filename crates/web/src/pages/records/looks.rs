//! `/records/looks`: 閲覧の記録, who was shown what of whom in a month, and that the 管理者 has looked the month through.

use app::looks::{LookAsked, LookKind, LookLine, MonthLooks, StoredLook, looks_of_month, review_looks};
use askama::Template;
use axum::extract::{Query, State};
use calendar::{YearMonth, wareki};
use domain::{
    id::{ClientId, UserId},
    office::Right,
};
use serde::Deserialize;

use crate::{
    AppState, Flash, Form, Layout, PageError, PageResult, Session, see_other, see_other_with, show, show_again, time,
};

/// Letters of the words that are looked for.
const WORDS: usize = 100;

/// What the address may say.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    month: String,
    user: String,
    kind: String,
    /// The words that were searched for, closed.
    q: String,
    page: String,
}

impl Asked {
    fn read(&self, words: String) -> LookAsked {
        LookAsked {
            month: self.month.parse().ok(),
            user: self.user.parse::<UserId>().ok().map(|id| id.to_string()),
            kind: LookKind::from_word(&self.kind),
            words,
            page: app::limits::page(&self.page),
        }
    }

    /// The address of a page of the same question in a month; only what was read stands in it.
    fn href(&self, asked: &LookAsked, month: YearMonth, page: i64) -> String {
        let (user, kind) = (asked.user.as_deref().unwrap_or(""), asked.kind.map(LookKind::word).unwrap_or(""));
        let q = if asked.words.is_empty() { "" } else { self.q.as_str() };
        format!("/records/looks?month={month}&user={user}&kind={kind}&q={q}&page={page}")
    }
}

/// A row in words.
pub(crate) struct Line {
    pub(crate) at: String,
    pub(crate) who: String,
    pub(crate) what: String,
    /// 氏名 and the client's page of looks; none where it was of several or of nobody.
    pub(crate) client: Option<(ClientId, String)>,
    pub(crate) times: String,
    pub(crate) place: String,
}

/// How much a person looked at.
struct Sum {
    name: String,
    user: String,
    clients: i64,
    times: i64,
    denied: i64,
}

/// A look through the month.
struct Reviewed {
    by: String,
    note: String,
    rows: i64,
}

#[derive(Template)]
#[template(path = "records/looks.html")]
struct LooksPage {
    layout: Layout,
    form: Form,
    month: YearMonth,
    month_name: String,
    people: Vec<(String, String)>,
    kinds: Vec<(String, String)>,
    lines: Vec<Line>,
    sums: Vec<Sum>,
    unknown: Vec<Line>,
    reviews: Vec<Reviewed>,
    is_over: bool,
    may_review: bool,
    open: Vec<(String, String)>,
    earlier: String,
    later: Option<String>,
    newer: Option<String>,
    older: Option<String>,
}

impl LooksPage {
    fn filtered(&self) -> bool {
        ["user", "kind", "words"].iter().any(|name| self.form.ticked(name))
    }
}

/// `GET /records/looks`.
pub async fn open(State(state): State<AppState>, session: Session, Query(asked): Query<Asked>) -> PageResult {
    let page = page(&state, &session, asked, None).await?;
    Ok(show(&page))
}

/// `POST /records/looks`: what is looked for, on to an address that names nobody.
pub async fn ask(State(state): State<AppState>, session: Session, form: Form) -> PageResult {
    let words: String = form.value("words").trim().chars().take(WORDS).collect();
    let asked = Asked {
        month: form.text("month"),
        user: form.text("user"),
        kind: form.text("kind"),
        q: session.seal().close(&words, (state.outside.random)()),
        page: String::new(),
    };
    let read = asked.read(words);
    let month = read.month.unwrap_or_else(|| YearMonth::of((state.outside.today)()));
    Ok(see_other(asked.href(&read, month, 1)))
}

/// `POST /records/looks/review`: the month was looked through.
pub async fn review(State(state): State<AppState>, session: Session, mut form: Form) -> PageResult {
    let month: YearMonth = form.value("month").parse().map_err(|_| PageError::NotFound)?;
    let note = form.text("note");
    match state.write(&session, form.operation(), move |cx| review_looks(cx, month, &note)).await {
        Ok(()) => Ok(see_other_with(Flash::Saved, format!("/records/looks?month={month}"))),
        Err(refusal) => {
            form.refuse(refusal)?;
            let asked = Asked { month: month.to_string(), ..Asked::default() };
            Ok(show_again(&page(&state, &session, asked, Some(form)).await?))
        }
    }
}

async fn page(state: &AppState, session: &Session, asked: Asked, sent: Option<Form>) -> Result<LooksPage, PageError> {
    let words = session.seal().open(&asked.q);
    let read = asked.read(words.clone());
    let question = read.clone();
    let found = state.read(session, move |cx| looks_of_month(cx, &question)).await?;
    let MonthLooks { month, lines, more, sums, unknown, reviews, is_over, open } = found;
    let form = sent.unwrap_or_else(|| Form::blank(state));
    let form = form
        .with("month", month.to_string())
        .with("user", read.user.clone().unwrap_or_default())
        .with("kind", read.kind.map(LookKind::word).unwrap_or_default())
        .with("words", words);
    let this = YearMonth::of((state.outside.today)());
    let people = sums.iter().filter(|sum| !sum.user.is_empty());
    Ok(LooksPage {
        layout: Layout::new(session, "閲覧の記録"),
        form,
        month_name: wareki::month(month),
        people: people.map(|sum| (sum.user.clone(), sum.name.clone())).collect(),
        kinds: LookKind::ALL.iter().map(|kind| (kind.word().to_owned(), kind.label().to_owned())).collect(),
        lines: lines.into_iter().map(named).collect(),
        sums: sums
            .into_iter()
            .map(|sum| Sum {
                name: who(&sum.user, &sum.name),
                user: sum.user,
                clients: sum.clients,
                times: sum.times,
                denied: sum.denied,
            })
            .collect(),
        unknown: unknown.iter().map(line).collect(),
        reviews: reviews
            .into_iter()
            .map(|it| Reviewed { by: time::stamped(&it.name, &it.at), note: it.note, rows: it.rows })
            .collect(),
        is_over,
        may_review: session.may(Right::DecideAccess),
        open: open.into_iter().map(|it| (format!("/records/looks?month={it}"), wareki::month(it))).collect(),
        earlier: asked.href(&read, month.previous(), 1),
        later: (month < this).then(|| asked.href(&read, month.next(), 1)),
        newer: (read.page > 1).then(|| asked.href(&read, month, read.page - 1)),
        older: more.then(|| asked.href(&read, month, read.page + 1)),
        month,
    })
}

fn named(it: LookLine) -> Line {
    let client = it.look.client.zip(it.client);
    Line { client, ..line(&it.look) }
}

/// Who it was, in words.
fn who(user: &str, name: &str) -> String {
    match (user, name) {
        ("", "") => "（だれか分かりません）".to_owned(),
        (_, name) => name.to_owned(),
    }
}

/// A row in words.
pub(crate) fn line(look: &StoredLook) -> Line {
    let many = match look.listed {
        None => "（全員）".to_owned(),
        Some(0) => String::new(),
        Some(count) => format!("（{count}人）"),
    };
    let who = match look.kind {
        LookKind::Late | LookKind::Lost => "みまもり".to_owned(),
        _ => who(&look.user, &look.name),
    };
    let place = [look.device.as_str(), look.address.as_str()];
    Line {
        at: span(&look.first_at, &look.last_at),
        who,
        what: format!("{}{many}", look.kind.label()),
        client: None,
        times: format!("{}回", look.times),
        place: place.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("・"),
    }
}

/// 「R8.11.22 14:05〜14:40」 in Japan's time; one moment where it was only one.
fn span(first: &str, last: &str) -> String {
    let (first, last) = (time::moment(first), time::moment(last));
    match last.split_once(' ') {
        _ if first == last => first,
        Some((day, hour)) if first.starts_with(day) => format!("{first}〜{hour}"),
        _ => format!("{first}〜{last}"),
    }
}
