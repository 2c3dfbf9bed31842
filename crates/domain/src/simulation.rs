//! 見込みの計算 (simulate): the visits a whole caseload brings each month, under each table and by the transition rule.
//!
//! The caseload comes as lines of CSV; a chunk of lines is reckoned by itself, so that chunks can be shared out over
//! the cores. Nothing is read or written here.

mod cell;
mod columns;
mod day;
mod line;
mod tally;

use std::borrow::Cow;

use calendar::MonthRange;
use law::{LawBook, Revision};

use crate::{
    monitoring::{
        schedule::MonthMasks,
        standard::{Cell, DayKey, Lookup, Ruling, Span},
    },
    text,
};

pub use cell::cell;
pub use columns::{Columns, HeaderFault};
pub use line::LineFault;
pub use tally::{GroupTally, TableTally, Tally};

use line::{CellFault, ClientLine, Reader};

/// The name under which every client has the table of the day on which the plan was made.
pub const TRANSITION: &str = "transition";

/// One table as it is asked about the whole caseload.
#[derive(Clone, Debug)]
struct Asked {
    name: String,
    /// The span that everybody gets; `None`: each client's own, by the day of the plan.
    everybody: Option<(usize, usize)>,
    /// What a client's line says after the id, by ruling and interval.
    prefixes: Vec<Vec<u8>>,
}

/// A simulation made ready: the tables compiled, the months spelled out.
#[derive(Clone, Debug)]
pub struct Simulation {
    /// The law's lookup first, then those of the proposed tables.
    lookups: Vec<Lookup>,
    /// First day, lookup and span, oldest first: the transition rule.
    transition: Vec<(DayKey, usize, usize)>,
    asked: Vec<Asked>,
    range: MonthRange,
    masks: MonthMasks,
    /// `+2019-07` for every month that a term can reach, from the first on.
    names: Vec<[u8; 8]>,
    reader: Reader,
    first_months: u32,
}

/// A table that the law and the revisions do not have.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("「{0}」という表はありません（{1}）。")]
pub struct UnknownTable(pub String, pub String);

impl Simulation {
    /// Asks about `tables` (names of the law's tables, of revisions, or [`TRANSITION`]) for the months of `range`.
    pub fn new(
        book: &LawBook,
        revisions: &[Revision],
        tables: &[String],
        range: MonthRange,
    ) -> Result<Self, UnknownTable> {
        let services = book.services();
        let law = Lookup::new(book);
        let reader = Reader::new(services, &law);
        let mut lookups = vec![law];
        lookups.extend(revisions.iter().map(|revision| Lookup::of(&revision.law, services)));
        let transition = transition(&lookups, revisions);
        let known = known_tables(book, revisions);
        let mut asked = Vec::new();
        for name in tables {
            let proposed = revisions.iter().position(|revision| revision.name == *name);
            let (lookup, table) = match proposed.and_then(|place| Some((place + 1, revisions.get(place)?))) {
                Some((lookup, revision)) => (lookup, revision.based_on.as_str()),
                None => (0, name.as_str()),
            };
            let span = lookups.get(lookup).and_then(|lookup| last_span(lookup, table));
            let everybody = match span {
                _ if name == TRANSITION => None,
                Some(span) => Some((lookup, span)),
                None => return Err(UnknownTable(name.clone(), known.join("、"))),
            };
            asked.push(Asked { name: name.clone(), everybody, prefixes: prefixes(name) });
        }
        Ok(Self {
            transition,
            asked,
            range,
            masks: MonthMasks::new(),
            names: (*line::MONTHS.start()..=line::MONTHS.end() + 64).map(month_name).collect(),
            reader,
            first_months: first_months(book),
            lookups,
        })
    }

    /// The names of the tables, in the order asked.
    pub fn tables(&self) -> impl Iterator<Item = &str> {
        self.asked.iter().map(|asked| asked.name.as_str())
    }

    /// An empty tally for these tables and months.
    pub fn tally(&self) -> Tally {
        Tally::new(self.asked.len(), self.range)
    }

    /// Reckons whole lines: adds them to `tally`, appends the clients' own lines to `out` where it is wanted, and
    /// gives back the bad rows, numbered from 0 within `text`.
    pub fn reckon(&self, columns: &Columns, text: &[u8], tally: &mut Tally, mut out: Option<&mut Vec<u8>>) -> Reckoned {
        let mut reckoned = Reckoned::default();
        let unicode = std::str::from_utf8(text).is_ok();
        let ends = memchr::memchr_iter(b'\n', text).chain((!text.ends_with(b"\n")).then_some(text.len()));
        let mut start = 0;
        for end in ends {
            let line = text.get(start..end).unwrap_or_default();
            start = end + 1;
            if !line.is_empty() && line != b"\r" {
                let read = if unicode {
                    self.take(columns, line, tally, out.as_deref_mut())
                } else {
                    self.take_decoded(columns, line, tally, out.as_deref_mut())
                };
                if let Err((column, message)) = read {
                    tally.bad_rows += 1;
                    reckoned.faults.push(LineFault { line: reckoned.lines, column, message });
                }
            }
            reckoned.lines += 1;
        }
        reckoned
    }

    /// Reads one line and counts its client.
    #[inline]
    fn take(
        &self,
        columns: &Columns,
        line: &[u8],
        tally: &mut Tally,
        out: Option<&mut Vec<u8>>,
    ) -> Result<(), CellFault> {
        let client = self.reader.read(columns, line)?;
        self.add(&client, tally, out);
        Ok(())
    }

    /// A line of a file that is not UTF-8. In CP932 no comma is part of another letter, so that it can be cut as it is;
    /// but what is written of it must be UTF-8.
    #[cold]
    fn take_decoded(
        &self,
        columns: &Columns,
        line: &[u8],
        tally: &mut Tally,
        out: Option<&mut Vec<u8>>,
    ) -> Result<(), CellFault> {
        let unreadable = ("", "文字コードを読めません。UTF-8 か Shift_JIS で保存してください。");
        let (_, line) = text::decode(line).ok_or(unreadable)?;
        self.take(columns, line.as_bytes(), tally, out)
    }

    fn add(&self, client: &ClientLine<'_>, tally: &mut Tally, mut out: Option<&mut Vec<u8>>) {
        tally.clients += 1;
        let child = client.known.kinds.has_child();
        let id = if out.is_some() { cell::cell(client.id) } else { Cow::Borrowed(client.id) };
        for (place, asked) in self.asked.iter().enumerate() {
            let cell = self.decide(asked, client);
            let first_months = if client.new { self.first_months } else { 0 };
            let months = self.masks.months(u32::from(cell.interval_months), client.length, first_months);
            tally.add(place, client, cell, child, months);
            if let Some(out) = out.as_deref_mut() {
                self.write(asked, (client, &id), cell, months, out);
            }
        }
    }

    fn decide(&self, asked: &Asked, client: &ClientLine<'_>) -> Cell {
        let span = asked.everybody.or_else(|| {
            let before = |(from, _, _): &&(DayKey, usize, usize)| *from <= client.plan_made;
            self.transition.iter().rev().find(before).map(|(_, lookup, span)| (*lookup, *span))
        });
        let found = span.and_then(|(lookup, span)| {
            let lookup = self.lookups.get(lookup)?;
            Some(lookup.decide(lookup.spans().get(span)?, &client.known))
        });
        found.unwrap_or(Cell { interval_months: 0, ruling: Ruling::NotCovered })
    }

    /// `id,table,interval_months,rule,months`, the months joined by `+`.
    fn write(
        &self,
        asked: &Asked,
        (client, id): (&ClientLine<'_>, &[u8]),
        cell: Cell,
        mut months: u64,
        out: &mut Vec<u8>,
    ) {
        out.extend_from_slice(id);
        out.extend_from_slice(asked.prefixes.get(prefix_place(cell)).map_or(&[], Vec::as_slice));
        let first = usize::try_from(*line::MONTHS.start()).unwrap_or(0);
        let names = self.names.get(client.first - first..).unwrap_or_default();
        // Each month is written with a plus before it, of one length, and the first plus becomes the comma of the column.
        let start = out.len();
        while months != 0 {
            let month = usize::try_from(months.trailing_zeros()).unwrap_or(0);
            months &= months - 1;
            if let Some(name) = names.get(month) {
                out.extend_from_slice(name);
            }
        }
        match out.get_mut(start) {
            Some(plus) => *plus = b',',
            None => out.push(b','),
        }
        out.push(b'\n');
    }
}

/// What a chunk of lines came to beside its sums.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reckoned {
    /// How many lines it had, empty ones too.
    pub lines: u64,
    /// The bad rows.
    pub faults: Vec<LineFault>,
}

/// The head of the clients' own lines.
pub const PER_CLIENT_HEAD: &str = "id,table,interval_months,rule,months\n";

/// Every table that can be asked.
pub fn known_tables(book: &LawBook, revisions: &[Revision]) -> Vec<String> {
    let law = book.monitoring().tables.entries.iter().map(|entry| entry.value.clone());
    let proposed = revisions.iter().map(|revision| revision.name.clone());
    law.chain(proposed).chain([TRANSITION.to_owned()]).collect()
}

/// The spans by the day of the plan: the law's, and from its own day on a proposed table in their place.
fn transition(lookups: &[Lookup], revisions: &[Revision]) -> Vec<(DayKey, usize, usize)> {
    let spans = |lookup: usize| {
        let spans = lookups.get(lookup).map(Lookup::spans).unwrap_or_default();
        spans.iter().enumerate().map(move |(place, span)| (span.days.from, lookup, place))
    };
    let mut found: Vec<_> = spans(0).collect();
    let mut dated: Vec<_> = revisions.iter().enumerate().filter_map(|(place, p)| Some((p.from?, place + 1))).collect();
    dated.sort_unstable();
    for (from, lookup) in dated {
        let before = |(day, _, _): &(calendar::Date, usize, usize)| *day < from;
        let running = spans(lookup).rfind(|(day, _, _)| *day <= from).map(|(_, lookup, place)| (from, lookup, place));
        found.retain(before);
        found.extend(running);
        found.extend(spans(lookup).filter(|(day, _, _)| *day > from));
    }
    found.into_iter().map(|(day, lookup, place)| (DayKey::of(day), lookup, place)).collect()
}

fn last_span(lookup: &Lookup, table: &str) -> Option<usize> {
    lookup.spans().iter().rposition(|span: &Span| span.table == table)
}

/// How many first months of a new or changed use are monthly; the tables do not differ in it.
fn first_months(book: &LawBook) -> u32 {
    let law = &book.monitoring().new_or_changed_months;
    law.entries.last().and_then(|entry| u32::try_from(entry.value).ok()).unwrap_or(0)
}

/// Intervals are at most 60, so that 64 places a ruling are enough.
fn prefix_place(cell: Cell) -> usize {
    cell.ruling.number() * 64 + usize::from(cell.interval_months & 63)
}

fn prefixes(table: &str) -> Vec<Vec<u8>> {
    let rulings = Ruling::ALL.iter();
    let text = |ruling: Ruling, interval: u32| {
        let interval = if interval == 0 { String::new() } else { interval.to_string() };
        let rule = if ruling == Ruling::NotCovered { "not_covered" } else { ruling.rule_id() };
        format!(",{table},{interval},{rule}").into_bytes()
    };
    rulings.flat_map(|ruling| (0..64).map(move |interval| text(*ruling, interval))).collect()
}

fn month_name(number: u32) -> [u8; 8] {
    let (year, month) = (number / 12, number % 12 + 1);
    let digit = |number: u32| b'0' + u8::try_from(number % 10).unwrap_or(0);
    let [a, b, c, d] = [year / 1000, year / 100, year / 10, year].map(digit);
    [b'+', a, b, c, d, b'-', digit(month / 10), digit(month)]
}
