//! Reading one JSON object field by field: a wrong, missing or unknown field is refused with its path.

use std::fmt;

use calendar::{Date, DateTime, YearMonth, in_japan, wareki};
use domain::text;
use law::{LawBook, Service};
use serde_json::{Map, Value};

/// What is wrong with a line, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JsonFault {
    /// Path of the field, e.g. `services[0].start`; empty when the whole line is meant.
    pub field: String,
    /// The sentence for the user.
    pub message: String,
}

impl JsonFault {
    /// A fault at a field.
    pub fn new(field: impl Into<String>, message: impl Into<String>) -> Self {
        Self { field: field.into(), message: message.into() }
    }
}

impl fmt::Display for JsonFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.field, self.message)
    }
}

/// The fields of an object that were not read yet, and the path to it.
pub struct Fields {
    path: String,
    rest: Map<String, Value>,
}

impl Fields {
    /// The object of a line.
    pub fn of(object: Map<String, Value>) -> Self {
        Self { path: String::new(), rest: object }
    }

    /// The path of a field of this object.
    pub fn path(&self, key: &str) -> String {
        if self.path.is_empty() { key.to_owned() } else { format!("{}.{key}", self.path) }
    }

    /// Takes a field; `null` is the same as absent.
    fn take(&mut self, key: &str) -> Option<Value> {
        self.rest.remove(key).filter(|value| !value.is_null())
    }

    /// Refuses what nobody asked for: an unknown field is mostly a typing mistake.
    pub fn finish(&self) -> Result<(), JsonFault> {
        match self.rest.keys().next() {
            None => Ok(()),
            Some(key) => Err(JsonFault::new(self.path(key), format!("「{key}」という項目はありません。"))),
        }
    }

    /// A field that must be there.
    pub fn needed<T>(&self, key: &str, value: Option<T>) -> Result<T, JsonFault> {
        value.ok_or_else(|| JsonFault::new(self.path(key), format!("「{key}」がありません。")))
    }

    /// A text.
    pub fn text(&mut self, key: &str) -> Result<Option<String>, JsonFault> {
        match self.take(key) {
            None => Ok(None),
            Some(Value::String(text)) => Ok(Some(text)),
            Some(_) => Err(JsonFault::new(self.path(key), "文字で書いてください。")),
        }
    }

    /// A yes or no.
    pub fn flag(&mut self, key: &str) -> Result<Option<bool>, JsonFault> {
        match self.take(key) {
            None => Ok(None),
            Some(Value::Bool(flag)) => Ok(Some(flag)),
            Some(_) => Err(JsonFault::new(self.path(key), "true か false で書いてください。")),
        }
    }

    /// A whole number that is not negative.
    pub fn number(&mut self, key: &str) -> Result<Option<u32>, JsonFault> {
        let Some(value) = self.take(key) else {
            return Ok(None);
        };
        // A program that counts in floats writes 3.0 for 3.
        let whole = if let Value::Number(number) = &value { text::whole_number(&number.to_string()) } else { None };
        match whole.and_then(|number| u32::try_from(number).ok()) {
            Some(number) => Ok(Some(number)),
            None => Err(JsonFault::new(self.path(key), "0以上の整数で書いてください。")),
        }
    }

    /// A date `2026-11-22`.
    pub fn date(&mut self, key: &str) -> Result<Option<Date>, JsonFault> {
        let Some(text) = self.text(key)? else {
            return Ok(None);
        };
        let path = self.path(key);
        if !has_form(&text, "dddd-dd-dd") {
            return Err(JsonFault::new(path, format!("「{}」は 2026-11-22 の形の日付ではありません。", shown(&text))));
        }
        wareki::parse_date(&text).map(Some).map_err(|fault| JsonFault::new(path, format!("{fault}。")))
    }

    /// A date with its time `2026-11-22T19:30`, seconds or not; with an offset (`+09:00`, `Z`) it is turned into Japan's.
    pub fn date_time(&mut self, key: &str) -> Result<Option<DateTime>, JsonFault> {
        let Some(text) = self.text(key)? else {
            return Ok(None);
        };
        let there = || text.parse::<DateTime>().ok().filter(|_| text.contains(['T', ' ']) && !text.ends_with('Z'));
        let read = in_japan(&text).map(|(date, time)| date.to_datetime(time)).or_else(there);
        let message = || format!("「{}」は 2026-11-22T19:30 の形の日時ではありません。", shown(&text));
        read.map(Some).ok_or_else(|| JsonFault::new(self.path(key), message()))
    }

    /// A month `2026-11`.
    pub fn month(&mut self, key: &str) -> Result<Option<YearMonth>, JsonFault> {
        let Some(text) = self.text(key)? else {
            return Ok(None);
        };
        month(&text, self.path(key)).map(Some)
    }

    /// A month `2026-11`, or the month of a day `2026-11-22`.
    pub fn month_or_day(&mut self, key: &str) -> Result<Option<YearMonth>, JsonFault> {
        match self.rest.get(key) {
            Some(Value::String(text)) if has_form(text, "dddd-dd-dd") => Ok(self.date(key)?.map(YearMonth::of)),
            _ => self.month(key),
        }
    }

    /// A list of months.
    pub fn months(&mut self, key: &str) -> Result<Vec<YearMonth>, JsonFault> {
        self.texts(key)?.into_iter().map(|(path, text)| month(&text, path)).collect()
    }

    /// One of the words that `read` knows.
    pub fn word<T>(
        &mut self,
        key: &str,
        words: &[&str],
        read: impl Fn(&str) -> Option<T>,
    ) -> Result<Option<T>, JsonFault> {
        let Some(text) = self.text(key)? else {
            return Ok(None);
        };
        known(&text, self.path(key), words, read).map(Some)
    }

    /// A list of such words.
    pub fn words<T>(
        &mut self,
        key: &str,
        words: &[&str],
        read: impl Fn(&str) -> Option<T>,
    ) -> Result<Vec<T>, JsonFault> {
        self.texts(key)?.into_iter().map(|(path, text)| known(&text, path, words, &read)).collect()
    }

    /// A list of texts, each with its path.
    pub fn texts(&mut self, key: &str) -> Result<Vec<(String, String)>, JsonFault> {
        let list = self.list(key)?.unwrap_or_default().into_iter();
        list.map(|(path, value)| match value {
            Value::String(text) => Ok((path, text)),
            _ => Err(JsonFault::new(path, "文字で書いてください。")),
        })
        .collect()
    }

    /// An object; `None` where the field is absent.
    pub fn object(&mut self, key: &str) -> Result<Option<Fields>, JsonFault> {
        let path = self.path(key);
        match self.take(key) {
            None => Ok(None),
            Some(Value::Object(rest)) => Ok(Some(Fields { path, rest })),
            Some(_) => Err(JsonFault::new(path, "{ } で囲んだ項目の集まりで書いてください。")),
        }
    }

    /// A list of objects; `None` where the field is absent.
    pub fn objects(&mut self, key: &str) -> Result<Option<Vec<Fields>>, JsonFault> {
        let Some(list) = self.list(key)? else {
            return Ok(None);
        };
        let objects = list.into_iter().map(|(path, value)| match value {
            Value::Object(rest) => Ok(Fields { path, rest }),
            _ => Err(JsonFault::new(path, "{ } で囲んだ項目の集まりで書いてください。")),
        });
        objects.collect::<Result<_, _>>().map(Some)
    }

    fn list(&mut self, key: &str) -> Result<Option<Vec<(String, Value)>>, JsonFault> {
        let path = self.path(key);
        match self.take(key) {
            None => Ok(None),
            Some(Value::Array(list)) => {
                let indexed = list.into_iter().enumerate();
                Ok(Some(indexed.map(|(index, value)| (format!("{path}[{index}]"), value)).collect()))
            }
            Some(_) => Err(JsonFault::new(path, "[ ] で囲んだ並びで書いてください。")),
        }
    }
}

/// The service with this name or two-digit code.
pub fn service<'a>(book: &'a LawBook, name: &str, path: String) -> Result<&'a Service, JsonFault> {
    book.services()
        .find(name)
        .ok_or_else(|| JsonFault::new(path, format!("「{}」というサービスはありません。", shown(name))))
}

fn month(text: &str, path: String) -> Result<YearMonth, JsonFault> {
    if !has_form(text, "dddd-dd") {
        return Err(JsonFault::new(path, format!("「{}」は 2026-11 の形の年月ではありません。", shown(text))));
    }
    wareki::parse_month(text).map_err(|fault| JsonFault::new(path, format!("{fault}。")))
}

fn known<T>(text: &str, path: String, words: &[&str], read: impl Fn(&str) -> Option<T>) -> Result<T, JsonFault> {
    read(text).ok_or_else(|| {
        let words = words.join("、");
        JsonFault::new(path, format!("「{}」という言葉はありません（{words} のどれか）。", shown(text)))
    })
}

/// Whether a text has a digit at every `d` of `form` and the same character everywhere else.
fn has_form(text: &str, form: &str) -> bool {
    let same = |(got, wanted): (u8, u8)| {
        if wanted == b'd' { got.is_ascii_digit() } else { got == wanted }
    };
    text.len() == form.len() && text.bytes().zip(form.bytes()).all(same)
}

fn shown(text: &str) -> String {
    let mut short: String = text.chars().take(30).collect();
    if text.chars().nth(30).is_some() {
        short.push('…');
    }
    short
}
