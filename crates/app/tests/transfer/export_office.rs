//! 書出.

use app::{
    Refusal,
    transfer::{Importer, Mode, Watch, export_office, import_clients, template},
};
use domain::office::Role;
use testkit::{TestApp, client};

#[test]
fn everything_is_there_with_its_hash_and_no_password() {
    let app = TestApp::new();
    let by = Importer { db: app.db.clone(), actor: app.actor(Role::Clerk), outside: app.outside.clone() };
    import_clients(&by, template().as_bytes(), Mode::AllOrNothing, &Watch::default()).unwrap();
    let files = app.write(Role::Manager, export_office).unwrap();
    let listed: Vec<(&str, usize)> = files.iter().map(|file| (file.name.as_str(), file.entries)).collect();
    assert_eq!(
        listed,
        [
            ("office.jsonl", 1),
            ("specialists.jsonl", 2),
            ("users.jsonl", 0),
            ("clients.csv", 1),
            ("certificates.csv", 1),
            ("grants.csv", 1),
            ("rounds.csv", 4),
            ("facts.jsonl", 0),
            ("claims.jsonl", 0),
            ("records.jsonl", 3),
            ("manifest.json", 10),
        ]
    );
    let clients = String::from_utf8(files[3].bytes.clone()).unwrap();
    assert!(clients.contains("川崎 花子,カワサキ ハナコ,1985-03-01,女"), "{clients}");
    let manifest = String::from_utf8(files[10].bytes.clone()).unwrap();
    assert!(manifest.contains("sha256"));
    assert!(files.iter().all(|file| !String::from_utf8_lossy(&file.bytes).contains("argon2")));
}

#[test]
fn only_the_manager_takes_everything_along() {
    let app = TestApp::new();
    for role in [Role::Specialist, Role::Clerk, Role::Viewer] {
        assert!(matches!(app.write(role, export_office), Err(Refusal::Forbidden)));
    }
}

#[test]
fn a_cell_that_a_spreadsheet_would_run_goes_out_guarded() {
    let app = TestApp::new();
    let mut person = client("=1+1").build();
    person.address = "+81 川崎".to_owned();
    app.keep(move |tx| store::clients::insert(tx, &person));
    let files = app.write(Role::Manager, export_office).unwrap();
    let clients = files.iter().find(|file| file.name == "clients.csv").unwrap();
    let clients = String::from_utf8(clients.bytes.clone()).unwrap();
    assert!(clients.contains(",'=1+1,") && clients.contains(",'+81 川崎,"), "{clients}");
}
