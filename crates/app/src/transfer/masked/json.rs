//! Bodies of facts: what in them is written by people, and what is a word of the program. The type says it: in the place
//! of a word the program reads no other text, in the place of what somebody typed it reads any.

use serde_json::Value;

use super::{
    NO_TEXT, columns,
    key::{MaskKey, Shift},
};

/// Masks every text in a body that the type would read as another, too.
pub(super) fn mask(body: &mut Value, reads: fn(&Value) -> bool, key: &MaskKey, shift: Shift) {
    let readable = reads(body);
    let mut texts = Vec::new();
    walk(body, "", &mut String::new(), &mut |value, name, path| known(value, name, key, shift, path, &mut texts));
    if !readable {
        // Nobody can say what is what in it.
        texts.iter().for_each(|path| put(body, path, NO_TEXT.to_owned()));
        return;
    }
    for path in &texts {
        let Some(was) = body.pointer(path).and_then(Value::as_str).map(str::to_owned) else { continue };
        put(body, path, NO_TEXT.to_owned());
        if !reads(body) {
            put(body, path, was);
        }
    }
}

fn put(body: &mut Value, path: &str, text: String) {
    if let Some(value) = body.pointer_mut(path) {
        *value = Value::String(text);
    }
}

/// What is known by its looks or by its name: days, ids, numbers. The rest is noted for the type to decide.
fn known(value: &mut Value, name: &str, key: &MaskKey, shift: Shift, path: &str, texts: &mut Vec<String>) {
    if name.contains("birth_year") {
        if let Some(year) = value.as_i64() {
            *value = shift.birth_year(year).into();
        }
        return;
    }
    let Value::String(text) = value else { return };
    if text.is_empty() || columns::is_word_of_the_law(text) || (name == "municipality" && is_code(text)) {
        return;
    }
    if uuid::Uuid::try_parse(text).is_ok() {
        *text = key.ids_in(text);
    } else if let Some(day) = if name.contains("birth") { shift.birth_text(text) } else { shift.day_text(text) } {
        *text = day;
    } else if text.bytes().all(|byte| byte.is_ascii_digit()) {
        *text = "0".repeat(text.len());
    } else if name == "amount" && columns::is_amount(text) {
        // Of a grant or of its use: what it is compared with stays, too.
    } else {
        texts.push(path.to_owned());
    }
}

/// 市町村番号.
fn is_code(text: &str) -> bool {
    text.len() == 6 && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn walk(value: &mut Value, name: &str, path: &mut String, at: &mut impl FnMut(&mut Value, &str, &str)) {
    let before = path.len();
    match value {
        Value::Object(fields) => {
            for (field, value) in fields {
                path.push('/');
                path.push_str(&field.replace('~', "~0").replace('/', "~1"));
                walk(value, field, path, at);
                path.truncate(before);
            }
        }
        Value::Array(items) => {
            for (place, value) in items.iter_mut().enumerate() {
                path.push_str(&format!("/{place}"));
                walk(value, name, path, at);
                path.truncate(before);
            }
        }
        _ => at(value, name, path),
    }
}

#[cfg(test)]
mod tests {
    use serde::Deserialize as _;
    use serde_json::json;

    use super::*;

    fn reads(value: &Value) -> bool {
        domain::client::About::deserialize(value).is_ok()
    }

    #[test]
    fn words_of_the_program_stay_and_what_people_wrote_goes() {
        let stored = include_str!("../../../../domain/tests/stored/client_fact.jsonl");
        let key = MaskKey::new([3; 32]);
        for line in stored.lines() {
            let before: Value = serde_json::from_str(line).unwrap();
            let mut after = before.clone();
            mask(&mut after, reads, &key, key.shift("a"));
            assert!(reads(&after), "{after}");
            assert_eq!(after["kind"], before["kind"]);
            for secret in ["川崎", "044", "さん", "姉"] {
                assert!(!after.to_string().contains(secret), "{after}");
            }
        }
        let mut unreadable =
            json!({ "kind": "no such kind", "name": "川崎 花子", "list": ["a", 7, { "on": "2026-10-15" }] });
        mask(&mut unreadable, reads, &key, Shift::none());
        let none = NO_TEXT;
        assert_eq!(unreadable, json!({ "kind": none, "name": none, "list": [none, 7, { "on": "2026-10-15" }] }));
    }
}
