//! 計算例: the worked cases of `law/cases/` by title, so that a reader finds for each rule what it was checked with.

use std::sync::OnceLock;

use toml::{Table, Value as Toml};

use crate::embedded_files;

/// A worked case: where it stands, what it shows and where it was taken from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WorkedCase {
    /// Path below `law/`, e.g. `cases/schedule/count-back.toml`.
    pub file: &'static str,
    /// Title in Japanese.
    pub title: String,
    /// Source id.
    pub source: String,
    /// Place in the source.
    pub place: String,
    /// Ids of the rules it shows.
    pub rules: Vec<String>,
}

/// Every worked case, by file and title. Files that are no TOML are told by the loading of the book, not here.
pub fn worked_cases() -> &'static [WorkedCase] {
    static CASES: OnceLock<Vec<WorkedCase>> = OnceLock::new();
    CASES.get_or_init(|| {
        let mut cases: Vec<_> =
            embedded_files().into_iter().filter(|(file, _)| file.starts_with("cases/")).flat_map(of_file).collect();
        cases.sort_by(|a, b| (a.file, &a.title).cmp(&(b.file, &b.title)));
        cases
    })
}

fn of_file((file, text): (&'static str, &str)) -> Vec<WorkedCase> {
    let table: Table = text.parse().unwrap_or_default();
    let list = table.get("case").and_then(Toml::as_array).into_iter().flatten().filter_map(Toml::as_table);
    let text = |case: &Table, key: &str| case.get(key).and_then(Toml::as_str).unwrap_or_default().to_owned();
    list.map(|case| WorkedCase {
        file,
        title: text(case, "title"),
        source: text(case, "source"),
        place: text(case, "where"),
        rules: case
            .get("rules")
            .and_then(Toml::as_array)
            .into_iter()
            .flatten()
            .filter_map(|id| id.as_str().map(str::to_owned))
            .collect(),
    })
    .collect()
}
