//! 控え: keys, runs and drills are kept on both engines, and what people did is sealed.

use store::{
    Location, audit,
    backup::{self, Scratch, Server, lean, server},
    copies::{self, CopyDrill, CopyKey, CopyRun, RunKind},
    seals,
};
use testkit::{Engine, OFFICE, add_offices, on_both_databases, on_both_places};

fn key(public: &str) -> CopyKey {
    let (at, by) = ("2026-11-22T00:00:00.000Z".to_owned(), "u".to_owned());
    CopyKey { public_key: public.to_owned(), made_at: at, made_by: by, made_by_name: "管理 一郎".to_owned() }
}

fn run(kind: RunKind, fault: &str, place: &str) -> CopyRun {
    let (at, fault, place) = ("2026-11-22T00:00:00.000Z".to_owned(), fault.to_owned(), place.to_owned());
    CopyRun { kind, at, fault, place, bytes: 10, files: 2, findings: 0, milliseconds: 5 }
}

#[test]
fn the_newest_key_and_drill_stand_and_both_are_sealed() {
    on_both_databases(|db, engine| {
        db.write_now(add_offices).unwrap();
        let none = db.read_now(|tx| Ok::<_, store::StoreError>((copies::newest_key(tx)?, copies::newest_drill(tx)?)));
        assert_eq!(none.unwrap(), (None, None), "{engine:?}");
        for public in ["age1a", "age1b"] {
            db.write_now_in(OFFICE, move |tx| copies::add_key(tx, &key(public))).unwrap();
        }
        assert_eq!(db.read_now(copies::newest_key).unwrap(), Some(key("age1b")));
        let drill = CopyDrill {
            done_at: "2026-11-22T01:00:00.000Z".to_owned(),
            done_by: "u".to_owned(),
            done_by_name: "管理 一郎".to_owned(),
            note: "戻せた".to_owned(),
        };
        let new = drill.clone();
        db.write_now_in(OFFICE, move |tx| copies::add_drill(tx, &new)).unwrap();
        assert_eq!(db.read_now(copies::newest_drill).unwrap(), Some(drill));
        assert_eq!(db.read_now(seals::check_accounts).unwrap(), []);
        assert!(db.read_now(|tx| audit::verify(tx, OFFICE)).unwrap().is_ok());
        let changed = db.write_now(|tx| tx.execute("update copy_key set public_key = 'age1c'", &[]));
        assert!(changed.is_err(), "append-only on {engine:?}");
    });
}

#[test]
fn runs_are_kept_by_kind_and_old_ones_go() {
    on_both_databases(|db, _| {
        db.write_now(|tx| {
            for (kind, fault, place) in [
                (RunKind::Copy, "", "a"),
                (RunKind::Test, "damaged", "a"),
                (RunKind::Copy, "", "b"),
                (RunKind::Copy, "full", "c"),
            ] {
                copies::add_run(tx, &run(kind, fault, place))?;
            }
            Ok::<_, store::StoreError>(())
        })
        .unwrap();
        let places = |runs: Vec<CopyRun>| runs.into_iter().map(|run| run.place).collect::<Vec<_>>();
        assert_eq!(places(db.read_now(|tx| copies::runs(tx, RunKind::Copy, 2)).unwrap()), ["c", "b"]);
        assert_eq!(
            db.read_now(|tx| copies::newest_good_run(tx, RunKind::Copy)).unwrap(),
            Some(run(RunKind::Copy, "", "b"))
        );
        assert_eq!(db.read_now(|tx| copies::newest_good_run(tx, RunKind::Test)).unwrap(), None);
        assert_eq!(db.write_now(|tx| copies::sweep_runs(tx, RunKind::Copy, 2)).unwrap(), 1);
        assert_eq!(places(db.read_now(|tx| copies::runs(tx, RunKind::Copy, 9)).unwrap()), ["c", "b"]);
    });
}

#[test]
fn a_lean_copy_has_every_row_but_the_bytes_of_files() {
    on_both_places(|place, engine| {
        let db = store::Db::open(place, 1).unwrap();
        db.migrate().unwrap();
        db.write_now(add_offices).unwrap();
        let file = domain::id::FileId(uuid());
        db.write_now_in(OFFICE, move |tx| store::attachments::write_chunk(tx, OFFICE, (file, 0), b"scan", "2026"))
            .unwrap();
        let Some(path) = place.sqlite_file() else {
            assert_eq!(engine, Engine::Postgres);
            let state = db.read_now(server::server_state).unwrap();
            assert!(state.tables > 20 && state.major >= 13 && state.schema.starts_with("test_"), "{state:?}");
            return;
        };
        let (copy, again) = (path.with_extension("copy"), path.with_extension("again"));
        lean::save_without_files(path, &copy).unwrap();
        assert!(backup::restore(&copy, &again).unwrap());
        let again = store::Db::open(&Location::SqliteFile(again), 1).unwrap();
        again.check_migrated().unwrap();
        assert_eq!(again.read_now(store::schema::check).unwrap(), []);
        assert_eq!(again.read_now(|tx| seals::check(tx, OFFICE)).unwrap(), []);
        assert_eq!(again.read_now(|tx| tx.integrity()).unwrap(), Vec::<String>::new());
        let chain = |db: &store::Db| db.read_now(|tx| audit::verify(tx, OFFICE)).unwrap().unwrap();
        assert_eq!(chain(&again), chain(&db));
        assert_eq!(again.read_now(move |tx| store::attachments::length(tx, OFFICE, file)).unwrap(), None);
        assert_eq!(db.read_now(move |tx| store::attachments::length(tx, OFFICE, file)).unwrap(), Some(4));
        assert!(lean::save_without_files(&path.with_extension("none"), &copy.with_extension("x")).is_err());
    });
}

#[test]
fn a_dump_gets_a_checksum_and_loses_it_again() {
    let folder = tempfile::tempdir().unwrap();
    let (dump, plain) = (folder.path().join("dump"), folder.path().join("plain"));
    server::save_dump(&dump, |beside| {
        std::fs::write(beside, "PGDMP…").unwrap();
        Ok::<_, store::StoreError>(())
    })
    .unwrap();
    assert!(server::take_dump(&dump, &plain).unwrap());
    assert_eq!(std::fs::read_to_string(&plain).unwrap(), "PGDMP…");
    let mut bytes = std::fs::read(&dump).unwrap();
    bytes[2] ^= 1;
    std::fs::write(&dump, bytes).unwrap();
    assert!(server::take_dump(&dump, &plain).is_err());
    assert!(!server::take_dump(&plain, &folder.path().join("again")).unwrap(), "it has no checksum");
}

#[test]
fn a_throwaway_database_is_empty_and_goes_and_a_password_stands_in_the_environment_alone() {
    assert_eq!(Server::of(&Location::SqliteMemory).unwrap(), None);
    let url = Location::Postgres("postgres://u:p%40ss@127.0.0.1:25432/d".to_owned());
    let environment = Server::of(&url).unwrap().unwrap().environment();
    assert!(environment.contains(&("PGPASSWORD", "p@ss".to_owned())), "{environment:?}");
    on_both_places(|place, engine| {
        if engine == Engine::Sqlite {
            assert!(Scratch::create(place, "x", "public").is_err());
            return;
        }
        let schema = store::Db::open(place, 1).unwrap().read_now(server::server_state).unwrap().schema;
        let ending = format!("scratch_{}", std::process::id());
        for _ in 0..2 {
            let scratch = Scratch::create(place, &ending, &schema).unwrap();
            let db = store::Db::open(scratch.location(), 1).unwrap();
            assert_eq!(db.read_now(server::server_state).unwrap().tables, 0);
            db.migrate().unwrap();
        }
    });
}

fn uuid() -> uuid::Uuid {
    uuid::Uuid::from_u64_pair(1, 2)
}
