//! The head of the caseload's CSV: which column stands where.

/// The columns that must be there.
const NEEDED: [(&str, Column); 15] = [
    ("id", Column::Id),
    ("plan_made", Column::PlanMade),
    ("birth", Column::Birth),
    ("valid_start", Column::ValidStart),
    ("valid_months", Column::ValidMonths),
    ("services", Column::Services),
    ("new", Column::Flag(0)),
    ("leaving", Column::Flag(1)),
    ("alone", Column::Flag(2)),
    ("always_care", Column::Flag(3)),
    ("comm_diff", Column::Flag(4)),
    ("bedridden", Column::Flag(5)),
    ("behaviour", Column::Flag(6)),
    ("care_mgmt", Column::Flag(7)),
    ("self_plan", Column::Flag(8)),
];

/// The columns that may be there.
const OPTIONAL: [(&str, Column); 2] = [("ward", Column::Ward), ("specialist", Column::Specialist)];

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Column {
    Id,
    PlanMade,
    Birth,
    ValidStart,
    ValidMonths,
    Services,
    /// A yes or no, by its place among them.
    Flag(u8),
    Ward,
    Specialist,
    /// A column of the user's that is not looked at.
    Unread,
}

impl Column {
    /// The name in the head; empty for one that is not read.
    pub(super) fn name(self) -> &'static str {
        let mut known = NEEDED.iter().chain(&OPTIONAL);
        known.find(|(_, column)| *column == self).map_or("", |(name, _)| *name)
    }
}

/// The columns in their order.
#[derive(Clone, Debug)]
pub struct Columns {
    pub(super) order: Vec<Column>,
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
}

impl Columns {
    /// Reads the first line.
    pub fn read(line: &[u8]) -> Result<Self, HeaderFault> {
        let text = String::from_utf8_lossy(line);
        let text = text.trim_start_matches('\u{feff}').trim_end();
        let names: Vec<&str> = text.split(',').map(|name| name.trim().trim_matches('"')).collect();
        let known = |name: &str| NEEDED.iter().chain(&OPTIONAL).find(|(known, _)| *known == name);
        for (place, name) in names.iter().enumerate() {
            if names.iter().take(place).any(|other| other == name) {
                return Err(HeaderFault::Twice((*name).to_owned()));
            }
        }
        let missing: Vec<&str> = NEEDED.iter().map(|(name, _)| *name).filter(|name| !names.contains(name)).collect();
        if !missing.is_empty() {
            return Err(HeaderFault::Missing(missing));
        }
        let order = names.iter().map(|name| known(name).map_or(Column::Unread, |(_, column)| *column)).collect();
        let unread = names.iter().filter(|name| known(name).is_none()).map(|name| (*name).to_owned()).collect();
        Ok(Self { order, unread })
    }
}
