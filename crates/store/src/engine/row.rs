//! One row of an answer, read column by column in the order of the statement.

use calendar::{Date, YearMonth};
use domain::id::{
    AttachmentId, BreachId, CaseId, CertificateId, ClaimId, ClientId, ClosingId, DeletionId, FactId, FileId, GrantId,
    IntakeId, JobId, NoticeId, OfficeId, OpeningId, OperationId, OrganisationId, ProviderId, RoundId, SpecialistId,
    UserId,
};
use uuid::Uuid;

use super::{StoreError, postgres, seen::Seen, sqlite};

/// A value as it came out of a column.
#[derive(Clone, Copy, Debug)]
pub enum Cell<'a> {
    /// NULL.
    Null,
    /// Text.
    Text(&'a str),
    /// A whole number.
    Int(i64),
    /// A truth value (PostgreSQL; SQLite has 0 and 1).
    Bool(bool),
    /// Bytes.
    Bytes(&'a [u8]),
}

impl Cell<'_> {
    /// What stands in the column, without the value: values are personal and do not belong into a log.
    fn found(&self) -> &'static str {
        match self {
            Self::Null => "NULL",
            Self::Text(_) => "text",
            Self::Int(_) => "a number",
            Self::Bool(_) => "a truth value",
            Self::Bytes(_) => "bytes",
        }
    }
}

/// A value that can be read out of a column.
pub trait Column: Sized {
    /// Reads it; the error says what is wrong, without the value.
    fn read(cell: Cell<'_>) -> Result<Self, String>;

    /// The person whose row it is that holds this value: what is read of a row is read of that person.
    fn person(&self) -> Option<Uuid> {
        None
    }
}

impl Column for String {
    fn read(cell: Cell<'_>) -> Result<Self, String> {
        match cell {
            Cell::Text(text) => Ok(text.to_owned()),
            other => Err(format!("{} where text was expected", other.found())),
        }
    }
}

impl Column for i64 {
    fn read(cell: Cell<'_>) -> Result<Self, String> {
        match cell {
            Cell::Int(number) => Ok(number),
            other => Err(format!("{} where a number was expected", other.found())),
        }
    }
}

impl Column for bool {
    fn read(cell: Cell<'_>) -> Result<Self, String> {
        match cell {
            Cell::Bool(yes) => Ok(yes),
            Cell::Int(0) => Ok(false),
            Cell::Int(1) => Ok(true),
            other => Err(format!("{} where a truth value was expected", other.found())),
        }
    }
}

impl Column for Vec<u8> {
    fn read(cell: Cell<'_>) -> Result<Self, String> {
        match cell {
            Cell::Bytes(bytes) => Ok(bytes.to_owned()),
            other => Err(format!("{} where bytes were expected", other.found())),
        }
    }
}

impl Column for YearMonth {
    fn read(cell: Cell<'_>) -> Result<Self, String> {
        Self::from_number(i64::read(cell)?).map_err(|_| "a number that no month has".to_owned())
    }
}

impl<T: Column> Column for Option<T> {
    fn read(cell: Cell<'_>) -> Result<Self, String> {
        if matches!(cell, Cell::Null) { Ok(None) } else { T::read(cell).map(Some) }
    }

    fn person(&self) -> Option<Uuid> {
        self.as_ref().and_then(T::person)
    }
}

/// Columns read from narrower numbers.
macro_rules! narrow {
    ($($ty:ty)*) => {$(
        impl Column for $ty {
            fn read(cell: Cell<'_>) -> Result<Self, String> {
                Self::try_from(i64::read(cell)?).map_err(|_| concat!("a number too large for ", stringify!($ty)).to_owned())
            }
        }
    )*};
}

narrow!(i32 u32 u16 u8);

/// Columns parsed from text; after `of` those that name a person.
macro_rules! parsed {
    ($($ty:ty)*; of $($person:ty)*) => {
        $(parsed!($ty, |_id| None);)*
        $(parsed!($person, |id| Some(id.0));)*
    };
    ($ty:ty, |$id:ident| $person:expr) => {
        impl Column for $ty {
            fn read(cell: Cell<'_>) -> Result<Self, String> {
                match cell {
                    Cell::Text(text) => {
                        text.parse().map_err(|_| concat!("text that is no ", stringify!($ty)).to_owned())
                    }
                    other => Err(format!(concat!("{} where a ", stringify!($ty), " was expected"), other.found())),
                }
            }

            fn person(&self) -> Option<Uuid> {
                let $id = self;
                $person
            }
        }
    };
}

parsed! {
    Date Uuid
    AttachmentId BreachId CaseId CertificateId ClaimId ClosingId FactId FileId GrantId DeletionId JobId NoticeId OfficeId OpeningId OperationId OrganisationId
    ProviderId RoundId SpecialistId UserId; of ClientId IntakeId
}

/// One row of an answer; columns are read in order.
pub struct Row<'a> {
    source: Source<'a>,
    next: usize,
    seen: &'a mut Seen,
}

/// Where the row comes from.
pub(super) enum Source<'a> {
    /// The statement under way.
    Sqlite(&'a rusqlite::Row<'a>),
    /// A row that was received.
    Postgres(&'a tokio_postgres::Row),
}

impl<'a> Row<'a> {
    pub(super) fn new(source: Source<'a>, seen: &'a mut Seen) -> Self {
        Self { source, next: 0, seen }
    }

    /// The next column.
    #[expect(clippy::should_implement_trait, reason = "each column has its own type, so a row is no iterator")]
    pub fn next<T: Column>(&mut self) -> Result<T, StoreError> {
        let index = self.next;
        self.next += 1;
        let cell = match self.source {
            Source::Sqlite(row) => sqlite::cell(row, index),
            Source::Postgres(row) => postgres::cell(row, index),
        };
        match cell.and_then(T::read) {
            Ok(value) => {
                self.seen.note(value.person());
                Ok(value)
            }
            Err(reason) => Err(self.column(index, reason)),
        }
    }

    fn name(&self, index: usize) -> String {
        let name = match self.source {
            Source::Sqlite(row) => row.as_ref().column_name(index).ok().map(str::to_owned),
            Source::Postgres(row) => row.columns().get(index).map(|column| column.name().to_owned()),
        };
        name.unwrap_or_default()
    }

    fn column(&self, index: usize, reason: String) -> StoreError {
        let (table, id) = (String::new(), String::new());
        StoreError::Column { table, id, column: self.name(index), number: index + 1, reason }
    }

    fn count(&self) -> usize {
        match self.source {
            Source::Sqlite(row) => row.as_ref().column_count(),
            Source::Postgres(row) => row.len(),
        }
    }

    /// The ids in the row, by column; whatever is no UUID is left out, so that no value passes for an id.
    fn keys(&self) -> Vec<(String, Uuid)> {
        let key = |index| {
            let cell = match self.source {
                Source::Sqlite(row) => sqlite::cell(row, index),
                Source::Postgres(row) => postgres::cell(row, index),
            };
            let name = self.name(index);
            let named = name == "id" || name.ends_with("_id");
            Some((name, cell.ok().filter(|_| named).and_then(|cell| Uuid::read(cell).ok())?))
        };
        (0..self.count()).filter_map(key).collect()
    }

    /// Runs a mapping; one that reads some of the columns but not all is a fault of the program and told. Of a row
    /// that cannot be read the fault names table, column and id.
    pub(super) fn map<T>(
        mut self,
        sql: &str,
        map: &mut impl FnMut(&mut Row) -> Result<T, StoreError>,
    ) -> Result<T, Box<Unmapped>> {
        match map(&mut self) {
            Ok(value) if self.next == 0 || self.next == self.count() => Ok(value),
            Ok(_) => {
                let reason = format!("the statement answers {} columns, {} were read", self.count(), self.next);
                let error = told(self.column(self.next, reason), sql, "");
                Err(Box::new(Unmapped { error, keys: Vec::new(), row: false }))
            }
            Err(error) => {
                let keys = self.keys();
                let of = |wanted: fn(&str) -> bool| keys.iter().find(|(name, _)| wanted(name));
                let own = of(|name| name == "id").or_else(|| of(|name| name != "office_id"));
                let id = own.map(|(_, id)| id.to_string()).unwrap_or_default();
                let row = matches!(error, StoreError::Column { .. } | StoreError::Inconsistent { .. });
                Err(Box::new(Unmapped { error: told(error, sql, &id), keys, row }))
            }
        }
    }
}

/// A row that was not mapped.
pub(super) struct Unmapped {
    /// Why.
    pub(super) error: StoreError,
    /// The ids in the row.
    pub(super) keys: Vec<(String, Uuid)>,
    /// Whether the row's content is the reason, not the program.
    pub(super) row: bool,
}

/// The fault with table and id, where it names none yet.
fn told(error: StoreError, sql: &str, row: &str) -> StoreError {
    let or = |id: String| if id.is_empty() { row.to_owned() } else { id };
    match error {
        StoreError::Column { table, id, column, number, reason } => {
            let table = if table.is_empty() { first_table(sql).to_owned() } else { table };
            StoreError::Column { table, id: or(id), column, number, reason }
        }
        StoreError::Inconsistent { table, column, id, reason } => {
            StoreError::Inconsistent { table, column, id: or(id), reason }
        }
        other => other,
    }
}

/// The table that a statement reads its rows from: the first `from` that stands in no other part of it; where a
/// selection stands there itself, its table.
fn first_table(sql: &str) -> &str {
    let (mut depth, mut wanted) = (0_u32, 0_u32);
    for (at, letter) in sql.char_indices() {
        match letter {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            ' ' if depth == wanted => {
                let Some(rest) = sql.get(at..).and_then(|rest| rest.strip_prefix(" from ")) else { continue };
                if rest.trim_start().starts_with('(') {
                    wanted += 1;
                    continue;
                }
                let name = rest.trim_start().split(|c: char| !c.is_ascii_lowercase() && c != '_');
                return name.into_iter().next().unwrap_or_default();
            }
            _ => {}
        }
    }
    ""
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_of_a_statement_is_not_that_of_a_part_of_it() {
        for (sql, table) in [
            ("select id from client where id = $1", "client"),
            ("select a from (select (select s.name from specialist s), c.id from client c) as line", "client"),
            ("select count(*) from fact f join round r on r.id = f.round_id", "fact"),
            ("select 1", ""),
        ] {
            assert_eq!(first_table(sql), table, "{sql}");
        }
    }
}
