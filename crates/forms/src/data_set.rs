//! データの組: the items that forms can print, under one path each, and their values for one paper.

use std::collections::BTreeMap;

use calendar::Date;
use domain::{client::ClientForOthers, office::WeekBands};
use serde_json::{Map, Value, json};

/// One item of a data set: its path and its Japanese name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct FieldName {
    /// Path in the data set, e.g. `client.name`, or `report.rows[].need` for an item of each row of a table.
    pub path: &'static str,
    /// Name on screens, e.g. `ニーズ`.
    pub title: &'static str,
}

/// A kind of data set: what a `form.toml` calls it, and its items in the order of the paper.
#[derive(Clone, Copy, Debug)]
pub struct DataSetKind {
    /// `data` in `form.toml`.
    pub word: &'static str,
    /// Its items.
    pub items: &'static [FieldName],
}

/// The values for one paper.
#[derive(Clone, Debug, PartialEq)]
pub struct DataSet {
    /// The day of the paper, for its metadata.
    pub(crate) dated: Date,
    /// What a sheet asks for with yes or no (下書き, チェック方式).
    pub(crate) flags: Map<String, Value>,
    /// The items of the page.
    pub(crate) page: Map<String, Value>,
    /// The items of each row, by the table's path (`report.rows`).
    pub(crate) tables: BTreeMap<&'static str, Vec<Map<String, Value>>>,
}

impl DataSet {
    /// With one more answer to what a sheet asks for with yes or no.
    #[must_use]
    pub fn with_flag(mut self, name: &str, value: bool) -> Self {
        self.flags.insert(name.to_owned(), Value::from(value));
        self
    }

    /// Whether the paper is a 案.
    pub(crate) fn is_proposal(&self) -> bool {
        self.flags.get("proposal").is_some_and(|flag| flag == true)
    }

    /// With the bands into which the week's days are divided; without any the sheet's own hold.
    #[must_use]
    pub fn with_bands(mut self, bands: &WeekBands) -> Self {
        if !bands.0.is_empty() {
            let bands: Vec<Value> = bands.0.iter().map(|it| json!([it.name, it.from, it.to])).collect();
            self.flags.insert("bands".to_owned(), Value::from(bands));
        }
        self
    }

    /// Without what is marked 知らせない of the client, also where somebody wrote it into a text. What is of the office stays.
    #[must_use]
    pub(crate) fn for_others(mut self, client: &ClientForOthers) -> Self {
        if client.hides_anything() {
            let rows = self.tables.values_mut().flatten();
            for items in std::iter::once(&mut self.page).chain(rows) {
                items
                    .iter_mut()
                    .filter(|(path, _)| !path.starts_with("office."))
                    .for_each(|(_, it)| untold(it, client));
            }
        }
        self
    }

    /// Everything that the paper says, as one text: two papers with the same text are one paper, whatever they are printed with.
    pub fn text(&self) -> String {
        json!([self.dated, self.flags, self.page, self.tables]).to_string()
    }
}

/// Takes what is not told out of a value and everything in it.
fn untold(value: &mut Value, client: &ClientForOthers) {
    match value {
        Value::String(words) if client.is_told_by(words) => *words = client.without(words),
        Value::Array(items) => items.iter_mut().for_each(|item| untold(item, client)),
        Value::Object(fields) => fields.values_mut().for_each(|field| untold(field, client)),
        _ => {}
    }
}
