//! ホーム 今月の仕事: whom, by when, what is missing.

mod line;
mod plan_row;

use app::{
    Cx,
    breach::standing_breach,
    monitoring::{Board, BoardFilter, Who, board},
};
use askama::Template;
use axum::extract::{Query, State};
use calendar::{YearMonth, wareki};
use domain::{
    monitoring::{BoardRow, Step},
    office::Right,
};
use serde::Deserialize;
use store::board::BoardState;

use self::{line::Line, plan_row::PlanRow};
use crate::{AppState, Form, Layout, PageResult, Session, at, pages::breach::BreachLine, see_other, show as page};

/// What stands behind the address. It names no person: names are searched by POST and
/// stand closed in `q`.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct BoardQuery {
    #[serde(default)]
    month: String,
    #[serde(default)]
    who: String,
    #[serde(default)]
    city: String,
    #[serde(default)]
    state: String,
    #[serde(default)]
    order: String,
    #[serde(default)]
    page: String,
    #[serde(default)]
    print: String,
    /// The words searched for, closed.
    #[serde(default)]
    q: String,
}

impl BoardQuery {
    fn filter(&self, words: String) -> BoardFilter {
        let who = match self.who.as_str() {
            "" => Who::Usual,
            "all" => Who::All,
            id => id.parse().map_or(Who::Usual, Who::Of),
        };
        BoardFilter {
            month: wareki::parse_month(self.month.trim()).ok(),
            who,
            municipality: self.city.clone(),
            state: BoardState::from_word(&self.state).unwrap_or_default(),
            by_kana: self.order == "kana",
            words,
            page: app::limits::page(&self.page),
            whole: !self.print.is_empty(),
        }
    }
}

/// A number of the header: a link that shows those rows alone.
struct Count {
    label: &'static str,
    number: i64,
    href: String,
    current: bool,
    /// 遅れ, 今日まで: what is to be looked at first.
    urgent: bool,
}

#[derive(Template)]
#[template(path = "board/board.html")]
struct Page {
    layout: Layout,
    title: String,
    previous: (String, String),
    next: (String, String),
    running: Option<String>,
    counts: Vec<Count>,
    /// 完了 of 予定.
    done: (i64, i64),
    /// 今日の訪問: time, line.
    visits: Vec<(String, Line)>,
    /// 次の予定, where the month has none: the words and where they lead.
    next_planned: Option<(String, String)>,
    /// What is chosen, beside the fold of the filters.
    chosen: String,
    /// Whether the rows name the 担当.
    names_specialist: bool,
    /// 印刷した日.
    printed_on: String,
    lines: Vec<Line>,
    steps: [Step; 6],
    whos: Vec<(String, String, bool)>,
    cities: Vec<(String, bool)>,
    query: BoardQuery,
    month: YearMonth,
    words: String,
    found: i64,
    pages: Vec<(i64, String, bool)>,
    print: String,
    print_now: bool,
    empty: &'static str,
    tasks: usize,
    /// 漏えい等のおそれ that stands, for whoever lifts it.
    breach: Option<BreachLine>,
    drafts: i64,
    /// 支給決定の切れ目 among the clients shown.
    gaps: usize,
    plans: Vec<PlanRow>,
    /// How many planning cases there are; more than the rows shown.
    plans_found: i64,
}

/// `GET /`.
pub async fn show(State(state): State<AppState>, session: Session, Query(mut query): Query<BoardQuery>) -> PageResult {
    let words = session.searched(&query.q);
    if words.is_empty() {
        query.q.clear();
    }
    let filter = query.filter(words.clone());
    let sees_to_it = session.may(Right::DecideAccess);
    let read = move |cx: &mut Cx<'_>| {
        let breach = if sees_to_it { standing_breach(cx)? } else { None };
        Ok((board(cx, &filter)?, breach))
    };
    let (shown, breach) = state.read(&session, read).await?;
    let breach = breach.map(|view| BreachLine::of(&view));
    Ok(page(&Page { breach, ..Page::new(&session, shown, query, words) }))
}

/// `POST /`: on to the board with a name, which stands closed in the address.
pub async fn search(State(state): State<AppState>, session: Session, form: Form) -> PageResult {
    let words: String = form.text("words").chars().take(60).collect();
    let query = BoardQuery {
        q: session.seal().close(&words, (state.outside.random)()),
        month: form.text("month"),
        who: form.text("who"),
        city: form.text("city"),
        state: form.text("state"),
        order: form.text("order"),
        ..BoardQuery::default()
    };
    Ok(see_other(href(&query)))
}

impl Page {
    fn new(session: &Session, board: Board, query: BoardQuery, words: String) -> Self {
        let month = board.month;
        let running = YearMonth::of(board.today);
        let state = BoardState::from_word(&query.state).unwrap_or_default();
        let title = format!("{}のモニタリング", wareki::month(month));
        let other = |month: YearMonth| {
            (href(&BoardQuery { month: month.to_string(), page: String::new(), ..query.clone() }), wareki::month(month))
        };
        let counts = counts(&board, state, &query);
        let of_month = |month: YearMonth| {
            href(&BoardQuery { month: month.to_string(), state: String::new(), page: String::new(), ..query.clone() })
        };
        let pages = if board.pages > 1 {
            let link =
                |page: i64| (page, href(&BoardQuery { page: page.to_string(), ..query.clone() }), page == board.page);
            (1..=board.pages).map(link).collect()
        } else {
            Vec::new()
        };
        Self {
            breach: None,
            layout: Layout::new(session, "今月の仕事"),
            title,
            previous: other(month.previous()),
            next: other(month.next()),
            running: (month != running)
                .then(|| href(&BoardQuery { month: String::new(), page: String::new(), ..query.clone() })),
            counts,
            done: (board.counts.recorded, board.counts.planned),
            lines: board.rows.iter().map(|row| line(&board, row)).collect(),
            visits: board.visits.iter().map(|row| (row.visit_at.clone(), line(&board, row))).collect(),
            next_planned: board
                .next_planned
                .map(|(month, number)| (format!("次の予定は{}に{number}件 →", wareki::month(month)), of_month(month))),
            chosen: chosen(&board, &query),
            names_specialist: board.specialist.is_none(),
            printed_on: wareki::long(board.today),
            steps: Step::ALL,
            whos: whos(&board),
            cities: board.municipalities.iter().map(|city| (city.clone(), *city == query.city)).collect(),
            month,
            found: board.found,
            pages,
            print: href(&BoardQuery { print: "yes".to_owned(), page: String::new(), ..query.clone() }),
            print_now: !query.print.is_empty(),
            empty: empty(&board, state, &words),
            tasks: board.tasks,
            drafts: board.drafts,
            gaps: board.gaps,
            plans: board.plans.iter().map(PlanRow::of).collect(),
            plans_found: board.plans_found,
            query,
            words,
        }
    }
}

/// The chips: those that count something, 予定 and the one that is chosen.
fn counts(board: &Board, state: BoardState, query: &BoardQuery) -> Vec<Count> {
    let all = BoardState::all().map(|one| Count {
        label: if one == BoardState::All { "予定" } else { one.label() },
        number: board.counts.of(one),
        href: href(&BoardQuery { state: one.word().to_owned(), page: String::new(), ..query.clone() }),
        current: one == state,
        urgent: matches!(one, BoardState::Late | BoardState::Today),
    });
    all.filter(|one| one.number > 0 || one.current || one.label == "予定").collect()
}

/// A row, with whose it is where the board shows everybody's, and with its address where it is printed.
fn line(board: &Board, row: &BoardRow) -> Line {
    let name = |id| board.specialists.iter().find(|one| Some(one.id) == id).map(|one| one.name.clone());
    let specialist = if board.specialist.is_none() { name(row.specialist).unwrap_or_default() } else { String::new() };
    let address = board.addresses.get(&row.client);
    let address_and_phone = address.map(|(address, phone)| format!("{address} 電話 {phone}")).unwrap_or_default();
    let names_city = board.several_cities.contains(&row.client);
    Line { specialist, address_and_phone, ..Line::of(row, names_city, board.month, board.today) }
}

/// What to do when there is nothing to show.
fn empty(board: &Board, state: BoardState, words: &str) -> &'static str {
    if !words.trim().is_empty() {
        "あてはまる利用者はいません。言葉を変えるか、しぼり込みを外してください。"
    } else if state != BoardState::All {
        "あてはまるモニタリングはありません。上の「予定」を押すと、この月のすべてが出ます。"
    } else if board.specialist.is_some() {
        "この月に担当のモニタリングはありません。担当を「すべて」にすると、ほかの人の分も出ます。"
    } else {
        "この月の予定はまだありません。利用者と受給者証を登録すると、モニタリングの予定月がここに並びます。"
    }
}

/// What the filters are set to, as the fold says it.
fn chosen(board: &Board, query: &BoardQuery) -> String {
    let who = whos(board).into_iter().find(|one| one.2).map(|one| one.1).unwrap_or_default();
    let city = if query.city.is_empty() { String::new() } else { format!("・{}", query.city) };
    let order = if query.order == "kana" { "・五十音順" } else { "・期限の順" };
    format!("担当 {who}{city}{order}")
}

/// The choices of 担当: 自分 first for a specialist.
fn whos(board: &Board) -> Vec<(String, String, bool)> {
    let mut all = Vec::new();
    if let Some(me) = board.me {
        all.push((String::new(), "自分".to_owned(), board.specialist == Some(me)));
    }
    all.push(("all".to_owned(), "すべて".to_owned(), board.specialist.is_none()));
    let others = board.specialists.iter().filter(|one| Some(one.id) != board.me);
    all.extend(others.map(|one| (one.id.to_string(), one.name.clone(), board.specialist == Some(one.id))));
    all
}

/// The address of a board.
fn href(query: &BoardQuery) -> String {
    at::with_query(
        "/",
        &[
            ("month", query.month.as_str()),
            ("who", query.who.as_str()),
            ("city", query.city.as_str()),
            ("state", query.state.as_str()),
            ("order", query.order.as_str()),
            ("page", query.page.as_str()),
            ("print", query.print.as_str()),
            ("q", query.q.as_str()),
        ],
    )
}
