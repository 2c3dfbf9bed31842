//! 保存期間の一覧: whose time is over, or nearly; and the deletions.

use calendar::{Date, YearMonth};
use domain::{client::Client, office::Right, retention::Retention};
use store::{
    clients,
    deletions::{self, Deletion},
};

use super::recorded::judged;
use crate::{Cx, Refusal, limits, monitoring};

/// Lines on one page.
pub const RETENTION_LINES: i64 = 20;
/// Months before its end from which a 保存期間 counts as nearly over.
const SOON: i32 = 12;

/// What was asked of the list.
#[derive(Clone, Debug, Default)]
pub struct RetentionAsked {
    /// Name, kana or number.
    pub words: String,
    /// Those too whose time ends within a year.
    pub soon: bool,
    /// By kana; otherwise whose support ended first.
    pub by_kana: bool,
    /// Page, from 1.
    pub page: String,
}

/// A client of the list.
#[derive(Clone, Debug)]
pub struct RetentionLine {
    /// The client.
    pub client: Client,
    /// The judgement today.
    pub retention: Retention,
    /// The proposal that stands.
    pub proposal: Option<Deletion>,
}

/// A page of the list.
#[derive(Clone, Debug)]
pub struct RetentionList {
    /// The lines.
    pub lines: Vec<RetentionLine>,
    /// How many there are in all.
    pub total: i64,
    /// This page, from 1.
    pub page: i64,
    /// How many pages there are, at least 1.
    pub pages: i64,
}

/// The clients whose support ended so long ago that their time is over by what is usual, or nearly. Each is judged by itself: a municipality
/// that wants longer, or something that is not finished, shows with its line.
pub fn list_retention(cx: &mut Cx<'_>, asked: &RetentionAsked) -> Result<RetentionList, Refusal> {
    cx.authorize(Right::Read)?;
    let years = monitoring::settings(cx)?.usual(cx.today).retention_years;
    let by = ended_by(cx.today, years, asked.soon);
    let words: String = asked.words.chars().take(100).collect();
    let wanted = limits::page(&asked.page);
    let office = cx.actor.office;
    let offset = |page: i64| (page - 1) * RETENTION_LINES;
    let (mut found, total) =
        clients::ended_by(cx.tx, office, (by, &words), (asked.by_kana, RETENTION_LINES, offset(wanted)))?;
    let pages = ((total + RETENTION_LINES - 1) / RETENTION_LINES).max(1);
    let page = wanted.min(pages);
    if page != wanted {
        found = clients::ended_by(cx.tx, office, (by, &words), (asked.by_kana, RETENTION_LINES, offset(page)))?.0;
    }
    let mut lines = Vec::new();
    for client in found {
        let retention = judged(cx, &client)?;
        let proposal = deletions::of_client(cx.tx, office, client.id)?;
        lines.push(RetentionLine { client, retention, proposal });
    }
    Ok(RetentionList { lines, total, page, pages })
}

/// The last day on which the support of somebody ended whose years are over before `today`, or within a year.
fn ended_by(today: Date, years: u32, soon: bool) -> Date {
    let ahead = if soon { SOON } else { 0 };
    let months = i32::try_from(years.saturating_mul(12)).unwrap_or(i32::MAX);
    let day = YearMonth::of(today).plus(ahead.saturating_sub(months)).day(today.day());
    day.yesterday().unwrap_or(day)
}

/// Deletions, the newest first: a page of them, and whether there are more.
pub fn list_deletions(cx: &mut Cx<'_>, page: i64) -> Result<(Vec<Deletion>, bool), Refusal> {
    cx.authorize(Right::Read)?;
    let mut found = deletions::page(cx.tx, cx.actor.office, (RETENTION_LINES + 1, (page - 1) * RETENTION_LINES))?;
    let more = i64::try_from(found.len()).is_ok_and(|found| found > RETENTION_LINES);
    found.truncate(usize::try_from(RETENTION_LINES).unwrap_or(usize::MAX));
    Ok((found, more))
}
