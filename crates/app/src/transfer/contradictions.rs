//! 食い違い: what a row says of a person or a certificate against what is here of it already. An empty cell says nothing.

use serde::Serialize;
use serde_json::{Map, Value};

use crate::{certificates::CertificateText, clients::ClientText, input::phone_digits};

/// Fields of the client that contradict: typed, and read as something else than what is here. How a name is written is
/// left alone: whether 髙橋 or 高橋, it is the same person.
pub(super) fn of_client(typed: &ClientText, read: &ClientText, here: &ClientText) -> Vec<String> {
    let (typed, read, here) = (fields(typed), with_bare_phones(fields(read)), with_bare_phones(fields(here)));
    differing(&typed, &read, &here).filter(|field| !matches!(field.as_str(), "name" | "kana" | "birth")).collect()
}

/// Hyphens do not make another telephone number.
fn with_bare_phones(mut fields: Map<String, Value>) -> Map<String, Value> {
    for name in ["phone", "fax", "guardian_phone"] {
        if let Some(Value::String(written)) = fields.get_mut(name)
            && let Some(digits) = phone_digits(written)
        {
            *written = digits;
        }
    }
    fields
}

/// Fields of the certificate that contradict, those of a row with its number: `grant_amount_0`.
pub(super) fn of_certificate(typed: &CertificateText, read: &CertificateText, here: &CertificateText) -> Vec<String> {
    let (typed, read, here) = (fields(typed), fields(read), fields(here));
    let mut found: Vec<String> = differing(&typed, &read, &here).collect();
    for (list, prefix) in [("grants", "grant"), ("phases", "phase")] {
        let rows = |of: &Map<String, Value>| of.get(list).and_then(Value::as_array).cloned().unwrap_or_default();
        let (typed, read, here) = (rows(&typed), rows(&read), rows(&here));
        // Empty rows are passed over when a certificate is read, so that the typed ones count on without them.
        let typed = typed.iter().filter_map(Value::as_object).filter(|row| row.values().any(|value| !is_empty(value)));
        for (row, (typed, read)) in typed.zip(read.iter().filter_map(Value::as_object)).enumerate() {
            let nothing = Map::new();
            let here = here.get(row).and_then(Value::as_object).unwrap_or(&nothing);
            found.extend(differing(typed, read, here).map(|field| format!("{prefix}_{field}_{row}")));
        }
    }
    found
}

/// Names of the texts that were typed and are read as something else than what is here.
fn differing<'a>(
    typed: &'a Map<String, Value>,
    read: &'a Map<String, Value>,
    here: &'a Map<String, Value>,
) -> impl Iterator<Item = String> + 'a {
    let said = |field: &str| typed.get(field).is_some_and(|value| !is_empty(value));
    let texts = read.iter().filter(|(_, value)| !value.get(0).is_some_and(Value::is_object) || value.is_string());
    texts.filter(move |(field, value)| said(field) && here.get(*field) != Some(value)).map(|(field, _)| field.clone())
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.trim().is_empty(),
        Value::Array(list) => list.is_empty(),
        _ => false,
    }
}

fn fields<T: Serialize>(value: &T) -> Map<String, Value> {
    match serde_json::to_value(value) {
        Ok(Value::Object(fields)) => fields,
        _ => Map::new(),
    }
}
