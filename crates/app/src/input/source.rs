//! Where typed text comes from: the form of a page, the row of a file, the answer by a link.

use calendar::{Date, wareki};

/// A source of typed text, by the names of the fields; fields of a row carry its number (`family_name_0`).
pub trait Typed {
    /// What stands in a field, as it was typed; empty where the source has no such field.
    fn text(&self, field: &str) -> &str;

    /// All that stands in a field of which several may be chosen.
    fn texts(&self, field: &str) -> Vec<&str>;
}

/// Name and text of each field, in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TypedFields(pub Vec<(String, String)>);

impl Typed for TypedFields {
    fn text(&self, field: &str) -> &str {
        self.0.iter().find(|(name, _)| name == field).map_or("", |(_, text)| text.as_str())
    }

    fn texts(&self, field: &str) -> Vec<&str> {
        self.0.iter().filter(|(name, _)| name == field).map(|(_, text)| text.as_str()).collect()
    }
}

impl<N: Into<String>, T: Into<String>> FromIterator<(N, T)> for TypedFields {
    fn from_iter<I: IntoIterator<Item = (N, T)>>(fields: I) -> Self {
        Self(fields.into_iter().map(|(name, text)| (name.into(), text.into())).collect())
    }
}

impl TypedFields {
    /// With one field more.
    pub(crate) fn with(mut self, name: &str, text: impl Into<String>) -> Self {
        self.0.push((name.to_owned(), text.into()));
        self
    }

    /// With one field of a row more.
    pub(crate) fn with_at(self, part: &str, row: usize, text: impl Into<String>) -> Self {
        self.with(&format!("{part}_{row}"), text)
    }

    /// With a date, as the form shows it.
    pub(crate) fn with_day(self, name: &str, day: Option<Date>) -> Self {
        self.with(name, day.map(wareki::long).unwrap_or_default())
    }

    /// With はい, いいえ or 未確認.
    pub(crate) fn with_answer(self, name: &str, answer: Option<bool>) -> Self {
        let word = match answer {
            Some(true) => "yes",
            Some(false) => "no",
            None => "",
        };
        self.with(name, word)
    }

    /// With a box, ticked or not.
    pub(crate) fn with_tick(self, name: &str, ticked: bool) -> Self {
        self.with(name, if ticked { "yes" } else { "" })
    }
}

/// The name of a field of a row.
pub(crate) fn at(part: &str, row: usize) -> String {
    format!("{part}_{row}")
}
