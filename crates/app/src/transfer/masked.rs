//! 伏せた写し: an office as an export of its own, for training and for somebody who helps from outside. Whose it is cannot be
//! read off it; what the program does with it stays the same, because months, words and the law's values stay. See
//! `docs/adr/0014-masked-copy.md`.

mod columns;
mod json;
mod key;

use std::collections::HashMap;

use domain::{id::OfficeId, office::Right};
use serde_json::{Map, Value, json};
use store::{Tx, whole};

use self::{
    columns::{Columns, Mask, Whose},
    key::{MaskKey, Shift},
};
use super::{
    ExportFile,
    whole_office::{PREFIX, left_out, manifest},
};
use crate::{AuditAction, Cx, Refusal};

/// What stands in the place of a text.
pub const NO_TEXT: &str = "（文を除きました）";

/// ログインID of the only person who signs in to a masked copy.
pub const LOGIN: &str = "kenshu";

type Record = Map<String, Value>;

/// What is done with each column of a table: its words, by column; none where the whole table stays out, with the reason.
/// For the test that walks the schema.
pub fn masked_columns(table: &str) -> Option<Result<Vec<&'static str>, &'static str>> {
    if let Some(why) = columns::left_out(table).or_else(|| left_out(table)) {
        return Some(Err(why));
    }
    columns::find(table).map(|it| Ok(it.columns.iter().map(|(name, _)| *name).collect()))
}

/// The files of the masked copy of the actor's office, the manifest last; with how many rows could not be read and were
/// left out. Nothing that was attached comes along.
pub fn export_masked(cx: &mut Cx<'_>) -> Result<(Vec<ExportFile>, usize), Refusal> {
    cx.authorize(Right::Administer)?;
    cx.authorize(Right::Read)?;
    let office = cx.actor.office;
    let key = MaskKey::new((cx.outside.random)());
    let mut masker = Masker::of(cx.tx, office, key)?;
    let mut files = Vec::new();
    for table in whole::tables(cx.tx)? {
        let Some(columns) = columns::find(&table.name) else { continue };
        let mut lines: Vec<String> = Vec::new();
        for row in whole::rows(cx.tx, &table, office)? {
            lines.extend(masker.row(columns, row).map(|row| Value::Object(row).to_string()));
        }
        files.push(file(&table.name, lines));
    }
    let masked = masker.key.id(&office.to_string());
    let now = (cx.outside.now)();
    files.push(file("user_account", vec![account(&masker.key, &now)]));
    files.push(file("membership", vec![membership(&masker.key, &masked, &now)]));
    let masked_id = masked.parse().map_err(|_| Refusal::NotFound)?;
    let mut manifest = manifest(masked_id, &now, &files, &[]);
    if let Some(said) = manifest.as_object_mut() {
        said.insert("masked".to_owned(), json!(true));
    }
    if let Some(left_out) = manifest.get_mut("left_out").and_then(Value::as_object_mut) {
        left_out.extend(columns::all_left_out().map(|(table, why)| (table.to_owned(), json!(why))));
    }
    let mut bytes = manifest.to_string().into_bytes();
    bytes.push(b'\n');
    files.push(ExportFile { name: "manifest.json".to_owned(), bytes, entries: files.len() });
    cx.audit(AuditAction::Export, &office.to_string(), &json!({ "files": files.len(), "masked": true }))?;
    Ok((files, masker.unread))
}

/// Lines sorted anew: their order would tell which id was given first.
fn file(table: &str, mut lines: Vec<String>) -> ExportFile {
    lines.sort_unstable();
    let mut bytes = Vec::new();
    for line in &lines {
        bytes.extend_from_slice(line.as_bytes());
        bytes.push(b'\n');
    }
    ExportFile { name: format!("{PREFIX}{table}.jsonl"), bytes, entries: lines.len() }
}

/// Nobody's account comes along; without any, nobody could open the copy.
fn account(key: &MaskKey, now: &str) -> String {
    json!({
        "id": key.id(LOGIN), "login": LOGIN, "password_hash": "", "must_change_password": 1, "created_at": now,
        "given_at": null, "given_used": 0, "of_demo": 0,
    })
    .to_string()
}

fn membership(key: &MaskKey, office: &str, now: &str) -> String {
    json!({
        "organisation_id": office, "user_id": key.id(LOGIN), "name": "研修の管理者", "role": "manager",
        "specialist_id": null, "disabled": 0, "accepted_at": now, "version": 1, "sections": null,
    })
    .to_string()
}

/// Masks rows; what belongs to one client is shifted alike.
struct Masker {
    key: MaskKey,
    /// The client of a certificate, a round, a planning case.
    owners: HashMap<String, String>,
    /// The number that stands in the place of a name or number, by table and row.
    numbers: HashMap<(&'static str, String), usize>,
    /// Rows that could not be read.
    unread: usize,
}

impl Masker {
    fn of(tx: &mut Tx, office: OfficeId, key: MaskKey) -> Result<Self, Refusal> {
        let (mut owners, mut numbered) = (HashMap::new(), Vec::new());
        let text = |row: &Record, column: &str| row.get(column).and_then(Value::as_str).map(str::to_owned);
        for table in whole::tables(tx)? {
            let owns = ["certificate", "round", "planning_case"].contains(&table.name.as_str());
            let Some(columns) = columns::find(&table.name).filter(|it| owns || it.is_numbered()) else { continue };
            for row in whole::rows(tx, &table, office)? {
                let Some(id) = text(&row, "id") else { continue };
                if let Some(client) = text(&row, "client_id").filter(|_| owns) {
                    owners.insert(id.clone(), client);
                }
                numbered.push((key.id(&id), columns.table, id));
            }
        }
        // By the new ids, which chance gave: the numbers do not follow the order in which people came.
        numbered.sort();
        let mut last: HashMap<&str, usize> = HashMap::new();
        let numbers = numbered.into_iter().map(|(_, table, id)| {
            let number = last.entry(table).or_default();
            *number += 1;
            ((table, id), *number)
        });
        Ok(Self { numbers: numbers.collect(), key, owners, unread: 0 })
    }

    /// The row as the copy has it; none where a part of it cannot be read.
    fn row(&mut self, columns: &Columns, row: Record) -> Option<Record> {
        let shift = self.shift(columns.whose, &row);
        let id = row.get("id").and_then(Value::as_str).unwrap_or_default().to_owned();
        let number = self.numbers.get(&(columns.table, id)).copied().unwrap_or_default();
        let mut masked = Record::new();
        for (name, value) in row {
            // A column that nobody has decided about is none of the copy's; a test finds it.
            let Some(mask) = columns.mask(&name) else { continue };
            let Some(value) = self.value(mask, value, shift, number) else {
                self.unread += 1;
                return None;
            };
            masked.insert(name, value);
        }
        Some(masked)
    }

    fn shift(&self, whose: Whose, row: &Record) -> Shift {
        let Whose::Of(column) = whose else { return Shift::none() };
        let id = row.get(column).and_then(Value::as_str).unwrap_or_default();
        let owner = self.owners.get(id).map_or(id, String::as_str);
        self.key.shift(owner)
    }

    fn value(&self, mask: Mask, value: Value, shift: Shift, number: usize) -> Option<Value> {
        let text = match value {
            // What is not there tells nothing, and what is empty neither.
            Value::Null => return Some(Value::Null),
            Value::String(text) if text.is_empty() => return Some(Value::String(text)),
            Value::String(text) => text,
            other => return Some(if matches!(mask, Mask::Keep) { other } else { Value::Null }),
        };
        Some(Value::String(match mask {
            Mask::Keep => self.key.ids_in(&text),
            Mask::Name(word) => format!("{word}{number}"),
            Mask::Number(digits) => format!("{number:0digits$}"),
            Mask::Says(word) => word.to_owned(),
            Mask::Text => NO_TEXT.to_owned(),
            Mask::Blank => String::new(),
            Mask::Amount => {
                if columns::is_amount(&text) {
                    text
                } else {
                    NO_TEXT.to_owned()
                }
            }
            Mask::Day => shift.day_text(&text).unwrap_or_default(),
            Mask::Birth => shift.birth_text(&text).unwrap_or_default(),
            Mask::Json(reads) => {
                let mut value = serde_json::from_str(&text).ok()?;
                json::mask(&mut value, reads, &self.key, shift);
                value.to_string()
            }
        }))
    }
}
