//! Stored text into types; what cannot be read is reported with table, column and value.

use std::{fmt::Display, str::FromStr};

use serde::{Serialize, de::DeserializeOwned};

use crate::StoreError;

fn inconsistent(table: &'static str, column: &'static str, id: String, reason: impl Display) -> StoreError {
    StoreError::Inconsistent { table, column, id, reason: reason.to_string() }
}

/// A column kept as the text of an id.
pub(crate) fn parsed<T: FromStr>(table: &'static str, column: &'static str, text: String) -> Result<T, StoreError>
where
    T::Err: Display,
{
    text.parse().map_err(|error: T::Err| inconsistent(table, column, text.clone(), error))
}

/// A column kept as the word of an enumeration.
pub(crate) fn of_word<T>(
    table: &'static str,
    column: &'static str,
    word: String,
    from_word: fn(&str) -> Option<T>,
) -> Result<T, StoreError> {
    from_word(&word).ok_or_else(|| inconsistent(table, column, word, "unknown word"))
}

/// A column kept as JSON text. The text itself stays out of the fault: it may hold personal data.
pub(crate) fn json<T: DeserializeOwned>(
    table: &'static str,
    column: &'static str,
    text: &str,
) -> Result<T, StoreError> {
    serde_json::from_str(text).map_err(|error| inconsistent(table, column, String::new(), error))
}

/// A value as the JSON text of a column.
pub(crate) fn to_json<T: Serialize>(
    table: &'static str,
    column: &'static str,
    value: &T,
) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(|error| inconsistent(table, column, String::new(), error))
}
