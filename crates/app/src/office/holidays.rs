//! 祝日: the days on which offices are open, as the office has them, and taking in 内閣府's table (syukujitsu.csv).

use std::collections::BTreeSet;

use calendar::{Date, OpenDays};
use domain::{id::OfficeId, office::Right};
use law::Holidays;
use serde::{Deserialize, Serialize};
use serde_json::json;
use store::{
    StoreError, Tx,
    holidays::{self, Holiday},
};

use super::municipality_settings::refresh_board;
use crate::{AuditAction, Cx, Reason, Refusal, transfer::read_csv};

/// The first heading of 内閣府's table begins so.
const HEADING: &str = "国民の祝日";
/// A table since 1955 has some 1,100 days; more is another file.
const MOST_DAYS: usize = 5_000;
/// 内閣府's table has some 25 kB.
const MOST_BYTES: usize = 1_000_000;

/// What was taken in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportedHolidays {
    /// How many days.
    pub days: usize,
    /// The first.
    pub first: Date,
    /// The last.
    pub last: Date,
}

/// The days on which offices are open: the shipped table, with what the office imported in its place.
pub(crate) fn open_days(tx: &mut Tx, office: OfficeId) -> Result<OpenDays, Refusal> {
    let imported: Vec<Date> = holidays::all(tx, office)?.into_iter().map(|holiday| holiday.day).collect();
    Ok(shipped()?.open_days(&imported))
}

/// The table shipped with the program; a fault in it is a fault of the program.
fn shipped() -> Result<&'static Holidays, Refusal> {
    Holidays::embedded().map_err(|error| {
        let (table, column) = ("law", "calendar");
        StoreError::Inconsistent { table, column, id: String::new(), reason: error.to_string() }.into()
    })
}

/// Takes in 内閣府's table in place of the one before; from its first year to its last it stands instead of the shipped
/// days. Nothing is kept of a file with a mistake. The board follows, because deadlines may move.
pub fn import_holidays(cx: &mut Cx<'_>, bytes: &[u8]) -> Result<ImportedHolidays, Refusal> {
    cx.authorize(Right::Administer)?;
    cx.once("office.import-holidays", |cx| {
        let days = read(bytes).map_err(Refusal::Refused)?;
        let (Some(first), Some(last)) = (days.first(), days.last()) else {
            return Err(Refusal::Refused(vec![Reason::at("file", "祝日が1日もありません。")]));
        };
        let imported = ImportedHolidays { days: days.len(), first: first.day, last: last.day };
        holidays::replace(cx.tx, cx.actor.office, &days, (&cx.actor.user.to_string(), &(cx.outside.now)()))?;
        refresh_board(cx)?;
        cx.audit(AuditAction::ImportHolidays, &cx.actor.office.to_string(), &json!(imported))?;
        Ok(imported)
    })
}

/// The days of the table in order, or each mistake with its line.
fn read(bytes: &[u8]) -> Result<Vec<Holiday>, Vec<Reason>> {
    let refuse = |sentence: String| vec![Reason::at("file", sentence)];
    if bytes.len() > MOST_BYTES {
        return Err(refuse("ファイルが大きすぎます。内閣府の「国民の祝日・休日」のCSVを選んでください。".to_owned()));
    }
    let sheet = read_csv(bytes).map_err(refuse)?;
    if !sheet.header.first().is_some_and(|heading| heading.starts_with(HEADING)) {
        let sentence = "1列目の見出しが「国民の祝日・休日月日」ではありません。内閣府の「国民の祝日」のページのCSV（syukujitsu.csv）を選んでください。";
        return Err(refuse(sentence.to_owned()));
    }
    if sheet.rows.len() > MOST_DAYS {
        return Err(refuse(format!("行が多すぎます（{MOST_DAYS}行まで）。")));
    }
    let (mut days, mut seen, mut mistakes) = (Vec::new(), BTreeSet::new(), Vec::new());
    for row in &sheet.rows {
        let cell = |place: usize| row.cells.get(place).map(String::as_str).unwrap_or_default();
        let (typed, name) = (cell(0), cell(1));
        let problem = match of_slashes(typed) {
            None => Some(format!("「{}」を日付として読めません（例: 2027/1/1）。", short(typed))),
            Some(_) if name.is_empty() || name.chars().count() > 40 => {
                Some("名称がないか、長すぎます（40文字まで）。".to_owned())
            }
            Some(day) if !seen.insert(day) => Some(format!("{}が2回あります。", short(typed))),
            Some(day) => {
                days.push(Holiday { day, name: name.to_owned() });
                None
            }
        };
        mistakes.extend(problem.map(|problem| Reason::at("file", format!("{}行目: {problem}", row.line))));
    }
    days.sort_by_key(|holiday| holiday.day);
    if mistakes.is_empty() { Ok(days) } else { Err(mistakes) }
}

/// `2027/1/1`, as 内閣府 writes it.
fn of_slashes(typed: &str) -> Option<Date> {
    let mut parts = typed.split('/');
    let (year, month, day) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
    if parts.next().is_some() || !(1900..=2200).contains(&year) {
        return None;
    }
    Date::new(year, month, day).ok()
}

fn short(typed: &str) -> String {
    typed.chars().take(20).collect()
}
