//! 祝日と閉庁日: the days of `law/calendar/`, for deadlines that move. Read at the first question, like the fees.

use std::{collections::BTreeMap, sync::OnceLock};

use calendar::{Date, OpenDays};
use toml::{Table, Value as Toml};

use crate::{
    LawError,
    fault::Faults,
    read::{Entry, ORIGIN, Origin, to_day},
    tree::{embedded_where, tables},
};

/// A 祝日 or 休日.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holiday {
    /// The day.
    pub day: Date,
    /// 名称.
    pub name: String,
}

/// The holidays and yearly closed days shipped with the program.
#[derive(Clone, Debug, PartialEq)]
pub struct Holidays {
    /// Every one, the earliest first.
    pub days: Vec<Holiday>,
    /// Where they were read.
    pub origin: Origin,
    /// 年末年始の閉庁日, as month and day.
    pub yearly: Vec<(i8, i8)>,
    /// Where the closed days were read.
    pub yearly_origin: Origin,
}

impl Holidays {
    /// Those built into the program.
    pub fn embedded() -> Result<&'static Self, LawError> {
        static HOLIDAYS: OnceLock<Result<Holidays, LawError>> = OnceLock::new();
        let files = || embedded_where(|path| path.starts_with("calendar"));
        HOLIDAYS.get_or_init(|| Self::load(files())).as_ref().map_err(Clone::clone)
    }

    /// Reads `calendar/holidays.toml` and `calendar/closed-days.toml` of a tree of files.
    pub fn load<'a>(files: impl IntoIterator<Item = (&'a str, &'a str)>) -> Result<Self, LawError> {
        let tables = tables(files)?;
        let mut faults = Faults::default();
        let holidays = read(&tables, "calendar/holidays.toml", "year", &mut faults);
        let closed = read(&tables, "calendar/closed-days.toml", "days", &mut faults);
        let (days, origin) = match &holidays {
            Some(entry) => (days(entry, &mut faults), Some(Origin::read(entry, &mut faults))),
            None => (Vec::new(), None),
        };
        let (yearly, yearly_origin) = match &closed {
            Some(entry) => (yearly(entry, &mut faults), Some(Origin::read(entry, &mut faults))),
            None => (Vec::new(), None),
        };
        faults.into_result()?;
        // A file that is missing has been noted as a fault above.
        let (Some(origin), Some(yearly_origin)) = (origin, yearly_origin) else {
            return Err(LawError { faults: Vec::new() });
        };
        Ok(Self { days, origin, yearly, yearly_origin })
    }

    /// The days on which offices are open, with `imported` holidays in place of the shipped ones from their first
    /// year to their last.
    pub fn open_days(&self, imported: &[Date]) -> OpenDays {
        let years = imported.iter().map(|day| day.year());
        let replaced = years.clone().min().zip(years.max());
        let stands = |day: &Date| replaced.is_none_or(|(first, last)| day.year() < first || last < day.year());
        let shipped = self.days.iter().map(|holiday| holiday.day).filter(stands);
        OpenDays::new(shipped.chain(imported.iter().copied()), self.yearly.clone())
    }
}

fn read<'a>(
    tables: &'a BTreeMap<&str, Table>,
    file: &'static str,
    list: &'static str,
    faults: &mut Faults,
) -> Option<Entry<'a>> {
    let Some(table) = tables.get(file) else {
        faults.add(file, "", "ファイルがありません");
        return None;
    };
    let entry = Entry::new(file, "", table);
    let mut known = vec!["title", list];
    known.extend(ORIGIN);
    entry.only(&known, faults);
    entry.text("title", faults);
    Some(entry)
}

/// The days year by year; each in its year, in order, and once.
fn days(entry: &Entry<'_>, faults: &mut Faults) -> Vec<Holiday> {
    let mut all: Vec<Holiday> = Vec::new();
    for table in entry.tables("year", faults) {
        let year = table.get("year").and_then(Toml::as_integer).unwrap_or_default();
        let of_year = Entry::new(entry.file, format!("[[year]] {year}"), table);
        of_year.only(&["year", "days"], faults);
        for table in of_year.tables("days", faults) {
            let one = Entry::new(entry.file, format!("[[year]] {year}の「days」"), table);
            one.only(&["on", "name"], faults);
            let (name, day) = (one.text("name", faults), table.get("on").and_then(Toml::as_datetime).and_then(to_day));
            match day.filter(|day| i64::from(day.year()) == year && all.last().is_none_or(|last| last.day < *day)) {
                Some(day) => all.push(Holiday { day, name }),
                None => {
                    one.fault(faults, format!("「{name}」の日付がないか、その年の日ではないか、順に並んでいません"))
                }
            }
        }
    }
    all
}

/// `12-29` as month and day.
fn yearly(entry: &Entry<'_>, faults: &mut Faults) -> Vec<(i8, i8)> {
    let mut days = Vec::new();
    for text in entry.texts("days", faults) {
        // A leap year has every day there is.
        match format!("2024-{text}").parse::<Date>() {
            Ok(day) => days.push((day.month(), day.day())),
            Err(_) => entry.fault(faults, format!("「{text}」という月日はありません（例: 12-29）")),
        }
    }
    days
}
