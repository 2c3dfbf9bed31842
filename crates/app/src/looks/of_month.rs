//! 閲覧の記録: a month of the whole office, who looked how much, and who has looked it through.

use std::collections::HashMap;

use calendar::YearMonth;
use domain::{
    id::{ClientId, OrganisationId},
    office::Right,
};
use store::{
    clients,
    looks::{self, LookFilter, LookSum, review::LookReview},
};

use super::{LookKind, PAGE, StoredLook};
use crate::{Cx, Refusal, limits};

/// Failed sign-ins with unknown logins that are shown of a month.
const UNKNOWN: i64 = 30;
/// Months back that are asked whether they were looked through.
const BACK: i32 = 3;

/// What is asked for.
#[derive(Clone, Debug, Default)]
pub struct LookAsked {
    /// The month; this one where there is none.
    pub month: Option<YearMonth>,
    /// Only of this user.
    pub user: Option<String>,
    /// Only of this kind.
    pub kind: Option<LookKind>,
    /// Only searches for exactly these words.
    pub words: String,
    /// The page, from 1.
    pub page: i64,
}

/// A row, with the client's name.
#[derive(Clone, Debug)]
pub struct LookLine {
    /// The row.
    pub look: StoredLook,
    /// 氏名, where it is of one client who is still there.
    pub client: Option<String>,
}

/// What the page shows.
#[derive(Clone, Debug)]
pub struct MonthLooks {
    /// The month.
    pub month: YearMonth,
    /// The rows of the page, the newest first.
    pub lines: Vec<LookLine>,
    /// Whether there are older ones.
    pub more: bool,
    /// What each person looked at, who looked most first.
    pub sums: Vec<LookSum>,
    /// Failed sign-ins with logins that nobody has, of the whole installation.
    pub unknown: Vec<StoredLook>,
    /// Who has looked the month through, the last one first.
    pub reviews: Vec<LookReview>,
    /// Whether the month is over, so that it can be looked through.
    pub is_over: bool,
    /// Months that are over and were not looked through, the newest first.
    pub open: Vec<YearMonth>,
}

/// A month of the log.
pub fn looks_of_month(cx: &mut Cx<'_>, asked: &LookAsked) -> Result<MonthLooks, Refusal> {
    cx.authorize(Right::Audit)?;
    let (office, this) = (cx.actor.office, YearMonth::of(cx.today));
    let month = asked.month.unwrap_or(this);
    let words = asked.words.trim();
    let words = match (&cx.outside.key, words.is_empty()) {
        (Some(key), false) => Some(key.words_hash(words)),
        _ => None,
    };
    let (user, kind) = (asked.user.clone(), asked.kind);
    let filter = LookFilter { user, kind, words, limit: PAGE + 1, offset: (asked.page - 1) * PAGE };
    let mut found = looks::of_month(cx.tx, office, month, &filter)?;
    let whole = usize::try_from(PAGE).unwrap_or(usize::MAX);
    let more = found.len() > whole;
    found.truncate(whole);
    let names = names(cx, &found)?;
    let line = |look: StoredLook| LookLine { client: look.client.and_then(|id| names.get(&id).cloned()), look };
    let nobody = OrganisationId(uuid::Uuid::nil());
    let unknown = LookFilter { limit: UNKNOWN, ..LookFilter::default() };
    let all = looks::review::reviews(cx.tx, office, month.min(this.plus(-BACK)), 200)?;
    let open = open_months(cx, this, &all)?;
    Ok(MonthLooks {
        month,
        lines: found.into_iter().map(line).collect(),
        more,
        sums: looks::sums(cx.tx, office, month, limits::LOOK_PEOPLE)?,
        unknown: looks::of_month(cx.tx, nobody, month, &unknown)?,
        reviews: all.into_iter().filter(|it| it.month == month).collect(),
        is_over: month < this,
        open,
    })
}

/// The names of the clients in the rows of a page.
fn names(cx: &mut Cx<'_>, lines: &[StoredLook]) -> Result<HashMap<ClientId, String>, Refusal> {
    let mut names = HashMap::new();
    for id in lines.iter().filter_map(|line| line.client) {
        if !names.contains_key(&id)
            && let Some(client) = clients::find(cx.tx, cx.actor.office, id)?
        {
            names.insert(id, client.name);
        }
    }
    Ok(names)
}

fn open_months(cx: &mut Cx<'_>, this: YearMonth, reviews: &[LookReview]) -> Result<Vec<YearMonth>, Refusal> {
    let mut open = Vec::new();
    for month in (1..=BACK).map(|back| this.plus(-back)) {
        let done = reviews.iter().any(|it| it.month == month);
        if !done && !looks::sums(cx.tx, cx.actor.office, month, 1)?.is_empty() {
            open.push(month);
        }
    }
    Ok(open)
}
