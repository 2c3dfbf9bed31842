//! The head of the caseload's CSV: which column stands where.

use std::collections::HashSet;

use crate::text;

/// Most columns of a caseload: those that are read, and as many of the user's own as any program writes.
const MOST: usize = 200;

/// The columns that must be there.
const NEEDED: [(&str, Column); 15] = [
    ("id", Column::Id),
    ("plan_made", Column::PlanMade),
    ("birth", Column::Birth),
    ("valid_start", Column::ValidStart),
    ("valid_months", Column::ValidMonths),
    ("services", Column::Services),
    ("new", flag(0)),
    ("leaving", flag(1)),
    ("alone", flag(2)),
    ("always_care", flag(3)),
    ("comm_diff", flag(4)),
    ("bedridden", flag(5)),
    ("behaviour", flag(6)),
    ("care_mgmt", flag(7)),
    ("self_plan", flag(8)),
];

/// The columns that may be there.
const OPTIONAL: [(&str, Column); 2] = [("ward", Column::Ward), ("specialist", Column::Specialist)];

const fn flag(first: u8) -> Column {
    Column::Flags { first, count: 1 }
}

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Column {
    Id,
    PlanMade,
    Birth,
    ValidStart,
    ValidMonths,
    Services,
    /// Yes-or-noes that stand side by side in their order: the place of the first, and how many.
    Flags {
        first: u8,
        count: u8,
    },
    Ward,
    Specialist,
    /// A column of the user's that is not looked at.
    Unread,
}

impl Column {
    /// The columns of a run one by one; of any other the column itself.
    pub(super) fn each(self) -> impl Iterator<Item = Self> {
        let (first, count) = if let Self::Flags { first, count } = self { (first, count) } else { (0, 1) };
        (first..first + count).map(move |place| if let Self::Flags { .. } = self { flag(place) } else { self })
    }

    /// The name in the head, of a run that of its first; empty for a column that is not read.
    pub(super) fn name(self) -> &'static str {
        let first = self.each().next();
        let mut known = NEEDED.iter().chain(&OPTIONAL);
        known.find(|(_, column)| Some(*column) == first).map_or("", |(name, _)| *name)
    }
}

/// The columns in their order.
#[derive(Clone, Debug)]
pub struct Columns {
    pub(super) order: Vec<Column>,
    /// Whether these are the needed columns in the order in which they are named here, and no others.
    pub(super) usual: bool,
    /// Columns that are not read, by name.
    pub unread: Vec<String>,
}

/// Why a head cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum HeaderFault {
    /// Columns that must be there are not.
    #[error("列「{}」がありません。", .0.join("」「"))]
    Missing(Vec<&'static str>),
    /// A column twice.
    #[error("列「{0}」が2回あります。")]
    Twice(String),
    /// More columns than any caseload has.
    #[error("列が多すぎます（{MOST}列まで）。")]
    TooMany,
    /// Neither UTF-8 nor CP932.
    #[error("文字コードを読めません。UTF-8 か Shift_JIS で保存してください。")]
    Encoding,
}

impl Columns {
    /// Reads the first line. Empty columns at its end, as spreadsheets leave them, are passed over.
    pub fn read(line: &[u8]) -> Result<Self, HeaderFault> {
        let (_, text) = text::decode(line).ok_or(HeaderFault::Encoding)?;
        let text = text.trim_end();
        if text.split(',').nth(MOST).is_some() {
            return Err(HeaderFault::TooMany);
        }
        let mut names: Vec<&str> = text.split(',').map(|name| name.trim().trim_matches('"')).collect();
        while names.last().is_some_and(|name| name.is_empty()) {
            names.pop();
        }
        let known = |name: &str| NEEDED.iter().chain(&OPTIONAL).find(|(known, _)| *known == name);
        let mut seen = HashSet::new();
        if let Some(twice) = names.iter().find(|name| !name.is_empty() && !seen.insert(**name)) {
            return Err(HeaderFault::Twice((*twice).to_owned()));
        }
        let missing: Vec<&str> = NEEDED.iter().map(|(name, _)| *name).filter(|name| !names.contains(name)).collect();
        if !missing.is_empty() {
            return Err(HeaderFault::Missing(missing));
        }
        let order = joined(names.iter().map(|name| known(name).map_or(Column::Unread, |(_, column)| *column)));
        let usual = order == joined(NEEDED.iter().map(|(_, column)| *column));
        let unread = names
            .iter()
            .filter(|name| !name.is_empty() && known(name).is_none())
            .map(|name| (*name).to_owned())
            .collect();
        Ok(Self { order, usual, unread })
    }
}

/// The columns with flags that stand side by side in their order joined into runs.
fn joined(columns: impl Iterator<Item = Column>) -> Vec<Column> {
    let mut order: Vec<Column> = Vec::new();
    for column in columns {
        match (order.last_mut(), column) {
            (Some(Column::Flags { first, count }), Column::Flags { first: next, .. }) if *first + *count == next => {
                *count += 1
            }
            _ => order.push(column),
        }
    }
    order
}
