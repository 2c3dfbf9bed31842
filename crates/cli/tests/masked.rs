//! `export --masked`: nothing that tells whose it is comes along, and the copy works.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

use std::{
    collections::BTreeSet,
    fs,
    path::Path,
    process::{Command, Output},
};

use serde_json::Value;

fn run(at: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_mimamori"));
    command.current_dir(at).args(arguments).env_remove("MIMAMORI_DATABASE").output().unwrap()
}

fn done(at: &Path, arguments: &[&str]) -> String {
    let output = run(at, arguments);
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// Every text of a file of rows, those inside of bodies, too.
fn texts(folder: &Path) -> BTreeSet<String> {
    let mut texts = BTreeSet::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.file_name().unwrap().to_string_lossy().starts_with("table-") {
            for line in fs::read_to_string(&path).unwrap().lines() {
                collect(&serde_json::from_str(line).unwrap(), &mut texts);
            }
        }
    }
    texts
}

fn collect(value: &Value, texts: &mut BTreeSet<String>) {
    match value {
        Value::String(text) => match serde_json::from_str::<Value>(text) {
            Ok(inner @ (Value::Object(_) | Value::Array(_))) => collect(&inner, texts),
            _ => {
                texts.insert(text.clone());
            }
        },
        Value::Array(items) => items.iter().for_each(|item| collect(item, texts)),
        Value::Object(fields) => fields.values().for_each(|item| collect(item, texts)),
        _ => {}
    }
}

/// What of these tables names somebody: columns of people, of places, and numbers.
fn secrets(folder: &Path) -> BTreeSet<String> {
    let columns = [
        ("client", &["name", "kana", "address", "phone", "fax", "postal_code", "note", "guardian"][..]),
        ("certificate", &["number", "ward"]),
        ("provider", &["number", "name", "kana", "address", "phone", "fax", "mail", "person", "note"]),
        ("specialist", &["name", "kana"]),
        ("membership", &["name"]),
        ("user_account", &["login"]),
        ("office", &["name", "address", "phone", "manager", "number_plan", "number_child"]),
        ("closing", &["file_base64"]),
    ];
    let mut secrets = BTreeSet::new();
    for (table, columns) in columns {
        for line in fs::read_to_string(folder.join(format!("table-{table}.jsonl"))).unwrap().lines() {
            let row: Value = serde_json::from_str(line).unwrap();
            columns.iter().for_each(|column| collect(&row[*column], &mut secrets));
        }
    }
    // A day or a word of a guardian is no secret by itself; the words are looked for below.
    secrets.retain(|text| text.chars().count() > 1 && text.parse::<calendar::Date>().is_err());
    secrets
}

/// Rows of the board by month and whether they are open. A lamp can rest on a text that is being written, which stays out.
fn board(data: &Path) -> Vec<(i64, i64, i64)> {
    let db = store::Db::open(&store::Location::SqliteFile(data.join("mimamori.sqlite")), 1).unwrap();
    let sql = "select month, open, count(*) from board group by month, open order by month, open";
    db.read_now(|tx| tx.rows(sql, &[], |row| Ok((row.next()?, row.next()?, row.next()?)))).unwrap()
}

#[test]
fn a_masked_demo_names_nobody_and_works_in_a_fresh_program() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    done(at, &["demo", "--data", "first", "--prepare-only"]);
    done(at, &["export", "plain", "--data", "first"]);
    done(at, &["export", "--masked", "out", "--data", "first"]);
    let names: Vec<String> =
        fs::read_dir(at.join("out")).unwrap().map(|it| it.unwrap().file_name().into_string().unwrap()).collect();
    assert!(names.iter().all(|name| name == "manifest.json" || name.starts_with("table-")), "{names:?}");

    let secrets = secrets(&at.join("plain"));
    assert!(secrets.len() > 100, "{}", secrets.len());
    for name in &names {
        let bytes = fs::read_to_string(at.join("out").join(name)).unwrap();
        for secret in &secrets {
            assert!(!bytes.contains(secret.as_str()), "{name} holds {secret}");
        }
    }
    // Of the texts in Japanese only words of the program and of the law are in both.
    let (plain, masked) = (texts(&at.join("plain")), texts(&at.join("out")));
    let kept: Vec<&String> = plain.intersection(&masked).filter(|text| !text.is_ascii()).collect();
    let law = law::LawBook::embedded().unwrap();
    let is_word = |text: &str| {
        law.services().find(text).is_some() || law.municipality_named(text).is_some() || WORDS.contains(&text)
    };
    let foreign: Vec<_> = kept.into_iter().filter(|text| !is_word(text)).collect();
    assert!(foreign.is_empty(), "{foreign:?}");
    // No id is in both, either: nobody who has the office's own database finds a client by it.
    let is_id = |text: &&&String| text.len() == 36 && text.bytes().filter(|byte| *byte == b'-').count() == 4;
    let ids: Vec<_> = plain.intersection(&masked).collect();
    let same: Vec<_> = ids.iter().filter(is_id).filter(|id| !id.starts_with("00000000-0000-0000")).collect();
    assert!(same.is_empty(), "{same:?}");

    done(at, &["import", "out", "--data", "second"]);
    done(at, &["verify", "--data", "second"]);
    let (first, second) = (board(&at.join("first")), board(&at.join("second")));
    assert!(first.iter().map(|row| row.2).sum::<i64>() > 50);
    assert_eq!(first, second);
    // What came in can be exported, masked again, and changed like any office.
    done(at, &["export", "again", "--data", "second"]);
    done(at, &["export", "--masked", "twice", "--data", "second"]);
}

/// What stays though it is Japanese: words of the program, amounts of grants, the municipality of the demo.
const WORDS: &[&str] = &["計画相談支援", "障害児相談支援", "月15時間", "月20時間", "若葉市みなと区"];

#[test]
fn a_masked_copy_with_a_log_beside_it_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    done(at, &["demo", "--data", "first", "--prepare-only"]);
    done(at, &["export", "out", "--data", "first"]);
    let manifest = at.join("out/manifest.json");
    let mut words: Value = serde_json::from_slice(&fs::read(&manifest).unwrap()).unwrap();
    words["masked"] = Value::Bool(true);
    fs::write(&manifest, words.to_string()).unwrap();
    let refused = run(at, &["import", "out", "--data", "second"]);
    assert_eq!(refused.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&refused.stderr).contains("伏せた写し"));
    assert!(!at.join("second").exists());
}
