//! `form.toml`: the fields that a form prints, where each takes its value from, and what the form has no room for.

use law::Confidence;
use serde::Deserialize;
use serde_json::{Map, Value, json};

use crate::text::Printable;

/// A `form.toml` that cannot be used. Found by the tests, because the files are embedded.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FormError {
    /// Not the TOML that a form needs.
    #[error("{form}/form.toml: {message}")]
    Unreadable {
        /// The form's folder.
        form: &'static str,
        /// What the reader says.
        message: String,
    },
    /// A source that the data set does not have.
    #[error("{form}/form.toml: 「{field}」の source 「{source_path}」 は項目にありません")]
    UnknownSource {
        /// The form's id.
        form: String,
        /// The field's name.
        field: String,
        /// The unknown path.
        source_path: String,
    },
}

/// One item of a data set: its path and its Japanese name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct FieldName {
    /// Path in the data set, e.g. `report.rows[].need`.
    pub path: &'static str,
    /// Name on screens, e.g. `ニーズ`.
    pub title: &'static str,
}

/// A form as its `form.toml` describes it.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FormFile {
    /// The folder's name.
    pub id: String,
    /// 様式番号, printed top right; empty when the form has none.
    pub number: String,
    /// Title, printed and in the PDF's metadata.
    pub title: String,
    /// How screens call the form.
    pub label: String,
    /// The document the form follows, as an id of `law/sources.toml`.
    pub source: String,
    /// The place in it, and what was changed.
    #[serde(rename = "where")]
    pub place: String,
    /// How sure the layout is.
    pub confidence: Confidence,
    /// Day on which the form was compared with its source.
    pub checked_on: toml::value::Datetime,
    /// The fields printed.
    #[serde(rename = "field")]
    pub fields: Vec<PrintedField>,
    /// The items of the data set that the form has no room for.
    #[serde(default)]
    pub not_printed: Vec<NotPrinted>,
}

/// A field on the paper.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PrintedField {
    /// Name in `sheet.typ`.
    pub name: String,
    /// The heading printed.
    pub title: String,
    /// The items of the data set that fill the field.
    source: Sources,
    /// How several items become one value.
    #[serde(default)]
    join: Join,
}

/// An item that the form has no room for.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NotPrinted {
    /// The item's path.
    pub field: String,
    /// Why, in Japanese.
    pub reason: String,
}

#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(untagged)]
enum Sources {
    One(String),
    Several(Vec<String>),
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Join {
    #[default]
    Lines,
    Comma,
    Any,
}

impl FormFile {
    /// Reads a `form.toml` and checks every source against the data set.
    pub(crate) fn read(form: &'static str, text: &str, fields: &[FieldName]) -> Result<Self, FormError> {
        let file: Self =
            toml::from_str(text).map_err(|fault| FormError::Unreadable { form, message: fault.to_string() })?;
        for field in &file.fields {
            if field.sources().is_empty() {
                return Err(file.unknown(&field.name, ""));
            }
            for source in field.sources() {
                if !fields.iter().any(|known| known.path == source) {
                    return Err(file.unknown(&field.name, source));
                }
            }
        }
        for missing in &file.not_printed {
            if !fields.iter().any(|known| known.path == missing.field) {
                return Err(file.unknown("not_printed", &missing.field));
            }
        }
        Ok(file)
    }

    fn unknown(&self, field: &str, path: &str) -> FormError {
        FormError::UnknownSource { form: self.id.clone(), field: field.into(), source_path: path.into() }
    }

    /// The fields of the page itself, with heading and value, by name.
    pub(crate) fn fill_page(&self, items: &Map<String, Value>, printable: &mut Printable) -> Value {
        let mut filled = Map::new();
        for field in self.fields.iter().filter(|field| !field.in_row()) {
            filled.insert(field.name.clone(), json!({ "title": field.title, "value": field.value(items, printable) }));
        }
        Value::Object(filled)
    }

    /// The headings of the table's columns, by name.
    pub(crate) fn columns(&self) -> Value {
        let columns = self.fields.iter().filter(|field| field.in_row());
        Value::Object(columns.map(|field| (field.name.clone(), Value::from(field.title.clone()))).collect())
    }

    /// The values of one row, by name.
    pub(crate) fn fill_row(&self, items: &Map<String, Value>, printable: &mut Printable) -> Value {
        let fields = self.fields.iter().filter(|field| field.in_row());
        Value::Object(fields.map(|field| (field.name.clone(), field.value(items, printable))).collect())
    }
}

impl PrintedField {
    /// The paths of the items that fill the field.
    pub fn sources(&self) -> Vec<&str> {
        match &self.source {
            Sources::One(path) => vec![path.as_str()],
            Sources::Several(paths) => paths.iter().map(String::as_str).collect(),
        }
    }

    /// Whether the field is a column of the table.
    pub fn in_row(&self) -> bool {
        self.sources().iter().any(|path| path.contains("[]"))
    }

    fn value(&self, items: &Map<String, Value>, printable: &mut Printable) -> Value {
        let values: Vec<&Value> = self.sources().into_iter().filter_map(|path| items.get(path)).collect();
        if let ([value], true) = (values.as_slice(), values.iter().any(|value| !value.is_string())) {
            return (*value).clone(); // a drawing or a number goes to the sheet as it is
        }
        let texts: Vec<String> = values
            .into_iter()
            .filter_map(Value::as_str)
            .map(|text| printable.clean(text))
            .filter(|text| !text.is_empty())
            .collect();
        Value::from(match self.join {
            Join::Lines => texts.join("\n"),
            Join::Comma => texts.join("、"),
            Join::Any => String::from(if texts.iter().any(|text| text == "有") { "有" } else { "無" }),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FIELDS: &[FieldName] = &[FieldName { path: "client.name", title: "氏名" }];
    const HEAD: &str = "id = 'x'\nnumber = ''\ntitle = 'x'\nlabel = 'x'\nsource = 'x'\nwhere = 'x'\nconfidence = 'official'\nchecked_on = 2026-11-22\n";

    fn read(fields: &str) -> Result<FormFile, FormError> {
        FormFile::read("x", &format!("{HEAD}{fields}"), FIELDS)
    }

    #[test]
    fn a_field_needs_a_source() {
        assert!(read("[[field]]\nname = 'a'\ntitle = 'A'\nsource = 'client.name'").is_ok());
        assert!(matches!(read("[[field]]\nname = 'a'\ntitle = 'A'"), Err(FormError::Unreadable { .. })));
        assert!(matches!(
            read("[[field]]\nname = 'a'\ntitle = 'A'\nsource = []"),
            Err(FormError::UnknownSource { .. })
        ));
    }

    #[test]
    fn a_source_must_be_an_item_of_the_data_set() {
        let fault = read("[[field]]\nname = 'a'\ntitle = 'A'\nsource = 'client.nmae'").unwrap_err();
        assert_eq!(fault.to_string(), "x/form.toml: 「a」の source 「client.nmae」 は項目にありません");
        let fault = read(
            "[[field]]\nname = 'a'\ntitle = 'A'\nsource = 'client.name'\n[[not_printed]]\nfield = 'b'\nreason = ''",
        );
        assert!(matches!(fault, Err(FormError::UnknownSource { .. })));
    }
}
