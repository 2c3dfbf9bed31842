//! Disks that are full or damaged, servers that are not there, and a program that is killed.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::{
    env, fs,
    io::{BufRead as _, BufReader},
    process::{Command, Stdio},
    sync::atomic::{AtomicUsize, Ordering},
};

use store::{Db, Fault, Location, StoreError, Tx};
use testkit::{in_memory, on_both_places};

fn insert(tx: &mut Tx, code: &str) -> Result<(), StoreError> {
    tx.execute("insert into setup_code (code_hash, created_at) values ($1, '')", &[&code])?;
    Ok(())
}

fn count(tx: &mut Tx) -> Result<i64, StoreError> {
    tx.one("select count(*) from setup_code", &[], |row| row.next())
}

#[test]
fn a_full_disk_is_told_and_keeps_nothing_of_the_transaction() {
    let db = in_memory();
    // A limit on the file's pages is the engine's own way to run full.
    db.write_now(|tx| tx.rows("pragma max_page_count = 1", &[], |_| Ok(()))).unwrap();
    let error = db
        .write_now(|tx| {
            insert(tx, "small")?;
            insert(tx, &"x".repeat(1_000_000))
        })
        .unwrap_err();
    assert_eq!(error.fault(), Some(Fault::Full), "{error}");
    assert!(!db.writes(), "the last write that was tried found no room");
    assert_eq!(db.read_now(count).unwrap(), 0, "reading goes on");
    assert!(!db.writes(), "reading says nothing about writing");
    db.write_now(|tx| tx.rows("pragma max_page_count = 1000000", &[], |_| Ok(()))).unwrap();
    assert_eq!(db.read_now(count).unwrap(), 0);
    db.write_now(|tx| insert(tx, "after")).unwrap();
    assert_eq!(db.read_now(count).unwrap(), 1);
    assert!(db.writes());
}

#[test]
fn a_lock_held_by_another_program_stops_writing_and_not_reading() {
    let folder = tempfile::tempdir().unwrap();
    let place = Location::SqliteFile(folder.path().join("a.sqlite"));
    let db = Db::open(&place, 1).unwrap();
    db.migrate().unwrap();
    let other = Db::open(&place, 1).unwrap();
    let (held, wait) = std::sync::mpsc::channel::<()>();
    let (locked, is_locked) = std::sync::mpsc::channel();
    let holder = std::thread::spawn(move || {
        other.write_now(move |tx| {
            insert(tx, "held")?;
            locked.send(()).unwrap();
            let _ = wait.recv();
            Ok::<_, StoreError>(())
        })
    });
    is_locked.recv().unwrap();
    assert!(matches!(db.write_now(|tx| insert(tx, "late")), Err(StoreError::Busy)));
    assert!(!db.writes());
    assert_eq!(db.read_now(count).unwrap(), 0, "the state before");
    drop(held);
    holder.join().unwrap().unwrap();
    db.write_now(|tx| insert(tx, "late")).unwrap();
    assert!(db.writes());
}

#[test]
fn a_file_that_is_no_database_is_refused_and_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("letter.sqlite");
    let letter = "拝啓 ".repeat(1000);
    fs::write(&path, &letter).unwrap();
    let error = Db::open(&Location::SqliteFile(path.clone()), 1).err().unwrap();
    assert_eq!(error.fault(), Some(Fault::Corrupt), "{error}");
    assert_eq!(fs::read_to_string(&path).unwrap(), letter);
}

#[test]
fn another_programs_database_is_refused_and_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("theirs.sqlite");
    let place = Location::SqliteFile(path.clone());
    {
        let theirs = Db::open(&place, 1).unwrap();
        theirs
            .write_now(|tx| {
                tx.execute("create table letters (text text)", &[])?;
                tx.rows("pragma application_id = 4711", &[], |_| Ok(()))
            })
            .unwrap();
    }
    let before = fs::read(&path).unwrap();
    let error = Db::open(&place, 1).err().unwrap();
    assert_eq!(error.fault(), Some(Fault::Schema), "{error}");
    assert_eq!(fs::read(&path).unwrap(), before);
}

#[test]
fn a_place_that_cannot_hold_a_file_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let error = Db::open(&Location::SqliteFile(folder.path().to_owned()), 1).err().unwrap();
    assert_eq!(error.fault(), Some(Fault::Disk), "{error}");
    fs::write(folder.path().join("file"), "").unwrap();
    let error = Db::open(&Location::SqliteFile(folder.path().join("file/a.sqlite")), 1).err().unwrap();
    assert_eq!(error.fault(), Some(Fault::Disk), "{error}");
}

#[test]
fn a_server_that_is_not_there_is_told() {
    let nowhere = Location::Postgres("postgres://nobody@127.0.0.1:9/none".to_owned());
    let error = Db::open(&nowhere, 1).err().unwrap();
    assert_eq!(error.fault(), Some(Fault::Connection), "{error}");
    let nonsense = Location::Postgres("postgres://a b".to_owned());
    assert!(Db::open(&nonsense, 1).is_err());
}

#[test]
fn an_address_shows_no_password() {
    let location = Location::Postgres("postgres://mimamori:geheim@db.example/mimamori".to_owned());
    assert!(!format!("{location:?}").contains("geheim"), "{location:?}");
}

/// The variable that makes this test program the one that is killed.
const VICTIM: &str = "MIMAMORI_TEST_VICTIM";

#[test]
fn what_was_answered_survives_a_kill() {
    if let Ok(path) = env::var(VICTIM) {
        write_until_killed(&path);
    }
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.sqlite");
    let mut child = Command::new(env::current_exe().unwrap())
        .args(["faults::what_was_answered_survives_a_kill", "--exact", "--nocapture"])
        .env(VICTIM, &path)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let lines = BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok);
    let answered = lines.filter(|line| line.starts_with("saved ")).take(40).count();
    child.kill().unwrap();
    child.wait().unwrap();
    assert_eq!(answered, 40);

    let db = Db::open(&Location::SqliteFile(path), 1).unwrap();
    db.check_migrated().unwrap();
    let pairs: i64 = db.read_now(count).unwrap();
    assert!(pairs >= 80, "40 saves of two rows were answered, {pairs} rows are there");
    assert_eq!(pairs % 2, 0, "half a transaction was kept");
    let sound: String = db.read_now(|tx| tx.one("pragma integrity_check", &[], |row| row.next::<String>())).unwrap();
    assert_eq!(sound, "ok");
}

#[expect(clippy::print_stdout, reason = "the test reads what was saved")]
fn write_until_killed(path: &str) -> ! {
    let db = Db::open(&Location::SqliteFile(path.into()), 1).unwrap();
    db.migrate().unwrap();
    for number in 0_u64.. {
        db.write_now(move |tx| {
            insert(tx, &format!("{number} a"))?;
            insert(tx, &format!("{number} b"))
        })
        .unwrap();
        println!("saved {number}");
    }
    std::process::exit(1)
}

#[test]
fn a_lost_connection_in_the_middle_keeps_nothing() {
    on_both_places(|place, engine| {
        if engine == testkit::Engine::Sqlite {
            return;
        }
        let db = Db::open(place, 1).unwrap();
        db.migrate().unwrap();
        let lost = db.write_now(|tx| {
            insert(tx, "half")?;
            drop(tx.rows("select pg_terminate_backend(pg_backend_pid())", &[], |_| Ok(())));
            insert(tx, "other half")
        });
        assert_eq!(lost.unwrap_err().fault(), Some(Fault::Connection));
        assert_eq!(db.read_now(count).unwrap(), 0);
    });
}

#[test]
fn a_file_that_goes_away_under_the_program_is_noticed_before_anything_is_lost() {
    let folder = tempfile::tempdir().unwrap();
    let (path, aside) = (folder.path().join("a.sqlite"), folder.path().join("aside.sqlite"));
    let db = Db::open(&Location::SqliteFile(path.clone()), 2).unwrap();
    db.migrate().unwrap();
    db.write_now(|tx| insert(tx, "before")).unwrap();
    fs::rename(&path, &aside).unwrap();
    let gone = |db: &Db| {
        assert_eq!(db.read_now(count).unwrap_err().fault(), Some(Fault::Gone));
        assert_eq!(db.write_now(|tx| insert(tx, "lost")).unwrap_err().fault(), Some(Fault::Gone));
        assert!(!db.writes());
    };
    gone(&db);
    // Another file in its place is no better.
    fs::copy(&aside, &path).unwrap();
    gone(&db);
    // The file itself, back where it was, is.
    fs::rename(&aside, &path).unwrap();
    db.write_now(|tx| insert(tx, "after")).unwrap();
    assert_eq!(db.read_now(count).unwrap(), 2, "nothing was written meanwhile");
    // In the middle of a transaction, too: what was committed went into a file that nobody finds.
    let (from, to) = (path.clone(), aside.clone());
    let told = db.write_now(move |tx| {
        insert(tx, "middle")?;
        fs::rename(&from, &to).unwrap();
        Ok::<_, StoreError>(())
    });
    assert_eq!(told.unwrap_err().fault(), Some(Fault::Gone));
}

/// A database with rows.
fn with_rows(path: &std::path::Path, rows: usize) -> Db {
    let db = Db::open(&Location::SqliteFile(path.to_owned()), 2).unwrap();
    db.migrate().unwrap();
    more(&db, rows);
    db
}

/// Rows in one transaction. A thousand of them are more pages than the log keeps, which then come into the file.
fn more(db: &Db, rows: usize) {
    static NUMBER: AtomicUsize = AtomicUsize::new(0);
    let written = db.write_now(move |tx| {
        (0..rows)
            .try_for_each(|_| insert(tx, &format!("{} {}", NUMBER.fetch_add(1, Ordering::Relaxed), "x".repeat(5_000))))
    });
    written.unwrap();
}

/// Puts the bytes of a file into another, which stays the file it is.
fn write_over(path: &std::path::Path, with: &std::path::Path) {
    let bytes = fs::read(with).unwrap();
    let mut file = fs::File::options().write(true).truncate(true).open(path).unwrap();
    std::io::Write::write_all(&mut file, &bytes).unwrap();
    // Closing it would give up SQLite's locks, which another program does not do.
    std::mem::forget(file);
}

#[test]
fn a_file_that_is_written_over_in_its_place_is_noticed_and_left_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    drop(with_rows(&at("other.sqlite"), 3));
    for (name, with) in [("one.sqlite", "other.sqlite"), ("two.sqlite", "copy.sqlite"), ("three.sqlite", "raw.sqlite")]
    {
        let db = with_rows(&at(name), 3);
        if with == "copy.sqlite" {
            store::backup::save(&at(name), &at(with)).unwrap();
        }
        if with == "raw.sqlite" {
            let bytes = Command::new("cat").arg(at(name)).output().unwrap().stdout;
            fs::write(at(with), bytes).unwrap();
        }
        more(&db, 1_200);
        db.read_now(count).unwrap();
        write_over(&at(name), &at(with));
        let fault = |answer: Result<i64, StoreError>| answer.err().and_then(|fault| fault.fault());
        assert_eq!(fault(db.read_now(count)), Some(Fault::Gone), "{name}");
        assert_eq!(fault(db.write_now(|tx| insert(tx, "lost").map(|()| 0))), Some(Fault::Gone), "{name}");
        drop(db);
        // What was put there is not mixed with what waited in the log.
        assert_eq!(fs::read(at(name)).unwrap(), fs::read(at(with)).unwrap(), "{name}");
    }
}

#[test]
fn another_program_that_works_in_the_same_file_is_nothing_to_be_noticed() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.sqlite");
    let (one, two) = (with_rows(&path, 3), with_rows(&path, 3));
    for _ in 0..4 {
        more(&one, 700);
        more(&two, 700);
        more(&one, 1);
        more(&two, 1);
    }
    drop(one);
    more(&two, 10);
    let again = with_rows(&path, 3);
    assert_eq!(again.read_now(count).unwrap(), two.read_now(count).unwrap());
    // A copy that is put back where there is nothing is a database of its own.
    let (copy, back) = (folder.path().join("copy.sqlite"), folder.path().join("back.sqlite"));
    store::backup::save(&path, &copy).unwrap();
    store::backup::restore(&copy, &back).unwrap();
    more(&with_rows(&back, 3), 3);
}

#[tokio::test]
async fn whether_writing_works_is_found_out_without_anybody_who_writes() {
    let db = in_memory();
    store::derived::try_writing(&db).await.unwrap();
    assert!(db.writes());
    db.write_now(|tx| tx.rows("pragma query_only = 1", &[], |_| Ok(()))).unwrap();
    assert!(store::derived::try_writing(&db).await.is_err());
    assert!(!db.writes());
    if let Some((db, schema)) = testkit::postgres() {
        store::derived::try_writing(&db).await.unwrap();
        store::derived::try_writing(&db).await.unwrap();
        assert!(db.writes());
        drop(db);
        drop(schema);
    }
}
