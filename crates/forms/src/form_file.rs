//! `form.toml`: the fields that a form prints, where each takes its value from, and what the form has no room for.

use law::Confidence;
use serde::Deserialize;
use serde_json::{Map, Value, json};

use crate::{
    DataSet, DataSetKind, FieldName,
    text::{self, Printable},
};

/// A `form.toml` that cannot be used. Found by the tests, because the files are embedded.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FormError {
    /// Not the TOML that a form needs.
    #[error("{form}/form.toml: {message}")]
    Unreadable {
        /// The form's folder.
        form: String,
        /// What the reader says.
        message: String,
    },
    /// A data set that no Rust fills.
    #[error("{form}/form.toml: データの組「{data}」はありません")]
    UnknownData {
        /// The form's id.
        form: String,
        /// The unknown word.
        data: String,
    },
    /// A source that the data set, or the form's tables, do not have.
    #[error("{form}/form.toml: 「{field}」の source 「{source_path}」 は項目にありません")]
    UnknownSource {
        /// The form's id.
        form: String,
        /// The field's name.
        field: String,
        /// The unknown path.
        source_path: String,
    },
    /// A form from outside that does not stand in the place of the program's own.
    #[error("{form}/form.toml: {message}")]
    NotInItsPlace {
        /// The form's folder.
        form: String,
        /// What does not fit, in Japanese.
        message: String,
    },
    /// Forms were asked for before those from outside were told.
    #[error("様式のフォルダーは、様式を使う前に指定します")]
    TooLate,
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
    /// The title of a 案, where the form has one of its own for it.
    #[serde(default)]
    pub title_of_proposal: Option<String>,
    /// How screens call the form.
    pub label: String,
    /// The form's word in addresses (`?layout=national`).
    pub word: String,
    /// The data set that fills it.
    pub data: String,
    /// The document the form follows, as an id of `law/sources.toml`.
    pub source: String,
    /// The place in it, and what was changed.
    #[serde(rename = "where")]
    pub place: String,
    /// How sure the layout is.
    pub confidence: Confidence,
    /// Day on which the form was compared with its source.
    pub checked_on: toml::value::Datetime,
    /// The tables of rows.
    #[serde(rename = "table", default)]
    pub tables: Vec<PrintedTable>,
    /// The fields printed.
    #[serde(rename = "field")]
    pub fields: Vec<PrintedField>,
    /// The items of the data set that the form has no room for.
    #[serde(default)]
    pub not_printed: Vec<NotPrinted>,
}

/// A table of rows on the paper.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PrintedTable {
    /// Name in `sheet.typ`.
    pub name: String,
    /// The table's path in the data set, e.g. `report.rows`.
    pub items: String,
    /// How many rows the paper has; fewer are filled up with empty ones.
    pub rows_on_paper: usize,
}

/// A field on the paper.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PrintedField {
    /// Name in `sheet.typ`.
    pub name: String,
    /// The heading printed.
    pub title: String,
    /// The heading on a 案, where the form has another one for it.
    title_of_proposal: Option<String>,
    /// The items of the data set that fill the field.
    source: Sources,
    /// How several items become one value.
    #[serde(default)]
    join: Join,
    /// How many letters of half width the narrowest place of the field holds; a longer run without a blank may be broken.
    #[serde(default = "unbroken")]
    unbroken: usize,
}

/// Half-width letters that every field holds on a line, unless `form.toml` says fewer.
fn unbroken() -> usize {
    14
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
    /// Reads a `form.toml` and checks every source against its data set.
    pub(crate) fn read(form: &str, text: &str, kinds: &[DataSetKind]) -> Result<Self, FormError> {
        let file: Self = toml::from_str(text)
            .map_err(|fault| FormError::Unreadable { form: form.into(), message: fault.to_string() })?;
        let Some(kind) = kinds.iter().find(|kind| kind.word == file.data) else {
            return Err(FormError::UnknownData { form: file.id, data: file.data });
        };
        let known = |path: &str| kind.items.iter().any(|item| item.path == path);
        for field in &file.fields {
            let sources = field.sources();
            if sources.is_empty() {
                return Err(file.unknown(&field.name, ""));
            }
            // All of a field's items stand on the page, or all in the rows of one table of the form.
            let table = field.table();
            let stands = |path: &&str| {
                known(path)
                    && table_of(path) == table
                    && table.is_none_or(|of| file.tables.iter().any(|it| it.items == of))
            };
            if let Some(source) = sources.iter().find(|path| !stands(path)) {
                return Err(file.unknown(&field.name, source));
            }
        }
        if let Some(missing) = file.not_printed.iter().find(|missing| !known(&missing.field)) {
            return Err(file.unknown("not_printed", &missing.field));
        }
        Ok(file)
    }

    /// The items of the data set of which the form does not say whether it prints them.
    pub(crate) fn unmentioned<'a>(&self, items: &'a [FieldName]) -> Vec<&'a FieldName> {
        let prints = |item: &&FieldName| self.fields.iter().any(|field| field.sources().contains(&item.path));
        let lacks = |item: &&FieldName| self.not_printed.iter().any(|missing| missing.field == item.path);
        items.iter().filter(|item| !prints(item) && !lacks(item)).collect()
    }

    fn unknown(&self, field: &str, path: &str) -> FormError {
        FormError::UnknownSource { form: self.id.clone(), field: field.into(), source_path: path.into() }
    }

    /// The fields of the page itself, with heading and value, by name.
    pub(crate) fn fill_page(&self, data: &DataSet, printable: &mut Printable) -> Value {
        let mut filled = Map::new();
        for field in self.fields.iter().filter(|field| field.table().is_none()) {
            let title = field.title_of_proposal.as_ref().filter(|_| data.is_proposal()).unwrap_or(&field.title);
            filled.insert(field.name.clone(), json!({ "title": title, "value": field.value(&data.page, printable) }));
        }
        Value::Object(filled)
    }

    /// The tables by name: the headings of the columns, the rows, and how many the paper has.
    pub(crate) fn fill_tables(&self, data: &DataSet, printable: &mut Printable) -> Value {
        let mut filled = Map::new();
        for table in &self.tables {
            let fields: Vec<&PrintedField> =
                self.fields.iter().filter(|field| field.table() == Some(table.items.as_str())).collect();
            let columns: Map<String, Value> =
                fields.iter().map(|field| (field.name.clone(), Value::from(field.title.clone()))).collect();
            let mut rows = Vec::new();
            for items in data.tables.get(table.items.as_str()).into_iter().flatten() {
                let row = fields.iter().map(|field| (field.name.clone(), field.value(items, printable)));
                rows.push(Value::Object(row.collect()));
            }
            let table_of_sheet = json!({ "columns": columns, "rows": rows, "rows_on_paper": table.rows_on_paper });
            filled.insert(table.name.clone(), table_of_sheet);
        }
        Value::Object(filled)
    }
}

/// The table of an item of rows: `report.rows` of `report.rows[].need`.
fn table_of(path: &str) -> Option<&str> {
    path.split_once("[]").map(|(table, _)| table)
}

impl PrintedField {
    /// The paths of the items that fill the field.
    pub fn sources(&self) -> Vec<&str> {
        match &self.source {
            Sources::One(path) => vec![path.as_str()],
            Sources::Several(paths) => paths.iter().map(String::as_str).collect(),
        }
    }

    /// The path of the table in which the field is a column; `None` for a field of the page.
    pub fn table(&self) -> Option<&str> {
        self.sources().into_iter().find_map(table_of)
    }

    fn value(&self, items: &Map<String, Value>, printable: &mut Printable) -> Value {
        let values: Vec<&Value> = self.sources().into_iter().filter_map(|path| items.get(path)).collect();
        if let ([value], true) = (values.as_slice(), values.iter().any(|value| !value.is_string())) {
            return (*value).clone(); // a drawing or a number goes to the sheet as it is
        }
        let mut texts: Vec<String> = values
            .into_iter()
            .filter_map(Value::as_str)
            .map(|text| printable.clean(text))
            .filter(|text| !text.is_empty())
            .collect();
        texts.dedup(); // one card may stand for two: its number is said once
        let text = match self.join {
            Join::Lines => texts.join("\n"),
            Join::Comma => texts.join("、"),
            Join::Any => String::from(if texts.iter().any(|text| text == "有") { "有" } else { "無" }),
        };
        Value::from(text::apart(&text::breakable(&text, self.unbroken)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const KINDS: &[DataSetKind] = &[DataSetKind {
        word: "x",
        items: &[
            FieldName { path: "client.name", title: "氏名" },
            FieldName { path: "week[].day", title: "曜日" },
            FieldName { path: "goals[].goal", title: "目標" },
        ],
    }];
    const HEAD: &str = "id = 'x'\nnumber = ''\ntitle = 'x'\nlabel = 'x'\nword = 'x'\ndata = 'x'\nsource = 'x'\nwhere = 'x'\nconfidence = 'official'\nchecked_on = 2026-11-22\n";
    const TABLES: &str = "[[table]]\nname = 'week'\nitems = 'week'\nrows_on_paper = 7\n[[table]]\nname = 'goals'\nitems = 'goals'\nrows_on_paper = 3\n";

    fn read(fields: &str) -> Result<FormFile, FormError> {
        FormFile::read("x", &format!("{HEAD}{fields}"), KINDS)
    }

    fn field(source: &str) -> String {
        format!("[[field]]\nname = 'a'\ntitle = 'A'\nsource = {source}\n")
    }

    #[test]
    fn a_field_needs_a_source() {
        assert!(read(&field("'client.name'")).is_ok());
        assert!(matches!(read("[[field]]\nname = 'a'\ntitle = 'A'"), Err(FormError::Unreadable { .. })));
        assert!(matches!(read(&field("[]")), Err(FormError::UnknownSource { .. })));
    }

    #[test]
    fn a_source_must_be_an_item_of_the_data_set() {
        let fault = read(&field("'client.nmae'")).unwrap_err();
        assert_eq!(fault.to_string(), "x/form.toml: 「a」の source 「client.nmae」 は項目にありません");
        let fault = read(&(field("'client.name'") + "[[not_printed]]\nfield = 'b'\nreason = ''"));
        assert!(matches!(fault, Err(FormError::UnknownSource { .. })));
        let fault = FormFile::read("x", &(HEAD.replace("data = 'x'", "data = 'y'") + &field("'client.name'")), KINDS);
        assert_eq!(fault.unwrap_err().to_string(), "x/form.toml: データの組「y」はありません");
    }

    #[test]
    fn a_form_has_as_many_tables_as_it_names_and_a_column_stands_in_one() {
        let columns = field("'week[].day'") + &field("'goals[].goal'").replace("'a'", "'b'");
        assert!(matches!(read(&columns), Err(FormError::UnknownSource { .. })), "no table of that path");
        assert!(matches!(
            read(&(TABLES.to_owned() + &field("['week[].day', 'goals[].goal']"))),
            Err(FormError::UnknownSource { .. })
        ));
        let file = read(&(TABLES.to_owned() + &columns)).unwrap();
        let row = |path: &str, value: &str| Map::from_iter([(path.to_owned(), Value::from(value))]);
        let data = DataSet {
            dated: "2026-11-22".parse().unwrap(),
            flags: Map::new(),
            page: Map::new(),
            tables: [
                ("week", vec![row("week[].day", "月"), row("week[].day", "火")]),
                ("goals", vec![row("goals[].goal", "通う")]),
            ]
            .into_iter()
            .collect(),
        };
        assert_eq!(
            file.fill_tables(&data, &mut Printable::default()),
            json!({
                "week": { "columns": { "a": "A" }, "rows": [{ "a": "月" }, { "a": "火" }], "rows_on_paper": 7 },
                "goals": { "columns": { "b": "A" }, "rows": [{ "b": "通う" }], "rows_on_paper": 3 },
            })
        );
    }
}
