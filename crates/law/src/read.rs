//! Reading TOML entries, with faults that a person who is no programmer can act on.

use calendar::Date;
use toml::{Table, Value as Toml};

use crate::{Confidence, fault::Faults};

/// One table of a file, with the words that name it in a fault.
pub(crate) struct Entry<'a> {
    /// Path below `law/`.
    pub file: &'a str,
    /// The entry in words.
    pub name: String,
    /// The table.
    pub table: &'a Table,
}

impl<'a> Entry<'a> {
    /// The entry `table` of `file`, called `name`.
    pub(crate) fn new(file: &'a str, name: impl Into<String>, table: &'a Table) -> Self {
        Self { file, name: name.into(), table }
    }

    /// Notes a fault of this entry.
    pub(crate) fn fault(&self, faults: &mut Faults, reason: impl Into<String>) {
        faults.add(self.file, self.name.clone(), reason);
    }

    /// Refuses keys that are not listed; they are mostly typing mistakes.
    pub(crate) fn only(&self, known: &[&str], faults: &mut Faults) {
        for key in self.table.keys().filter(|key| !known.contains(&key.as_str())) {
            self.fault(faults, format!("「{key}」という項目はありません"));
        }
    }

    /// A text that must be there and not be empty.
    pub(crate) fn text(&self, key: &str, faults: &mut Faults) -> String {
        match self.table.get(key) {
            Some(Toml::String(text)) if !text.trim().is_empty() => text.clone(),
            Some(_) => {
                self.fault(faults, format!("「{key}」が空か、文字ではありません"));
                String::new()
            }
            None => {
                self.fault(faults, format!("「{key}」がありません"));
                String::new()
            }
        }
    }

    /// A text that may be absent.
    pub(crate) fn text_or_none(&self, key: &str, faults: &mut Faults) -> Option<String> {
        self.table.get(key).map(|_| self.text(key, faults))
    }

    /// A yes or no that may be absent.
    pub(crate) fn flag(&self, key: &str, otherwise: bool, faults: &mut Faults) -> bool {
        match self.table.get(key) {
            None => otherwise,
            Some(Toml::Boolean(flag)) => *flag,
            Some(_) => {
                self.fault(faults, format!("「{key}」は true か false で書いてください"));
                otherwise
            }
        }
    }

    /// A list of texts; empty when absent.
    pub(crate) fn texts(&self, key: &str, faults: &mut Faults) -> Vec<String> {
        let Some(value) = self.table.get(key) else {
            return Vec::new();
        };
        let list: Option<Vec<String>> =
            value.as_array().and_then(|list| list.iter().map(|text| text.as_str().map(String::from)).collect());
        list.unwrap_or_else(|| {
            self.fault(faults, format!("「{key}」は文字の並びで書いてください"));
            Vec::new()
        })
    }

    /// A day that may be absent.
    pub(crate) fn day_or_none(&self, key: &str, faults: &mut Faults) -> Option<Date> {
        let value = self.table.get(key)?;
        let day = value.as_datetime().and_then(to_day);
        if day.is_none() {
            self.fault(faults, format!("「{key}」は 2019-04-01 のような日付で書いてください"));
        }
        day
    }

    /// A day that must be there.
    pub(crate) fn day(&self, key: &str, faults: &mut Faults) -> Option<Date> {
        if !self.table.contains_key(key) {
            self.fault(faults, format!("「{key}」がありません"));
        }
        self.day_or_none(key, faults)
    }

    /// A confidence that must be there.
    pub(crate) fn confidence(&self, key: &str, faults: &mut Faults) -> Confidence {
        let word = self.text(key, faults);
        if word.is_empty() {
            return Confidence::OwnMemory;
        }
        Toml::String(word.clone()).try_into().unwrap_or_else(|_| {
            self.fault(faults, format!("確からしさ「{word}」という言葉はありません"));
            Confidence::OwnMemory
        })
    }

    /// The tables of a list `[[key]]`; none when absent.
    pub(crate) fn tables(&self, key: &str, faults: &mut Faults) -> Vec<&'a Table> {
        let Some(value) = self.table.get(key) else {
            return Vec::new();
        };
        let list: Option<Vec<&Table>> = value.as_array().and_then(|list| list.iter().map(Toml::as_table).collect());
        list.unwrap_or_else(|| {
            self.fault(faults, format!("[[{key}]] の並びではありません"));
            Vec::new()
        })
    }
}

/// A TOML date without a time of day.
pub(crate) fn to_day(value: &toml::value::Datetime) -> Option<Date> {
    let date = value.date.filter(|_| value.time.is_none())?;
    let year = i16::try_from(date.year).ok()?;
    Date::new(year, i8::try_from(date.month).ok()?, i8::try_from(date.day).ok()?).ok()
}

/// What every value, service and setting says of its origin.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    /// Source id.
    pub source: String,
    /// Place in the source.
    pub place: String,
    /// How sure it is.
    pub confidence: Confidence,
    /// Day on which it was last compared with the source.
    pub checked_on: Date,
}

/// The keys of an [`Origin`].
pub(crate) const ORIGIN: [&str; 4] = ["source", "where", "confidence", "checked_on"];

impl Origin {
    /// Reads source, place, confidence and check date, all of which must be there.
    pub(crate) fn read(entry: &Entry<'_>, faults: &mut Faults) -> Self {
        Self {
            source: entry.text("source", faults),
            place: entry.text("where", faults),
            confidence: entry.confidence("confidence", faults),
            checked_on: entry.day("checked_on", faults).unwrap_or(Date::ZERO),
        }
    }
}
