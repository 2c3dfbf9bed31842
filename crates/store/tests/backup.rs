//! 控え: a copy taken while others write, a database made from it, and nothing ever written over.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::{fs, path::Path};

use store::{Db, Fault, Location, StoreError, Tx, audit, backup};
use testkit::{Engine, OFFICE, TestApp, on_both_places};

fn open(path: &Path) -> Db {
    let db = Db::open(&Location::SqliteFile(path.to_owned()), 1).unwrap();
    db.migrate().unwrap();
    db
}

fn append(tx: &mut Tx) -> Result<i64, StoreError> {
    let entry = audit::NewEntry {
        at: "2026-11-22",
        actor_id: "a",
        actor_name: "a",
        action: audit::AuditAction::SetUp,
        subject: "a",
        body: "{}",
    };
    audit::append(tx, OFFICE, &entry)
}

#[test]
fn a_copy_taken_in_the_middle_of_writing_is_whole() {
    let folder = tempfile::tempdir().unwrap();
    let (data, copy, again) = (folder.path().join("a"), folder.path().join("copy"), folder.path().join("again"));
    let db = open(&data);
    TestApp::with(db.clone());
    db.write_now(append).unwrap();
    let writer = db.clone();
    let busy = std::thread::spawn(move || {
        for _ in 0..50 {
            writer.write_now(append).unwrap();
        }
    });
    backup::save(&data, &copy).unwrap();
    busy.join().unwrap();
    backup::restore(&copy, &again).unwrap();
    let chain = open(&again).read_now(|tx| audit::verify(tx, OFFICE)).unwrap().unwrap();
    assert!((1..=52).contains(&chain.entries), "{chain:?}");
    assert_eq!(db.read_now(|tx| audit::verify(tx, OFFICE)).unwrap().unwrap().entries, 52);
    assert!(open(&again).read_now(|tx| tx.integrity()).unwrap().is_empty());
    assert!(!folder.path().join("copy.unfinished").exists());
}

#[test]
fn a_file_is_copied_and_a_server_has_its_own_ways() {
    on_both_places(|place, engine| {
        drop(Db::open(place, 1).unwrap().migrate().unwrap());
        let Some(file) = place.sqlite_file() else {
            assert_eq!(engine, Engine::Postgres);
            return;
        };
        let (copy, again) = (file.with_extension("copy"), file.with_extension("again"));
        backup::save(file, &copy).unwrap();
        backup::restore(&copy, &again).unwrap();
        Db::open(&Location::SqliteFile(again), 1).unwrap().check_migrated().unwrap();
    });
}

#[cfg(unix)]
#[test]
fn data_and_copies_belong_to_their_owner_alone() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = tempfile::tempdir().unwrap();
    let (data, copy) = (folder.path().join("a"), folder.path().join("copy"));
    let db = open(&data);
    backup::save(&data, &copy).unwrap();
    for name in ["a", "a-wal", "copy"] {
        let mode = fs::metadata(folder.path().join(name)).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{name}");
    }
    drop(db);
}

#[test]
fn nothing_is_written_over() {
    let folder = tempfile::tempdir().unwrap();
    let (data, copy) = (folder.path().join("a"), folder.path().join("copy"));
    drop(open(&data));
    fs::write(&copy, "older copy").unwrap();
    assert_eq!(backup::save(&data, &copy).unwrap_err().fault(), Some(Fault::Disk));
    assert_eq!(fs::read_to_string(&copy).unwrap(), "older copy");
    let good = folder.path().join("good");
    backup::save(&data, &good).unwrap();
    assert_eq!(backup::restore(&good, &data).unwrap_err().fault(), Some(Fault::Disk));
}

#[test]
fn what_is_no_copy_of_ours_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let to = folder.path().join("to");
    let letter = folder.path().join("letter");
    fs::write(&letter, "拝啓 ".repeat(1000)).unwrap();
    assert_eq!(backup::restore(&letter, &to).unwrap_err().fault(), Some(Fault::Corrupt));

    let foreign = folder.path().join("foreign");
    drop(Db::open(&Location::SqliteFile(foreign.clone()), 1).unwrap());
    assert_eq!(backup::restore(&foreign, &to).unwrap_err().fault(), Some(Fault::Schema));

    let newer = folder.path().join("newer");
    open(&newer)
        .write_now(|tx| tx.execute("insert into schema_migration (name, applied_at) values ('9999_future', '')", &[]))
        .unwrap();
    assert_eq!(backup::restore(&newer, &to).unwrap_err().fault(), Some(Fault::Schema));

    let cut = folder.path().join("cut");
    drop(open(&cut));
    let bytes = fs::read(&cut).unwrap();
    fs::write(&cut, bytes.get(..bytes.len() / 2).unwrap()).unwrap();
    assert!(backup::restore(&cut, &to).is_err());

    assert!(backup::save(&folder.path().join("nothing"), &to).is_err());
    assert!(!to.exists());
}

#[test]
fn what_a_killed_backup_left_does_not_stop_the_next_one() {
    let folder = tempfile::tempdir().unwrap();
    let (from, to) = (folder.path().join("a.sqlite"), folder.path().join("copy.sqlite"));
    let db = store::Db::open(&store::Location::SqliteFile(from.clone()), 1).unwrap();
    db.migrate().unwrap();
    for leftover in ["copy.sqlite.unfinished", "copy.sqlite.unfinished-journal"] {
        std::fs::write(folder.path().join(leftover), "half of a page").unwrap();
    }
    store::backup::save(&from, &to).unwrap();
    let names: Vec<String> = std::fs::read_dir(folder.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.contains("unfinished"))
        .collect();
    assert_eq!(names, Vec::<String>::new());
}

#[test]
fn one_flipped_bit_anywhere_in_a_copy_is_found() {
    let folder = tempfile::tempdir().unwrap();
    let (data, copy, to) = (folder.path().join("a"), folder.path().join("copy"), folder.path().join("to"));
    TestApp::with(open(&data)).db.write_now(append).unwrap();
    backup::save(&data, &copy).unwrap();
    let bytes = fs::read(&copy).unwrap();
    let places = (0..bytes.len()).step_by(bytes.len() / 199).chain(bytes.len() - 100..bytes.len());
    for place in places {
        let mut flipped = bytes.clone();
        flipped[place] ^= 1 << (place % 8);
        fs::write(&copy, flipped).unwrap();
        assert!(backup::restore(&copy, &to).is_err(), "byte {place} of {}", bytes.len());
        assert!(!to.exists());
    }
    fs::write(&copy, &bytes).unwrap();
    assert!(backup::restore(&copy, &to).unwrap(), "the checksum said that it is whole");
    assert_eq!(fs::read(&to).unwrap().len() % 4096, 0, "the mark stays behind");
}

#[test]
fn a_copy_of_before_is_taken_and_one_with_its_newest_words_beside_it_is_not() {
    let folder = tempfile::tempdir().unwrap();
    let (data, to) = (folder.path().join("a"), folder.path().join("to"));
    let db = open(&data);
    let log = folder.path().join("a-wal");
    assert!(fs::metadata(&log).unwrap().len() > 0, "words are waiting");
    assert_eq!(backup::restore(&data, &to).unwrap_err().fault(), Some(Fault::LogBeside));
    drop(db);
    assert!(!backup::restore(&data, &to).unwrap(), "it has no checksum");
}
