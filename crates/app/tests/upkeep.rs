//! 点検: a sound database is found sound, and each kind of damage is found and named.

#![expect(clippy::unwrap_used, reason = "tests")]

use app::upkeep::{self, Finding, Inspection};
use domain::{id::RoundId, office::Role};
use store::{
    Db, Location, StoreError, Tx,
    audit::Broken,
    schema::SchemaFault,
    seals::{RowFault, WrongRow},
};
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
    // The offices of the tests are laid out without a use case, so the program tells of them itself.
    assert_eq!(offices, [(OFFICE, 2), (OTHER_OFFICE, 2)]);
}

#[test]
fn a_changed_entry_is_found_in_its_office() {
    let app = app();
    app.keep(|tx| damage(tx, "update audit set actor_name = '別人' where actor_name <> ''"));
    let expected: Vec<Finding> = [OFFICE, OTHER_OFFICE]
        .into_iter()
        .map(|office| Finding::Log { office, at: Broken::Changed { seq: 1 } })
        .collect();
    assert_eq!(logs(&app), expected);
    let guard = Finding::Schema(SchemaFault::Missing("trigger audit_no_update".to_owned()));
    assert!(verify(&app).findings.contains(&guard));
}

/// What is found about the logs themselves.
fn logs(app: &TestApp) -> Vec<Finding> {
    let mut findings = verify(app).findings;
    findings.retain(|finding| matches!(finding, Finding::Log { .. }));
    findings
}

#[test]
fn an_office_without_its_first_entry_is_found() {
    let app = TestApp::new();
    app.keep(|tx| {
        for sql in ["drop trigger audit_no_delete", "delete from audit", "delete from audit_head"] {
            tx.execute(sql, &[])?;
        }
        Ok(())
    });
    let missing = |office| Finding::Log { office, at: Broken::Missing { seq: 1 } };
    assert_eq!(logs(&app), [missing(OFFICE), missing(OTHER_OFFICE)]);
}

#[test]
fn a_forged_row_is_named_and_stays_named_after_a_rebuild() {
    let folder = tempfile::tempdir().unwrap();
    let place = Location::SqliteFile(folder.path().join("mimamori.sqlite"));
    let db = Db::open(&place, 1).unwrap();
    db.migrate().unwrap();
    let app = TestApp::with(db);
    let hanako = testkit::client("川崎 花子").build();
    let id = hanako.id.to_string();
    app.write(Role::Manager, move |cx| {
        store::clients::insert(cx.tx, &hanako)?;
        cx.audit(app::AuditAction::CreateClient, "c", &serde_json::json!({}))
    })
    .unwrap();
    assert_eq!(verify(&app).findings, []);
    testkit::tamper(&place, &["update client set name = '別人'"]);
    let row = WrongRow { of: vec![OFFICE], table: "client", id, fault: RowFault::Changed };
    assert!(verify(&app).findings.contains(&Finding::Row(row.clone())));
    app.db.write_now(upkeep::rebuild).unwrap();
    assert_eq!(verify(&app).findings, [Finding::Row(row)]);
    let checked = app.read(Role::Manager, app::records::check_records).unwrap();
    assert!(checked.chain.is_ok() && checked.rows.len() == 1);
}

#[test]
fn answers_to_what_was_sent_are_kept_for_thirty_days() {
    let app = TestApp::new();
    let sent = |id: u64| {
        let sending = Some(domain::id::OperationId(testkit::id(id)));
        app.write_as(app.actor(Role::Manager), sending, |cx| cx.once("test", |_| Ok(7))).unwrap()
    };
    sent(1);
    assert_eq!(upkeep::sweep_operations(&app.db, &app.outside).unwrap(), 0);
    app.keep(|tx| tx.execute("update operation set at = '2026-10-01T00:00:00.000Z'", &[]));
    sent(2);
    assert_eq!(upkeep::sweep_operations(&app.db, &app.outside).unwrap(), 1);
    let left: Vec<String> = app.keep(|tx| tx.rows("select id from operation", &[], |row| row.next()));
    assert_eq!(left, [testkit::id(2).to_string()]);
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

#[test]
fn a_clock_before_the_last_entry_is_told_until_it_is_accepted() {
    let app = app();
    let at = |time: &'static str| {
        let mut outside = app.outside.clone();
        outside.now = std::sync::Arc::new(move || time.to_owned());
        outside
    };
    let behind = |time: &'static str| {
        let outside = at(time);
        app.db.read_now(move |tx| upkeep::clock_behind(tx, &outside)).unwrap()
    };
    assert_eq!(behind("2036-01-01T00:00:00.000Z"), None);
    let now = behind("2020-01-01T00:00:00.000Z").unwrap();
    assert!(now.starts_with("2026-11-22T01:00"), "{now}");
    let token = app.sign_in(&app.actor(Role::Manager));
    let outside = at("2020-01-01T00:00:00.000Z");
    let accepted = outside.clone();
    let all = app.db.write_now(move |tx| upkeep::accept_clock(tx, &accepted)).unwrap();
    assert_eq!(all.len(), 2);
    for of in all {
        let (outside, last) = (outside.clone(), now.clone());
        app.db.write_now_in(of, move |tx| upkeep::tell_clock_accepted(tx, &outside, of, &last)).unwrap();
    }
    assert_eq!(behind("2020-01-01T00:00:00.000Z"), None, "from now on the log is of this clock");
    let found = app.db.read_now(move |tx| app::accounts::find_session(tx, &token, "2020-01-01T00:01:00.000Z"));
    assert!(found.unwrap().is_none(), "who signed in in a time to come is signed out");
    assert_eq!(verify(&app).findings, []);
}
