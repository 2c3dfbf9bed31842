//! The fields of one of these forms as typed, by name; fields of a row carry its number (`family_name_0`).

use calendar::{Date, wareki};

/// Names and values.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Typed(pub Vec<(String, String)>);

impl Typed {
    /// What a field holds; empty where it was not sent.
    pub(super) fn get(&self, name: &str) -> &str {
        self.0.iter().find(|(field, _)| field == name).map_or("", |(_, value)| value.as_str())
    }

    /// All values of a field (check boxes).
    pub(super) fn all(&self, name: &str) -> Vec<&str> {
        self.0.iter().filter(|(field, _)| field == name).map(|(_, value)| value.as_str()).collect()
    }

    /// What a field of a row holds.
    pub(super) fn at(&self, part: &str, row: usize) -> &str {
        self.get(&format!("{part}_{row}"))
    }

    /// The rows in which one of these fields is filled.
    pub(super) fn rows(&self, parts: &[&str], most: usize) -> Vec<usize> {
        (0..most).filter(|row| parts.iter().any(|part| !self.at(part, *row).trim().is_empty())).collect()
    }

    /// With one field more.
    pub(super) fn with(mut self, name: &str, value: impl Into<String>) -> Self {
        self.0.push((name.to_owned(), value.into()));
        self
    }

    /// With one field of a row more.
    pub(super) fn with_at(self, part: &str, row: usize, value: impl Into<String>) -> Self {
        self.with(&format!("{part}_{row}"), value)
    }

    /// With a date, as the form shows it.
    pub(super) fn with_day(self, name: &str, day: Option<Date>) -> Self {
        self.with(name, day.map(wareki::long).unwrap_or_default())
    }
}

/// はい, いいえ or 未確認, as a form holds it.
pub(super) fn word_of(answer: Option<bool>) -> &'static str {
    match answer {
        Some(true) => "yes",
        Some(false) => "no",
        None => "",
    }
}

/// A tick, as a form holds it.
pub(super) fn tick(ticked: bool) -> &'static str {
    if ticked { "yes" } else { "" }
}
