//! 引っ越し: every table of one engine into the other and back, each proved; a move that was broken off is refused by everybody.

#![expect(clippy::unwrap_used, reason = "tests")]

use domain::id::FileId;
use store::{
    Db, Fault, Location, StoreError, attachments, audit,
    moving::{self, ProvedTable},
    schema, seals,
};
use testkit::{Engine, OFFICE, PostgresSchema, add_offices, client, id, months, on_both_places};

/// An office with a client, a certificate, its audit, and chunks of a file.
fn filled(place: &Location) -> Db {
    let db = Db::open(place, 1).unwrap();
    db.migrate().unwrap();
    db.write_now(add_offices).unwrap();
    db.write_now_in(OFFICE, |tx| {
        for number in 0..60 {
            let client = client(&format!("川崎 花子{number}")).build();
            store::clients::insert(tx, &client)?;
            store::certificates::insert(tx, &months("2026-04..2027-03").every(3).plan_made("2026-04-20").of(&client))?;
        }
        (0..70).try_for_each(|seq| {
            attachments::write_chunk(tx, OFFICE, (FileId(id(900)), seq), &[7, 0, 255], "2026-11-22T00:00:00.000Z")
        })
    })
    .unwrap();
    db
}

fn moved(from: &Db, to: &Location) -> (Db, Vec<ProvedTable>) {
    assert!(moving::is_empty(to).unwrap());
    let target = Db::open(to, 1).unwrap();
    target.migrate().unwrap();
    let proved = moving::move_all(from, &target, |_| ()).unwrap();
    assert_eq!(target.check_migrated().unwrap_err().fault(), Some(Fault::Unfinished), "until it is finished");
    moving::finish(&target).unwrap();
    target.check_migrated().unwrap();
    assert!(!moving::is_empty(to).unwrap());
    (target, proved)
}

fn is_sound(db: &Db) {
    assert_eq!(db.read_now(schema::check).unwrap(), []);
    assert_eq!(db.read_now(|tx| seals::check(tx, OFFICE)).unwrap(), []);
    assert_eq!(db.read_now(seals::check_accounts).unwrap(), []);
    assert_eq!(db.read_now(|tx| tx.integrity()).unwrap(), Vec::<String>::new());
    assert!(db.read_now(|tx| audit::verify(tx, OFFICE)).unwrap().is_ok());
}

#[test]
fn what_goes_to_the_other_engine_and_back_is_the_same_table_by_table() {
    let folder = tempfile::tempdir().unwrap();
    on_both_places(|place, engine| {
        let first = filled(place);
        let server = PostgresSchema::create();
        let other = match (&server, engine) {
            (Some(schema), Engine::Sqlite) => schema.location(),
            _ => Location::SqliteFile(folder.path().join(format!("{engine:?}-there.sqlite"))),
        };
        let (there, proved) = moved(&first, &other);
        is_sound(&there);
        assert!(proved.iter().any(|table| table.name == "file_chunk" && table.rows == 70), "{proved:?}");
        assert!(proved.iter().any(|table| table.name == "client" && table.rows == 60));
        let back = Location::SqliteFile(folder.path().join(format!("{engine:?}-back.sqlite")));
        let (back, again) = moved(&there, &back);
        is_sound(&back);
        assert_eq!(proved, again);
        drop((first, there, back));
        drop(server);
    });
}

#[test]
fn a_row_more_or_a_letter_changed_changes_the_proof() {
    let folder = tempfile::tempdir().unwrap();
    let place = |name: &str| Location::SqliteFile(folder.path().join(name));
    let first = filled(&place("a"));
    let (second, proved) = moved(&first, &place("b"));
    second.write_now(|tx| tx.execute("update organisation set name = 'x'", &[])).unwrap();
    let (_, changed) = moved(&second, &place("c"));
    let differs: Vec<&str> =
        proved.iter().zip(&changed).filter(|(a, b)| a != b).map(|(a, _)| a.name.as_str()).collect();
    assert!(differs.contains(&"organisation") && !differs.contains(&"client"), "{differs:?}");
}

#[test]
fn a_source_that_is_not_of_this_version_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let (from, to) = (folder.path().join("a"), folder.path().join("b"));
    let source = Db::open(&Location::SqliteFile(from), 1).unwrap();
    source.migrate_up_to("0001_start").unwrap();
    let target = Db::open(&Location::SqliteFile(to), 1).unwrap();
    target.migrate().unwrap();
    let refused: StoreError = moving::move_all(&source, &target, |_| ()).unwrap_err();
    assert_eq!(refused.fault(), Some(Fault::Schema));
    target.check_migrated().unwrap();
}
