//! 時点ごとの値: a parameter of the law with its dated values.

use std::fmt;

use std::sync::Arc;

use calendar::{Date, DateRange, wareki};

use crate::{Confidence, UsedValue};

/// One parameter over time: no overlaps, no gaps within `covers`, never a value for a day not covered.
#[derive(Clone, Debug, PartialEq)]
pub struct Timeline<T> {
    /// Id, e.g. `monitoring.standard.day-services`. Texts that reasons repeat are shared with them.
    pub id: Arc<str>,
    /// Title in Japanese.
    pub title: Arc<str>,
    /// Unit of the values (`month`, `year`, `単位`, …).
    pub unit: String,
    /// Which day of the case decides (`plan-made`, `service-month`, …).
    pub keyed_on: String,
    /// The days that have a value.
    pub covers: DateRange,
    /// The values, oldest first.
    pub entries: Vec<Entry<T>>,
}

/// A value with its days, its source and how sure it is.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry<T> {
    /// The days on which the value holds.
    pub days: DateRange,
    /// The value.
    pub value: T,
    /// Source id.
    pub source: Arc<str>,
    /// Place in the source.
    pub place: Arc<str>,
    /// Further sources with the same value.
    pub also: Vec<String>,
    /// How sure it is.
    pub confidence: Confidence,
    /// Day on which it was last compared with the source.
    pub checked_on: Date,
    /// The code under which it is billed or recorded, where there is one.
    pub code: Option<Code>,
}

/// A code of the claim files, with where it was read; often less sure than the value beside it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Code {
    /// The code.
    pub text: String,
    /// Source id.
    pub source: String,
    /// How sure it is.
    pub confidence: Confidence,
}

/// A value out of `law/`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// A whole number.
    Whole(i64),
    /// Yes or no.
    Flag(bool),
    /// A word.
    Text(String),
}

/// The word in which forms and the database hold it.
impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Whole(number) => number.fmt(f),
            Self::Flag(flag) => flag.fmt(f),
            Self::Text(word) => f.write_str(word),
        }
    }
}

/// No entry covers the day asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotCovered {
    /// The day asked for.
    pub asked: Date,
    /// The days that have an answer.
    pub covers: DateRange,
}

impl<T> Timeline<T> {
    /// The entry that holds on `day`.
    pub fn at(&self, day: Date) -> Result<&Entry<T>, NotCovered> {
        self.get(day).ok_or(NotCovered { asked: day, covers: self.covers })
    }

    /// The entry that holds on `day`, where there is one.
    pub fn get(&self, day: Date) -> Option<&Entry<T>> {
        // The newest first: almost every question is about now.
        self.entries.iter().rev().find(|entry| entry.days.contains(day))
    }

    /// The entry without an end, for a question that names no day; none where the last one has ended.
    pub fn current(&self) -> Option<&Entry<T>> {
        self.entries.last().filter(|entry| entry.days.to.is_none())
    }
}

impl<T> Timeline<T>
where
    Entry<T>: Shown,
{
    /// The value that holds on `day` in the form in which reasons carry it.
    pub fn used(&self, day: Date) -> Option<UsedValue> {
        self.get(day).map(|entry| UsedValue {
            id: self.id.clone(),
            title: self.title.clone(),
            value: entry.shown(&self.unit),
            from: entry.days.from,
            source: entry.source.clone(),
            place: entry.place.clone(),
            confidence: entry.confidence,
        })
    }
}

/// A value as people read it.
pub trait Shown {
    /// The value with its unit.
    fn shown(&self, unit: &str) -> String;
}

impl Shown for Entry<i64> {
    fn shown(&self, unit: &str) -> String {
        match unit {
            "month" => format!("{}か月", self.value),
            "year" => format!("{}歳", self.value),
            "name" => self.value.to_string(),
            unit => format!("{}{unit}", self.value),
        }
    }
}

impl Shown for Entry<String> {
    fn shown(&self, _unit: &str) -> String {
        self.value.clone()
    }
}

impl Shown for Entry<Value> {
    fn shown(&self, unit: &str) -> String {
        match &self.value {
            Value::Whole(value) => match unit {
                "month" => format!("{value}か月"),
                "year" => format!("{value}歳"),
                unit => format!("{value}{unit}"),
            },
            Value::Flag(value) => if *value { "はい" } else { "いいえ" }.to_owned(),
            Value::Text(value) => value.clone(),
        }
    }
}

impl NotCovered {
    /// The sentence for the user.
    pub fn sentence(&self) -> String {
        let to = self.covers.to.map_or(String::new(), |to| format!("{}まで", wareki::long(to)));
        format!(
            "{}は対象外です（データがあるのは{}から{to}）。",
            wareki::long(self.asked),
            wareki::long(self.covers.from)
        )
    }
}
