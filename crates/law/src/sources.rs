//! 出典: the documents of `law/sources.toml`, and the check that nothing names another one.

use std::collections::BTreeMap;

use calendar::Date;
use toml::{Table, Value as Toml};

use crate::{fault::Faults, read::Entry};

/// A document that values, rules and cases cite.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// Id.
    pub id: String,
    /// Title.
    pub title: String,
    /// Who issued it; empty when not known.
    pub publisher: String,
    /// Its official number.
    pub number: Option<String>,
    /// Its date.
    pub date: Option<Date>,
    /// What kind of document it is: `official`, `copy`, `handbook`, `secondary`, `product`, `own`, `memory`.
    pub kind: String,
}

const KINDS: [&str; 7] = ["official", "copy", "handbook", "secondary", "product", "own", "memory"];

/// The documents by id.
pub(crate) fn read(file: &str, table: &Table, faults: &mut Faults) -> BTreeMap<String, Source> {
    let mut sources = BTreeMap::new();
    let whole = Entry::new(file, "", table);
    whole.only(&["source"], faults);
    for (index, table) in whole.tables("source", faults).into_iter().enumerate() {
        let id = table.get("id").and_then(Toml::as_str).unwrap_or_default();
        let entry = Entry::new(file, format!("[[source]] {}番目「{id}」", index + 1), table);
        entry.only(&["id", "title", "publisher", "number", "date", "kind"], faults);
        let source = Source {
            id: entry.text("id", faults),
            title: entry.text("title", faults),
            publisher: entry.text_or_none("publisher", faults).unwrap_or_default(),
            number: entry.text_or_none("number", faults),
            date: entry.day_or_none("date", faults),
            kind: entry.text("kind", faults),
        };
        if !KINDS.contains(&source.kind.as_str()) {
            entry.fault(faults, format!("資料の種類「{}」という言葉はありません", source.kind));
        }
        if sources.insert(source.id.clone(), source).is_some() {
            entry.fault(faults, "同じidの出典がもう1つあります");
        }
    }
    sources
}

/// Notes every `source`, `code_source` and `also` anywhere in a file that is no known id.
pub(crate) fn check(file: &str, table: &Table, known: &BTreeMap<String, Source>, faults: &mut Faults) {
    for (key, value) in table {
        // A form's field names with `source` the fact it is filled from, not a document.
        if file.starts_with("forms/") && key == "field" {
            continue;
        }
        let name = |index: Option<usize>| match index {
            Some(index) => format!("[[{key}]] {}番目", index + 1),
            None => format!("「{key}」"),
        };
        walk(key, value, known, &mut |unknown, index| {
            faults.add(file, name(index), format!("出典「{unknown}」が sources.toml にありません"));
        });
    }
}

fn walk(key: &str, value: &Toml, known: &BTreeMap<String, Source>, note: &mut dyn FnMut(&str, Option<usize>)) {
    match value {
        Toml::String(id) if is_source(key) && !known.contains_key(id) => note(id, None),
        Toml::Array(list) => {
            for (index, item) in list.iter().enumerate() {
                walk(key, item, known, &mut |unknown, _| note(unknown, Some(index)));
            }
        }
        Toml::Table(table) => {
            for (key, value) in table {
                walk(key, value, known, note);
            }
        }
        _ => {}
    }
}

fn is_source(key: &str) -> bool {
    matches!(key, "source" | "code_source" | "also")
}
