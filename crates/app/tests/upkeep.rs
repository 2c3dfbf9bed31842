//! 点検: a sound database is found sound, and each kind of damage is found and named.

#![expect(clippy::unwrap_used, reason = "tests")]

use app::upkeep::{self, Finding, Inspection};
use domain::{id::RoundId, office::Role};
use store::{StoreError, Tx, audit::Broken};
use testkit::{OFFICE, OTHER_OFFICE, TestApp, id};

fn app() -> TestApp {
    let app = TestApp::new();
    for actor in [app.actor(Role::Manager), app.stranger(Role::Manager)] {
        app.write_as(actor, None, |cx| cx.audit(app::AuditAction::SetUp, "office", &serde_json::json!({}))).unwrap();
    }
    app
}

fn verify(app: &TestApp) -> Inspection {
    app.db.read_now(upkeep::verify).unwrap()
}

fn damage(tx: &mut Tx, sql: &'static str) -> Result<(), StoreError> {
    tx.execute("drop trigger audit_no_update", &[])?;
    tx.execute(sql, &[])?;
    Ok(())
}

#[test]
fn a_sound_database_is_found_sound() {
    let report = verify(&app());
    assert_eq!(report.findings, []);
    let offices: Vec<_> = report.logs.iter().map(|(office, chain)| (*office, chain.entries)).collect();
    assert_eq!(offices, [(OFFICE, 1), (OTHER_OFFICE, 1)]);
}

#[test]
fn a_changed_entry_is_found_in_its_office() {
    let app = app();
    app.keep(|tx| damage(tx, "update audit set actor_name = '別人' where actor_name <> ''"));
    let expected: Vec<Finding> = [OFFICE, OTHER_OFFICE]
        .into_iter()
        .map(|office| Finding::Log { office, at: Broken::Changed { seq: 1 } })
        .collect();
    assert_eq!(verify(&app).findings, expected);
}

#[test]
fn an_office_without_its_first_entry_is_found() {
    let app = TestApp::new();
    let missing = |office| Finding::Log { office, at: Broken::Missing { seq: 1 } };
    assert_eq!(verify(&app).findings, [missing(OFFICE), missing(OTHER_OFFICE)]);
}

#[test]
fn a_row_of_the_board_without_a_round_is_found_and_rebuilt_away() {
    let app = app();
    app.keep(|tx| {
        tx.execute(
            "insert into board (office_id, round_id, client_id, name, kana, service, municipality_name, month, lamps, \
             due_record, due_submission, due_claim, missing, recorded, open) values ($1, $2, $2, '', '', 'plan', '', \
             24322, 'RRWWWW', '2026-11-30', '2026-12-10', '2026-12-10', '', false, true)",
            &[&OFFICE, &RoundId(id(9))],
        )
    });
    assert_eq!(verify(&app).findings, [Finding::Board { office: OFFICE, rows: 1 }]);
    let rebuilt = app.db.write_now(upkeep::rebuild).unwrap();
    assert_eq!((rebuilt.boards, rebuilt.unreadable), (vec![(OFFICE, 0), (OTHER_OFFICE, 0)], Vec::new()));
    assert_eq!(verify(&app).findings, []);
}

#[test]
fn a_row_that_cannot_be_read_is_listed_and_the_rest_looked_through() {
    let app = app();
    let hanako = testkit::client("川崎 花子").build();
    let of = hanako.id;
    app.keep(move |tx| {
        store::clients::insert(tx, &hanako)?;
        tx.execute("update client set guardian = '\"090-1234-5678\"'", &[])
    });
    let (table, column, id) = ("client".to_owned(), "guardian".to_owned(), of.to_string());
    let report = verify(&app);
    assert_eq!(report.findings, [Finding::Unreadable { table, column, id }]);
    assert_eq!(report.logs.len(), 2);
    let rebuilt = app.db.write_now(upkeep::rebuild).unwrap();
    assert_eq!((rebuilt.boards.len(), rebuilt.unreadable.len()), (2, 1));
}
