//! 今月の仕事: the month's rounds with their six lamps, by the day they are due on.

use std::collections::{BTreeMap, BTreeSet};

use calendar::{Date, YearMonth};
use domain::{
    id::{ClientId, OfficeId, SpecialistId},
    monitoring::BoardRow,
    office::{Right, Specialist},
};
use store::{
    Tx, accounts,
    board::{
        self, BoardCounts, BoardPage, BoardQuery, BoardState, page,
        plans::{self, PlanLine, PlanQuery},
        tally,
    },
    clients, specialists,
};

use super::settings::of_office;
use crate::{Cx, Refusal, planning::ending_soon};

/// Rows a page.
pub const PAGE: i64 = 50;

/// Planning rows beside them; the list 「計画」 has them all.
pub const PLANS: i64 = 10;

/// 今日の訪問 above the rounds: no more than one day holds.
pub const VISITS: i64 = 20;

/// Whose clients.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Who {
    /// 自分, for somebody who is a specialist; else everybody's.
    #[default]
    Usual,
    /// すべて.
    All,
    /// One specialist's.
    Of(SpecialistId),
}

/// What is asked of the board.
#[derive(Clone, Debug, Default)]
pub struct BoardFilter {
    /// Month; the running one when `None`.
    pub month: Option<YearMonth>,
    /// Whose clients.
    pub who: Who,
    /// 市町村 (区); empty for all.
    pub municipality: String,
    /// State.
    pub state: BoardState,
    /// By kana alone, instead of by deadline.
    pub by_kana: bool,
    /// Name, kana or number typed.
    pub words: String,
    /// Page, from 1; 0 counts as 1.
    pub page: i64,
    /// All rows instead of a page (for printing).
    pub whole: bool,
}

/// The board of a month.
#[derive(Clone, Debug)]
pub struct Board {
    /// Month shown.
    pub month: YearMonth,
    /// Today.
    pub today: Date,
    /// Whose clients are shown; `None` for everybody's.
    pub specialist: Option<SpecialistId>,
    /// The specialist who is signed in.
    pub me: Option<SpecialistId>,
    /// The rows of the page.
    pub rows: Vec<BoardRow>,
    /// 今日の訪問, by time; on other pages than the running month's first, none.
    pub visits: Vec<BoardRow>,
    /// 次の予定: the next month with rounds and how many, where this one has none.
    pub next_planned: Option<(YearMonth, i64)>,
    /// 住所と電話 of the clients, for the road; only where all rows are asked for.
    pub addresses: BTreeMap<ClientId, (String, String)>,
    /// The clients with rounds of several municipalities on the page: their rows name the city.
    pub several_cities: BTreeSet<ClientId>,
    /// The counts of the header, for the chosen municipality.
    pub counts: BoardCounts,
    /// The municipalities in the month, for the filter.
    pub municipalities: Vec<String>,
    /// The office's specialists, for the filter.
    pub specialists: Vec<Specialist>,
    /// Page shown, from 1.
    pub page: i64,
    /// How many pages.
    pub pages: i64,
    /// How many rows the state, the filters and the words give.
    pub found: i64,
    /// How many things are to be looked at (確かめること).
    pub tasks: usize,
    /// How many drafts the person has (書きかけ).
    pub drafts: i64,
    /// 計画 that wait longest, beside the rounds of the running month; on other pages none.
    pub plans: Vec<PlanLine>,
    /// How many planning cases the filters and the words give.
    pub plans_found: i64,
    /// 支給決定の切れ目: how many grants of the clients shown end within two months and are followed by nothing yet; on other pages than the
    /// running month's first, none.
    pub gaps: usize,
}

/// The board of a month.
pub fn board(cx: &mut Cx<'_>, filter: &BoardFilter) -> Result<Board, Refusal> {
    cx.authorize(Right::Read)?;
    let office = cx.actor.office;
    let running = YearMonth::of(cx.today);
    let month = filter.month.unwrap_or(running);
    let (me, specialist) = whose(cx, filter.who)?;
    let number = filter.page.max(1);
    let query = BoardQuery {
        month,
        with_earlier: month == running,
        specialist,
        municipality: filter.municipality.clone(),
        words: filter.words.clone(),
        state: filter.state,
        by_deadline: !filter.by_kana,
        today: cx.today,
        limit: if filter.whole { i64::from(i32::MAX) } else { PAGE },
        offset: if filter.whole { 0 } else { (number - 1).saturating_mul(PAGE) },
    };
    let BoardPage { rows, counts: by_municipality, found } = page::read(cx.tx, office, &query)?;
    let counts = sum(&by_municipality, &filter.municipality);
    let (plans, plans_found) = plans_beside(cx, &query, i64::try_from(rows.len()).unwrap_or(PAGE))?;
    let first = month == running && number == 1;
    let gaps = if first { ending_soon(cx, specialist)? } else { 0 };
    let visits = if first { page::visits(cx.tx, office, cx.today, specialist, VISITS)? } else { Vec::new() };
    let next_planned = if counts.planned > 0 { None } else { tally::next_planned(cx.tx, office, month, specialist)? };
    let addresses = if filter.whole { addresses(cx, &rows)? } else { BTreeMap::new() };
    Ok(Board {
        gaps,
        visits,
        next_planned,
        addresses,
        month,
        today: cx.today,
        specialist,
        me,
        several_cities: several_cities(&rows),
        rows,
        counts,
        municipalities: by_municipality.into_iter().map(|counts| counts.municipality_name).collect(),
        specialists: specialists::list(cx.tx, office)?,
        page: number,
        pages: if filter.whole { 1 } else { (found + PAGE - 1).div_euclid(PAGE).max(1) },
        found,
        tasks: store::tasks::open(cx.tx, office)?.len(),
        drafts: crate::drafts::count_own(cx)?,
        plans,
        plans_found,
    })
}

/// The specialist who is signed in, and the one whose clients are shown; none for everybody's.
pub(crate) fn whose(cx: &mut Cx<'_>, who: Who) -> Result<(Option<SpecialistId>, Option<SpecialistId>), Refusal> {
    let me = accounts::specialist_of(cx.tx, cx.actor.office, cx.actor.user)?;
    let shown = match who {
        Who::Usual => me,
        Who::All => None,
        Who::Of(id) => Some(id),
    };
    Ok((me, shown))
}

/// The planning rows beside so many rounds: a case is open today, whatever month a round is of. Both together are no more than a page
/// takes; where the rounds fill it, the count leads to the list.
fn plans_beside(cx: &mut Cx<'_>, query: &BoardQuery, rounds: i64) -> Result<(Vec<PlanLine>, i64), Refusal> {
    if !query.with_earlier || query.offset > 0 || !matches!(query.state, BoardState::All | BoardState::Open) {
        return Ok((Vec::new(), 0));
    }
    let asked = PlanQuery {
        specialist: query.specialist,
        municipality: query.municipality.clone(),
        words: query.words.clone(),
        limit: (query.limit - rounds).clamp(0, PLANS),
    };
    Ok(plans::read(cx.tx, cx.actor.office, &asked)?)
}

/// 住所と電話 of whom the rows are of.
fn addresses(cx: &mut Cx<'_>, rows: &[BoardRow]) -> Result<BTreeMap<ClientId, (String, String)>, Refusal> {
    let mut all = BTreeMap::new();
    for id in rows.iter().map(|row| row.client).collect::<BTreeSet<_>>() {
        if let Some(client) = clients::find(cx.tx, cx.actor.office, id)? {
            all.insert(id, (client.address, client.phone));
        }
    }
    Ok(all)
}

fn several_cities(rows: &[BoardRow]) -> BTreeSet<ClientId> {
    let cities: BTreeSet<(ClientId, &str)> =
        rows.iter().map(|row| (row.client, row.municipality_name.as_str())).collect();
    let clients: Vec<ClientId> = cities.into_iter().map(|(client, _)| client).collect();
    let twice = clients.windows(2).filter_map(|pair| match pair {
        [one, next] if one == next => Some(*one),
        _ => None,
    });
    twice.collect()
}

fn sum(counts: &[BoardCounts], municipality: &str) -> BoardCounts {
    let mut sum = BoardCounts::default();
    for one in counts.iter().filter(|one| municipality.is_empty() || one.municipality_name == municipality) {
        sum.add(one);
    }
    sum
}

/// Makes the whole board of an office anew (`mimamori rebuild`); how many rows it has.
pub fn rebuild_board(tx: &mut Tx, office: OfficeId) -> Result<usize, Refusal> {
    let settings = of_office(tx, office)?;
    Ok(board::rebuild(tx, office, &settings)?)
}
