//! 事業所を丸ごと: the tables of an office for the export, and the export taken back into an empty office. Ids, the log
//! and its chain come over unchanged; a password never leaves.

use std::collections::{BTreeMap, HashMap};

use domain::id::{OfficeId, UserId};
use serde_json::{Map, Value, json};
use store::{
    Tx, audit,
    whole::{self, Under},
};

use super::{
    ExportFile,
    attached::{self, AttachedFile},
};
use crate::{AuditAction, Cx, Outside, Reason, Refusal, Staff, monitoring, sha256_hex};

/// The tables that no export holds, each with the reason; the manifest names them.
pub const LEFT_OUT: &[(&str, &str)] = &[
    ("session", "ログイン中の端末。移した先では、ログインし直す"),
    ("sign_in_try", "ログインの試みの数。事業所の記録ではない"),
    ("second_factor", "二段階認証の秘密。移した先で、本人が設定し直す"),
    ("recovery_code", "復旧コード。移した先で、本人が作り直す"),
    ("passkey", "パスキー。移した先で、本人が登録し直す"),
    ("account_mail", "お知らせのメールアドレス。移した先で、本人が登録し直す"),
    ("account_notice", "アカウントのお知らせ。本人が確かめるまでのもの"),
    ("device_pass", "ログインしたことのある端末の控え"),
    ("setup_code", "はじめの設定のためのコード"),
    ("copy_key", "控えの鍵。移した先で、新しく作る"),
    ("copy_drill", "控えから戻す練習の控え。サーバー全体のもの"),
    ("copy_run", "控えを作った結果。サーバー全体のもの"),
    ("file_chunk", "添付したファイルの中身。attachment-… のファイルとして書き出す"),
    ("outbox", "送信待ち。移した先で、あらためて送る"),
    ("known_device", "使ったことのある端末の控え"),
    ("operation", "同じ送信を二度受けないための控え"),
    ("draft", "入力中の下書き。記録ではなく、本人だけのもの"),
    ("board", "ホームの一覧。事実から作り直す"),
    ("board_gap", "支給決定の切れ目の数。受給者証から作り直す"),
    ("board_count", "ホームの一覧の件数。事実から作り直す"),
    ("schema_migration", "データベースの版。移した先のものを使う"),
    ("deletion_permit", "削除のあいだだけある許し。書き出すときには、ない"),
    ("derivation", "導いた列の版。移した先で導き直す"),
];

/// Columns of accounts that no export holds, and what stands in their place. What an import brings of them counts as little:
/// only the demo makes accounts of the demo.
fn blank(row: &mut Map<String, Value>) {
    let blanks =
        [("password_hash", json!("")), ("given_at", json!(null)), ("given_used", json!(0)), ("of_demo", json!(0))];
    row.extend(blanks.map(|(column, value)| (column.to_owned(), value)));
}

const FORMAT: &str = "mimamori-export";
const VERSION: u64 = 3;

/// Tables of an empty office that stay when another takes its place: no log is ever taken away.
const KEPT: [&str; 8] = ["audit", "audit_head", "seal", "file_chunk", "look", "look_review", "deletion", "tombstone"];

/// What stands before the name of a table's file.
pub(super) const PREFIX: &str = "table-";

/// Whether a table is left out, and why.
pub fn left_out(table: &str) -> Option<&'static str> {
    LEFT_OUT.iter().find(|(name, _)| *name == table).map(|(_, why)| *why)
}

/// One file a table, a row a line.
pub(super) fn table_files(tx: &mut Tx, office: OfficeId) -> Result<Vec<ExportFile>, Refusal> {
    let mut files = Vec::new();
    for table in whole::tables(tx)?.iter().filter(|table| left_out(&table.name).is_none()) {
        if table.office_column().is_none() && !table.is_accounts() {
            // A table of no office that nobody has decided about: an export without it would be taken for whole.
            return Err(broken(&format!("the table {} is neither exported nor left out", table.name)));
        }
        let mut bytes = Vec::new();
        let rows = whole::rows(tx, table, office)?;
        let entries = rows.len();
        for mut row in rows {
            if table.is_accounts() {
                blank(&mut row);
            }
            bytes.extend_from_slice(Value::Object(row).to_string().as_bytes());
            bytes.push(b'\n');
        }
        files.push(ExportFile { name: format!("{PREFIX}{}.jsonl", table.name), bytes, entries });
    }
    Ok(files)
}

/// The manifest: what there is, with its hash, and what is left out.
pub(super) fn manifest(office: OfficeId, now: &str, files: &[ExportFile], attached: &[AttachedFile]) -> Value {
    let left_out: Map<String, Value> = LEFT_OUT.iter().map(|(name, why)| ((*name).to_owned(), json!(why))).collect();
    json!({
        "format": FORMAT,
        "version": VERSION,
        "office": office,
        "exported_at": now,
        "left_out": left_out,
        "files": files.iter().map(|file| json!({
            "name": file.name,
            "entries": file.entries,
            "bytes": file.bytes.len(),
            "sha256": sha256_hex(&file.bytes),
        })).chain(attached.iter().map(|file| json!({
            "name": file.name(),
            "entries": 1,
            "bytes": file.length,
            "sha256": file.sha256,
        }))).collect::<Vec<Value>>(),
    })
}

/// What came in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TakenOffice {
    /// The office, with its own id.
    pub office: OfficeId,
    /// Rows in all.
    pub rows: usize,
    /// Logins of the managers, who get a one-time password.
    pub managers: Vec<String>,
}

/// Takes an export back whole: into a database without an office, or in the place of one that is empty (`place`; of the
/// only one where none is named). `password_hash` is that of the one-time password with which the managers sign in first.
pub fn import_office(
    tx: &mut Tx,
    outside: &Outside,
    place: Option<OfficeId>,
    files: &BTreeMap<String, Vec<u8>>,
    password_hash: &str,
) -> Result<TakenOffice, Refusal> {
    let (office, under) = checked(files)?;
    make_room(tx, place)?;
    let tables = whole::tables(tx)?;
    let known = |name: &str| tables.iter().any(|table| table.name == name && left_out(name).is_none());
    if let Some(unknown) = files.keys().find(|name| table_of(name).is_some_and(|table| !known(table))) {
        return Err(refused(format!("{unknown} は、この版では取り込めません。新しい版で書き出したもののようです。")));
    }
    let mut count = 0;
    let mut accounts = Accounts::of(files);
    for table in &tables {
        let name = format!("{PREFIX}{}.jsonl", table.name);
        for (line, text) in lines(files.get(&name)) {
            let mut row: Map<String, Value> =
                serde_json::from_slice(text).map_err(|_| refused(format!("{name} の{line}行目を読めません。")))?;
            let own = match table.office_column() {
                Some(column) => row.get(column).and_then(Value::as_str) == Some(office.to_string().as_str()),
                None => table.is_accounts() && accounts.has(&row),
            };
            if !own {
                return Err(refused(format!("{name} の{line}行目は、ほかの事業所のものです。")));
            }
            count += 1;
            if table.is_accounts() && !accounts.opens(tx, &mut row, password_hash)? {
                continue;
            }
            whole::insert(tx, table, &row, under).map_err(|error| at_line(error, &name, line))?;
        }
    }
    store::claims::take_lines_from_bodies(tx, office)?;
    attached::check_whole(tx, office)?;
    if under == Under::ItsLog {
        if let Err(at) = audit::verify(tx, office)? {
            return Err(refused(format!(
                "記録のつながりが切れています（{at:?}）。書き出したときのままのファイルですか。"
            )));
        }
        store::seals::adopt(tx, office)?;
    }
    store::derived::forget(tx)?;
    monitoring::rebuild_board(tx, office)?;
    let actor = Staff {
        user: UserId(uuid::Uuid::nil()),
        office,
        name: "取込コマンド".to_owned(),
        role: domain::office::Role::Manager,
        sections: domain::office::Sections::all(),
    };
    let today = (outside.today)();
    let mut cx = Cx { actor: &actor, tx, outside, today, operation: None };
    cx.audit(AuditAction::ImportOffice, &office.to_string(), &json!({ "rows": count }))?;
    Ok(TakenOffice { office, rows: count, managers: accounts.opened })
}

/// The office of the export, when every file is there as it was written; and whether its log came along. A masked copy has
/// none: its rows are sealed where they arrive.
fn checked(files: &BTreeMap<String, Vec<u8>>) -> Result<(OfficeId, Under), Refusal> {
    let manifest = files.get("manifest.json").and_then(|bytes| serde_json::from_slice::<Value>(bytes).ok());
    let manifest = manifest
        .filter(|manifest| manifest["format"] == FORMAT)
        .ok_or_else(|| refused("manifest.json がないか、みまもりの書き出しのものではありません。".to_owned()))?;
    if manifest.get("version") != Some(&serde_json::Value::from(VERSION)) {
        let sentence = "この書き出しは、表を丸ごと持たない古い版のものです。新しい版で書き出し直してください。";
        return Err(refused(sentence.to_owned()));
    }
    for file in manifest.get("files").and_then(serde_json::Value::as_array).into_iter().flatten() {
        let name = file["name"].as_str().unwrap_or_default();
        if attached::is_attached(name) {
            // Its bytes were read, hashed and written before; what is missing of them is seen by the rows that name them.
            continue;
        }
        let bytes = files.get(name).ok_or_else(|| refused(format!("{name} がありません。")))?;
        if file["sha256"] != sha256_hex(bytes).as_str() {
            return Err(refused(format!("{name} が、書き出したときと違います。")));
        }
    }
    let office = manifest.get("office").and_then(serde_json::Value::as_str).and_then(|id| id.parse().ok());
    let under = if manifest.get("masked") == Some(&Value::Bool(true)) { Under::Nothing } else { Under::ItsLog };
    if under == Under::Nothing && files.contains_key(&format!("{PREFIX}audit.jsonl")) {
        return Err(refused(
            "伏せた写しに、記録のファイルが入っています。書き出したときのままのファイルですか。".to_owned(),
        ));
    }
    let office = office.ok_or_else(|| refused("manifest.json に事業所がありません。".to_owned()))?;
    Ok((office, under))
}

/// Refuses where the office whose place it is has anything in it; an empty one gives way. Its log stays: no entry is
/// ever deleted.
fn make_room(tx: &mut Tx, place: Option<OfficeId>) -> Result<(), Refusal> {
    let mut offices = store::offices::all(tx)?;
    if let Some(place) = place {
        offices.retain(|office| office.id == place);
    }
    for office in &offices {
        if store::clients::any(tx, office.id)? || offices.len() > 1 {
            let sentence = format!(
                "{}が、もうあります。書き出しの取り込みは、まだ何も入っていない事業所の代わりか、空のデータベースにだけできます。",
                office.name
            );
            return Err(refused(sentence));
        }
    }
    let Some(office) = offices.first() else { return Ok(()) };
    let mut tables = whole::tables(tx)?;
    tables.reverse();
    for table in tables.iter().filter(|table| !KEPT.contains(&table.name.as_str())) {
        whole::remove(tx, table, office.id)?;
    }
    store::accounts::remove_without_membership(tx)?;
    Ok(())
}

/// The accounts of an export. Nobody's password came along: a manager gets the one-time password, everybody else one
/// from the manager. Who has the account here already, by another organisation, keeps it as it is.
struct Accounts {
    /// Account and role of every membership.
    members: HashMap<String, (String, bool)>,
    /// Logins of the managers who get the one-time password.
    opened: Vec<String>,
}

impl Accounts {
    fn of(files: &BTreeMap<String, Vec<u8>>) -> Self {
        let text = |row: &Map<String, Value>, column: &str| row.get(column)?.as_str().map(str::to_owned);
        let member = |line: &[u8]| {
            let row: Map<String, Value> = serde_json::from_slice(line).ok()?;
            let disabled = row.get("disabled").and_then(Value::as_i64) == Some(1);
            Some((text(&row, "user_id")?, (text(&row, "role")?, disabled)))
        };
        let members = lines(files.get(&format!("{PREFIX}membership.jsonl"))).filter_map(|(_, line)| member(line));
        Self { members: members.collect(), opened: Vec::new() }
    }

    /// Whether the account is that of a member.
    fn has(&self, row: &Map<String, Value>) -> bool {
        row.get("id").and_then(Value::as_str).is_some_and(|id| self.members.contains_key(id))
    }

    /// Makes the row ready to be kept; whether it is to be.
    fn opens(&mut self, tx: &mut Tx, row: &mut Map<String, Value>, password_hash: &str) -> Result<bool, Refusal> {
        let id = row.get("id").and_then(Value::as_str).unwrap_or_default();
        let there = match id.parse() {
            Ok(user) => store::accounts::password_hash(tx, user)?.is_some(),
            Err(_) => false,
        };
        if there {
            return Ok(false);
        }
        let is_manager = self.members.get(id).is_some_and(|(role, disabled)| role == "manager" && !disabled);
        blank(row);
        row.insert("must_change_password".to_owned(), json!(1));
        if is_manager {
            self.opened.extend(row.get("login").and_then(Value::as_str).map(str::to_owned));
            row.insert("password_hash".to_owned(), json!(password_hash));
        }
        Ok(true)
    }
}

fn table_of(file: &str) -> Option<&str> {
    file.strip_prefix(PREFIX)?.strip_suffix(".jsonl")
}

fn lines(file: Option<&Vec<u8>>) -> impl Iterator<Item = (usize, &[u8])> {
    let all = file.map(Vec::as_slice).unwrap_or_default().split(|byte| *byte == b'\n').enumerate();
    all.filter(|(_, line)| !line.is_empty()).map(|(at, line)| (at + 1, line))
}

fn at_line(error: store::StoreError, file: &str, line: usize) -> Refusal {
    match error {
        store::StoreError::Unique { .. } => {
            refused(format!("{file} の{line}行目は、もうあるものと重なっています（ログインIDなど）。"))
        }
        other => other.into(),
    }
}

fn refused(sentence: String) -> Refusal {
    Refusal::Refused(vec![Reason::at("", sentence)])
}

fn broken(reason: &str) -> Refusal {
    let (table, column) = ("export", "schema");
    store::StoreError::Inconsistent { table, column, id: String::new(), reason: reason.to_owned() }.into()
}
