//! 書出.

use std::collections::BTreeMap;

use app::{
    Cx, Refusal,
    clients::about::record_about,
    input::TypedFields,
    providers::{ProviderText, add_provider},
    transfer::{
        ExportFile, Importer, LEFT_OUT, Mode, TakenOffice, Watch, export_office, import_clients, import_office,
        left_out, template,
    },
};
use domain::{
    client::{AboutKind, Tenure},
    office::Role,
};
use store::Db;
use testkit::{OFFICE, SATO, TestApp, client, day, on_both_databases};

#[test]
fn everything_is_there_with_its_hash_and_no_password() {
    let app = TestApp::new();
    let by = Importer { db: app.db.clone(), actor: app.actor(Role::Clerk), outside: app.outside.clone() };
    import_clients(&by, template().as_bytes(), Mode::AllOrNothing, &Watch::default()).unwrap();
    let (files, _) = app.write(Role::Manager, export_office).unwrap();
    let listed: Vec<(&str, usize)> = files.iter().map(|file| (file.name.as_str(), file.entries)).collect();
    for wanted in [
        ("office.jsonl", 1),
        ("specialists.jsonl", 2),
        ("users.jsonl", 0),
        ("clients.csv", 1),
        ("certificates.csv", 1),
        ("grants.csv", 1),
        ("rounds.csv", 4),
        ("facts.jsonl", 0),
        ("claims.jsonl", 0),
        ("records.jsonl", 4),
        ("table-client.jsonl", 1),
        ("table-audit.jsonl", 4),
        ("table-audit_head.jsonl", 1),
    ] {
        assert!(listed.contains(&wanted), "{wanted:?} in {listed:?}");
    }
    let clients = String::from_utf8(files[3].bytes.clone()).unwrap();
    assert!(clients.contains("川崎 花子,カワサキ ハナコ,1985-03-01,女"), "{clients}");
    let manifest = String::from_utf8(files.last().unwrap().bytes.clone()).unwrap();
    assert!(manifest.contains("sha256"));
    assert!(files.iter().all(|file| !String::from_utf8_lossy(&file.bytes).contains("argon2")));
}

#[test]
fn only_the_manager_takes_everything_along() {
    let app = TestApp::new();
    for role in [Role::Specialist, Role::Clerk, Role::Viewer, Role::Auditor, Role::System] {
        assert!(matches!(app.write(role, export_office), Err(Refusal::Forbidden)));
    }
}

#[test]
fn a_cell_that_a_spreadsheet_would_run_goes_out_guarded() {
    let app = TestApp::new();
    let mut person = client("=1+1").build();
    person.address = "+81 川崎".to_owned();
    app.keep(move |tx| store::clients::insert(tx, &person));
    let (files, _) = app.write(Role::Manager, export_office).unwrap();
    let clients = files.iter().find(|file| file.name == "clients.csv").unwrap();
    let clients = String::from_utf8(clients.bytes.clone()).unwrap();
    assert!(clients.contains(",'=1+1,") && clients.contains(",'+81 川崎,"), "{clients}");
}

#[test]
fn an_address_that_is_not_to_be_told_goes_along_with_its_mark() {
    let app = TestApp::new();
    let mut person = client("川崎 花子").build();
    person.address = "川崎区宮本町987".to_owned();
    let of = person.id;
    app.keep(move |tx| store::clients::insert(tx, &person));
    let marks: TypedFields = [("holds_from", "R8.11.1"), ("address_hidden", "yes")].into_iter().collect();
    app.write(Role::Clerk, move |cx| record_about(cx, of, AboutKind::Emergency, &marks, 0)).unwrap();
    let files = folder(&app.write(Role::Manager, export_office).unwrap().0);
    let text = |name: &str| String::from_utf8(files[name].clone()).unwrap();
    assert!(text("clients.csv").contains("川崎区宮本町987"), "it is the office's own");
    let marked = text("not-told.csv");
    assert!(marked.contains(&format!("{of},知らせない,,\r\n")), "{marked}");
    assert!(text("table-client_fact.jsonl").contains("address_hidden"), "the mark itself comes along");
}

#[test]
fn every_table_of_the_schema_is_exported_or_left_out_for_a_reason() {
    let app = TestApp::new();
    let tables = app.keep(store::whole::tables);
    let (files, _) = app.write(Role::Manager, export_office).unwrap();
    for table in &tables {
        let file = format!("table-{}.jsonl", table.name);
        let exported = files.iter().any(|it| it.name == file);
        assert_ne!(exported, left_out(&table.name).is_some(), "{}: exported, or left out with its reason", table.name);
    }
    for (name, why) in LEFT_OUT {
        assert!(!why.is_empty() && tables.iter().any(|table| table.name == *name), "{name} is no table any more");
    }
}

/// The files of an export by name.
fn folder(files: &[ExportFile]) -> BTreeMap<String, Vec<u8>> {
    files.iter().map(|file| (file.name.clone(), file.bytes.clone())).collect()
}

/// A provider, and a fact about the client.
fn record_beside(app: &TestApp) {
    let of = app.keep(|tx| store::clients::all(tx, OFFICE)).remove(0).id;
    let provider = ProviderText { name: "あおば作業所".to_owned(), ..ProviderText::default() };
    let told = [("holds_from", "R8.11.1"), ("telling_ways", "ruby"), ("telling_hours", "夕方")];
    let told = told.into_iter().collect::<TypedFields>();
    app.write(Role::Clerk, move |cx| {
        add_provider(cx, &provider)?;
        record_about(cx, of, AboutKind::Telling, &told, 0)
    })
    .unwrap();
}

/// Takes an export into a database.
fn take(db: &Db, files: &BTreeMap<String, Vec<u8>>) -> Result<TakenOffice, Refusal> {
    let (outside, files) = (testkit::outside_on(testkit::TODAY), files.clone());
    db.write_now(move |tx| import_office(tx, &outside, None, &files, "hash"))
}

/// What a database exports of its office.
fn export(db: &Db, app: &TestApp) -> BTreeMap<String, Vec<u8>> {
    let (actor, outside) = (app.actor(Role::Manager), app.outside.clone());
    let files = db.write_now(move |tx| {
        let today = (outside.today)();
        export_office(&mut Cx { actor: &actor, tx, outside: &outside, today, operation: None })
    });
    folder(&files.unwrap().0)
}

#[test]
fn an_export_comes_back_whole_into_an_empty_database_on_either_engine() {
    let app = TestApp::new();
    let by = Importer { db: app.db.clone(), actor: app.actor(Role::Clerk), outside: app.outside.clone() };
    import_clients(&by, template().as_bytes(), Mode::AllOrNothing, &Watch::default()).unwrap();
    record_beside(&app);
    app.sign_in(&app.actor(Role::Manager));
    let first = folder(&app.write(Role::Manager, export_office).unwrap().0);
    on_both_databases(|db, engine| {
        let taken = take(db, &first).unwrap();
        assert_eq!((taken.office, taken.managers.len()), (OFFICE, 1), "{engine:?}");
        db.migrate().unwrap();
        let second = export(db, &app);
        let log = ["table-audit.jsonl", "table-audit_head.jsonl", "table-seal.jsonl", "table-user_account.jsonl"];
        for (name, bytes) in
            first.iter().filter(|(name, _)| name.starts_with("table-") && !log.contains(&name.as_str()))
        {
            assert_eq!(Some(bytes), second.get(name), "{engine:?}: {name}");
        }
        // The log goes on behind what it was: the import's own entry, nothing else.
        assert!(second["table-audit.jsonl"].starts_with(&first["table-audit.jsonl"]), "{engine:?}");
        let lines = |bytes: &[u8]| bytes.iter().filter(|byte| **byte == b'\n').count();
        assert_eq!(lines(&second["table-audit.jsonl"]), lines(&first["table-audit.jsonl"]) + 1, "{engine:?}");
        assert!(db.read_now(|tx| store::audit::verify(tx, OFFICE)).unwrap().is_ok(), "{engine:?}");
        // Every row is as the log that came along has it, and the accounts as they were made here.
        let wrong = db.read_now(|tx| {
            Ok::<_, store::StoreError>((store::seals::check(tx, OFFICE)?, store::seals::check_accounts(tx)?))
        });
        assert_eq!(wrong.unwrap(), (Vec::new(), Vec::new()), "{engine:?}");
        let board = db.read_now(|tx| store::board::all(tx, OFFICE)).unwrap();
        assert_eq!(board.len(), 4, "{engine:?}");
        // Not a second time.
        assert!(matches!(take(db, &first), Err(Refusal::Refused(_))), "{engine:?}");
    });
}

#[test]
fn a_row_forged_in_an_export_is_named_where_it_arrives() {
    let app = TestApp::new();
    let mut forged = folder(&app.write(Role::Manager, export_office).unwrap().0);
    let rows = String::from_utf8(forged["table-specialist.jsonl"].clone()).unwrap().replace("佐藤 花子", "別人 花子");
    let mut manifest: serde_json::Value = serde_json::from_slice(&forged["manifest.json"]).unwrap();
    let files = manifest["files"].as_array_mut().unwrap();
    let file = files.iter_mut().find(|file| file["name"] == "table-specialist.jsonl").unwrap();
    file["sha256"] = app::sha256_hex(rows.as_bytes()).into();
    forged.insert("manifest.json".to_owned(), manifest.to_string().into_bytes());
    forged.insert("table-specialist.jsonl".to_owned(), rows.into_bytes());
    let db = testkit::in_memory();
    take(&db, &forged).unwrap();
    let wrong = db.read_now(|tx| store::seals::check(tx, OFFICE)).unwrap();
    let named: Vec<_> = wrong.iter().map(|row| (row.table, row.id.clone(), row.fault)).collect();
    assert_eq!(named, [("specialist", SATO.to_string(), store::seals::RowFault::Changed)]);
}

#[test]
fn an_export_that_was_changed_or_has_a_gap_is_refused_and_leaves_nothing() {
    let app = TestApp::new();
    let whole = folder(&app.write(Role::Manager, export_office).unwrap().0);
    let mut changed = whole.clone();
    changed.insert("table-specialist.jsonl".to_owned(), b"{}\n".to_vec());
    let mut gap = whole.clone();
    gap.remove("table-office.jsonl");
    for files in [changed, gap, BTreeMap::new()] {
        let db = testkit::in_memory();
        assert!(matches!(take(&db, &files), Err(Refusal::Refused(_))));
        assert!(db.read_now(store::offices::all).unwrap().is_empty());
    }
}

#[test]
fn the_clients_of_an_export_can_be_imported_by_themselves() {
    let app = TestApp::new();
    let mut person = client("=川崎 花子")
        .number("A-1")
        .child_of("川崎 母子", "2015-05-05")
        .carried_by(SATO)
        .ended("2026-10-31")
        .build();
    person.phone = "0440000001".to_owned();
    person.fax = "0440000002".to_owned();
    person.tenure = Some(Tenure::Owned);
    if let Some(guardian) = &mut person.guardian {
        guardian.phone = "0440000003".to_owned();
        guardian.birth = Some(day("1988-07-08"));
    }
    person.note = "'一行目\n\"二行目\", +".to_owned();
    let kept = person.clone();
    app.keep(move |tx| store::clients::insert(tx, &kept));
    let files = folder(&app.write(Role::Manager, export_office).unwrap().0);
    let other = TestApp::new();
    let by = Importer { db: other.db.clone(), actor: other.actor(Role::Clerk), outside: other.outside.clone() };
    let report = import_clients(&by, &files["clients.csv"], Mode::AllOrNothing, &Watch::default()).unwrap();
    assert!(report.written, "{report:?}");
    let mut back = other.keep(|tx| store::clients::all(tx, OFFICE)).remove(0);
    (back.id, back.version) = (person.id, person.version);
    assert_eq!(back, person);
}
