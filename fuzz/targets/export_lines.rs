//! 書き出しの取り込み: any lines in the place of a table's, under a manifest that names their hash, are taken or refused with a
//! sentence; the database that refuses them stays as it was.
#![no_main]

use std::{collections::BTreeMap, sync::LazyLock};

use app::{
    Outside, Refusal, sha256_hex,
    transfer::{export_office, import_office},
};
use domain::office::Role;
use serde_json::{Value, json};
use testkit::{TestApp, in_memory};

struct Taken {
    files: BTreeMap<String, Vec<u8>>,
    tables: Vec<String>,
    db: store::Db,
    outside: Outside,
}

static TAKEN: LazyLock<Taken> = LazyLock::new(|| {
    let app = TestApp::new();
    app.sign_in(&app.actor(Role::Manager));
    app.keep(|tx| store::clients::insert(tx, &testkit::client("川崎 花子").build()));
    let (files, _) = app.write(Role::Manager, export_office).expect("the office is exported");
    let files: BTreeMap<String, Vec<u8>> = files.into_iter().map(|file| (file.name, file.bytes)).collect();
    let tables = files.keys().filter(|name| name.starts_with("table-")).cloned().collect();
    Taken { files, tables, db: in_memory(), outside: app.outside }
});

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let Some((first, lines)) = bytes.split_first() else { return };
    let name = &TAKEN.tables[usize::from(*first) % TAKEN.tables.len()];
    let mut files = TAKEN.files.clone();
    let mut manifest: Value = serde_json::from_slice(&files["manifest.json"]).expect("a manifest");
    for file in manifest["files"].as_array_mut().into_iter().flatten().filter(|file| file["name"] == name.as_str()) {
        file["sha256"] = json!(sha256_hex(lines));
    }
    files.insert(name.clone(), lines.to_vec());
    files.insert("manifest.json".to_owned(), manifest.to_string().into_bytes());
    let taken = TAKEN.db.write_now(move |tx| {
        // Refused in any case, so that the next lines meet an empty database.
        import_office(tx, &TAKEN.outside, None, &files, "").and(Err::<(), _>(Refusal::Forbidden))
    });
    match taken {
        Err(Refusal::Fault(fault)) => panic!("a fault instead of a sentence: {fault}"),
        Err(_) => {}
        Ok(()) => unreachable!("it was refused"),
    }
    assert!(TAKEN.db.read_now(store::offices::all).expect("it can be read").is_empty());
});
