//! The keeper at work on both engines: hours pass by a clock of the test's own.

use std::{
    fs,
    os::unix::fs::PermissionsExt as _,
    path::{Path, PathBuf},
    sync::{Arc, Mutex},
};

use app::{
    Outside,
    copies::{CopyFault, MadeKey, keep_key_by_command},
    sha256_hex,
};
use domain::{
    id::{AttachmentId, FileId, UserId},
    paper::ScanKind,
};
use store::{
    Db, Location,
    attachments::{self, Attachment},
    backup::Scratch,
    copies::{self, CopyRun, RunKind},
};
use testkit::{OFFICE, TestApp, client, id, months};

use super::{CopiesFolder, Plain, files, keeper::tick, keys, plain_copy, put, trial::Throwaway};

/// An office with an attached file, its folder of copies, and a clock that the test turns.
struct Kept {
    room: tempfile::TempDir,
    place: Location,
    app: TestApp,
    outside: Outside,
    clock: Arc<Mutex<String>>,
    paper: MadeKey,
    copies: CopiesFolder,
    /// Dropped last.
    _scratch: Option<Scratch>,
}

fn kept(place: Location, scratch: Option<Scratch>, room: tempfile::TempDir) -> Kept {
    let db = Db::open(&place, 1).unwrap();
    db.migrate().unwrap();
    let app = TestApp::with(db);
    app.keep(|tx| {
        let client = client("川崎 花子").build();
        let certificate = months("2026-04..2027-03").every(3).plan_made("2026-04-20").of(&client);
        store::clients::insert(tx, &client)?;
        store::certificates::insert(tx, &certificate)?;
        let scan = b"%PDF-1.7 scan".repeat(40_000);
        let file = FileId(id(900));
        for (seq, chunk) in (0..).zip(scan.chunks(256 * 1024)) {
            attachments::write_chunk(tx, OFFICE, (file, seq), chunk, "2026-11-22T00:00:00.000Z")?;
        }
        let new = Attachment {
            id: AttachmentId(id(901)),
            client: client.id,
            kind: ScanKind::Certificate,
            certificate: Some(certificate.id),
            plan: None,
            file,
            sha256: sha256_hex(&scan),
            media: "application/pdf".to_owned(),
            length: i64::try_from(scan.len()).unwrap(),
            note: "受給者証".to_owned(),
            added_at: "2026-11-22T00:00:00.000Z".to_owned(),
            added_by: UserId(id(77)),
            added_by_name: "事務 次郎".to_owned(),
            withdrawal: None,
        };
        attachments::add(tx, OFFICE, &new)
    });
    app.db.write_now(app::upkeep::rebuild).unwrap();
    let clock = Arc::new(Mutex::new(String::new()));
    let told = Arc::clone(&clock);
    let outside = Outside {
        now: Arc::new(move || told.lock().unwrap().clone()),
        random: Arc::new(|| *uuid::Uuid::now_v7().as_bytes().repeat(2).first_chunk().unwrap()),
        ..app.outside.clone()
    };
    let at = "2026-11-22T00:00:00.000Z";
    at.clone_into(&mut clock.lock().unwrap());
    let with = outside.clone();
    let paper = app.db.write_now(move |tx| keep_key_by_command(tx, &with)).unwrap();
    let folder = room.path().join("copies");
    fs::create_dir(&folder).unwrap();
    let copies = CopiesFolder::open(&folder, &room.path().join("data"), &place, &outside).unwrap();
    Kept { room, place, app, outside, clock, paper, copies, _scratch: scratch }
}

fn on_both(test: impl Fn(Kept)) {
    let room = tempfile::tempdir().unwrap();
    let place = Location::SqliteFile(room.path().join("data/mimamori.sqlite"));
    test(kept(place, None, room));
    if let Ok(server) = std::env::var(testkit::POSTGRES) {
        let ending = format!("keeper_{}_{}", std::process::id(), uuid::Uuid::now_v7().simple());
        let scratch = Scratch::create(&Location::Postgres(server), &ending, "public").unwrap();
        let place = scratch.location().clone();
        test(kept(place, Some(scratch), tempfile::tempdir().unwrap()));
    }
}

impl Kept {
    fn at(&self, utc: &str) -> bool {
        utc.clone_into(&mut self.clock.lock().unwrap());
        tick(&self.app.db, &self.outside, &self.copies).unwrap()
    }

    fn names(&self) -> Vec<String> {
        names(&self.copies.folder).into_iter().filter(|name| name.ends_with(".age")).collect()
    }

    fn sealed_files(&self) -> Vec<PathBuf> {
        let folders = names(&self.copies.folder.join(files::FOLDER));
        let below = |name: &String| self.copies.folder.join(files::FOLDER).join(name);
        folders.iter().map(below).flat_map(|folder| names(&folder).into_iter().map(move |it| folder.join(it))).collect()
    }

    fn last(&self, kind: RunKind) -> CopyRun {
        self.app.db.read_now(move |tx| copies::runs(tx, kind, 1)).unwrap().remove(0)
    }
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .into_iter()
        .flatten()
        .map(|file| file.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

#[test]
fn each_hour_has_its_copy_the_file_is_sealed_once_and_the_first_is_tried() {
    on_both(|kept| {
        assert!(kept.at("2026-11-22T00:10:00.000Z"));
        assert_eq!(kept.names(), ["mimamori-2026-11-22-091000.age"]);
        let (copy, test) = (kept.last(RunKind::Copy), kept.last(RunKind::Test));
        assert_eq!((copy.fault.as_str(), copy.files, test.fault.as_str(), test.findings), ("", 1, "", 0), "{test:?}");
        assert!(copy.bytes > 10_000 && copy.place.ends_with("091000.age"), "{copy:?}");
        let [sealed] = kept.sealed_files().try_into().unwrap();
        let before = fs::metadata(&sealed).unwrap().modified().unwrap();
        for name in names(&kept.copies.folder).iter().filter(|name| *name != files::FOLDER) {
            let mode = fs::metadata(kept.copies.folder.join(name)).unwrap().permissions().mode();
            assert_eq!(mode & 0o777, 0o600, "{name}");
        }
        // A second look in the hour makes none; three missed hours are made good by one.
        assert!(kept.at("2026-11-22T00:59:00.000Z") && kept.names().len() == 1);
        assert!(kept.at("2026-11-22T04:00:00.000Z"));
        assert_eq!(kept.names(), ["mimamori-2026-11-22-091000.age", "mimamori-2026-11-22-130000.age"]);
        assert_eq!(kept.sealed_files(), std::slice::from_ref(&sealed));
        assert_eq!(fs::metadata(&sealed).unwrap().modified().unwrap(), before, "sealed once");
        // Nothing of a trial is left, and nothing lies open.
        let left = names(&kept.copies.data);
        assert!(!left.iter().any(|name| name.contains("plain") || name.contains("unfinished")), "{left:?}");
        assert_eq!(names(&kept.copies.data.join("trial")), Vec::<String>::new());
        let bytes = fs::read(&sealed).unwrap();
        assert!(!bytes.windows(4).any(|four| four == b"%PDF"));
    });
}

#[test]
fn a_copy_opens_with_the_paper_key_alone_on_another_machine_with_its_files() {
    on_both(|kept| {
        kept.at("2026-11-22T00:10:00.000Z");
        let copy = kept.copies.folder.join(&kept.names()[0]);
        let elsewhere = kept.room.path().join("elsewhere");
        let plain = plain_copy(&copy, Some(&kept.paper.secret), &elsewhere).unwrap();
        assert!(matches!(plain, Plain::Opened(_)));
        let room = Throwaway::make(&plain, &kept.place, &elsewhere).unwrap();
        let (db, missing) = room.open(&plain, (&copy, Some(&kept.paper.secret)), &kept.outside, &elsewhere).unwrap();
        assert_eq!(missing, 0);
        let report = db.read_now(app::upkeep::verify).unwrap();
        assert_eq!(report.findings, []);
        assert_eq!(db.read_now(move |tx| attachments::length(tx, OFFICE, FileId(id(900)))).unwrap(), Some(520_000));
        drop(db);
        assert!(put(&plain, room.location(), &elsewhere).is_err(), "nothing is written over");
        let other = MadeKey::of([9; 32]).unwrap();
        for wrong in [None, Some(other.secret.as_str())] {
            assert_eq!(plain_copy(&copy, wrong, &elsewhere).unwrap_err().fault, CopyFault::Key);
        }
    });
}

#[test]
fn a_damaged_copy_and_a_missing_file_fail_the_trial_and_are_told() {
    on_both(|kept| {
        kept.at("2026-11-22T00:10:00.000Z");
        let [sealed] = kept.sealed_files().try_into().unwrap();
        fs::rename(&sealed, kept.room.path().join("away")).unwrap();
        // A week later another trial is due; the copy of that hour finds the file gone and seals it anew.
        assert!(kept.at("2026-11-29T00:20:00.000Z"));
        assert_eq!(kept.last(RunKind::Test).fault, "");
        fs::remove_file(&sealed).unwrap();
        let newest = kept.copies.made().unwrap().last().copied().unwrap();
        let (run, _) = super::trial::run(&kept.copies, &kept.outside, newest);
        assert_eq!(run.fault, "files");
        let path = kept.copies.file(newest);
        let mut bytes = fs::read(&path).unwrap();
        let middle = bytes.len() / 2;
        bytes[middle] ^= 1;
        fs::write(&path, bytes).unwrap();
        let (run, failed) = super::trial::run(&kept.copies, &kept.outside, newest);
        assert_eq!(run.fault, "damaged", "{failed:?}");
        fs::remove_file(kept.copies.data.join("copy-test.key")).unwrap();
        assert_eq!(super::trial::run(&kept.copies, &kept.outside, newest).0.fault, "key");
    });
}

#[test]
fn generations_go_when_their_time_is_over_and_so_do_the_files_of_old_keys() {
    let room = tempfile::tempdir().unwrap();
    let place = Location::SqliteFile(room.path().join("data/mimamori.sqlite"));
    let kept = kept(place, None, room);
    kept.at("2026-01-05T00:10:00.000Z");
    let old = kept.sealed_files();
    let with = kept.outside.clone();
    kept.app.db.write_now(move |tx| keep_key_by_command(tx, &with)).unwrap();
    kept.at("2026-02-05T00:10:00.000Z");
    assert_eq!(kept.sealed_files().len(), 2, "a new paper key: the file is sealed anew, the old one is still named");
    for month in 3..=12 {
        kept.at(&format!("2026-{month:02}-05T00:10:00.000Z"));
    }
    kept.at("2027-01-05T00:10:00.000Z");
    assert_eq!(kept.names().len(), 13, "a server that ran once a month loses none");
    // Now it runs by the hour: a day of hours, two weeks of days and a year of months stay.
    for hour in 0..30 {
        kept.at(&format!("2027-02-{:02}T{:02}:10:00.000Z", 5 + hour / 24, hour % 24));
    }
    let names = kept.names();
    assert!(!names.iter().any(|name| name.starts_with("mimamori-2026-01")), "{names:?}");
    assert!(names.iter().any(|name| name.starts_with("mimamori-2026-03")), "{names:?}");
    let files = kept.sealed_files();
    assert!(files.len() == 1 && !files.contains(&old[0]), "only what a copy still names: {files:?}");
    // The lists go with their copies.
    let lists = self::names(&kept.copies.folder).into_iter().filter(|name| name.ends_with(".files"));
    assert_eq!(lists.count(), names.len());
}

#[test]
fn without_a_paper_key_none_is_made_and_a_folder_that_is_gone_or_anothers_is_told() {
    let room = tempfile::tempdir().unwrap();
    let place = Location::SqliteFile(room.path().join("data/mimamori.sqlite"));
    let kept = kept(place.clone(), None, room);
    let bare = TestApp::new();
    assert!(keys::recipients(&bare.db, &kept.outside, &kept.copies.data).unwrap().is_none());
    assert!(tick(&bare.db, &kept.outside, &kept.copies).unwrap() && kept.names().is_empty());
    // The stick was taken away: its empty place is not filled.
    let away = kept.room.path().join("away");
    fs::rename(&kept.copies.folder, &away).unwrap();
    fs::create_dir(&kept.copies.folder).unwrap();
    assert!(!kept.at("2026-11-22T00:10:00.000Z"));
    assert_eq!((kept.last(RunKind::Copy).fault.as_str(), kept.names().len()), ("place", 0));
    fs::remove_dir(&kept.copies.folder).unwrap();
    fs::rename(&away, &kept.copies.folder).unwrap();
    assert!(kept.at("2026-11-22T01:10:00.000Z") && kept.names().len() == 1);
    // Another installation does not take it for its own.
    let stranger = kept.room.path().join("stranger");
    assert!(CopiesFolder::open(&kept.copies.folder, &stranger, &place, &kept.outside).is_err());
    assert!(CopiesFolder::open(&kept.room.path().join("none"), &stranger, &place, &kept.outside).is_err());
}

#[test]
fn what_a_killed_program_left_goes_with_the_next_copy() {
    let room = tempfile::tempdir().unwrap();
    let place = Location::SqliteFile(room.path().join("data/mimamori.sqlite"));
    let kept = kept(place, None, room);
    let left = [
        kept.copies.folder.join("mimamori-abc.unfinished"),
        kept.copies.data.join("copying.plain"),
        kept.copies.data.join("copying.plain.unfinished"),
    ];
    left.iter().for_each(|path| fs::write(path, "half").unwrap());
    assert!(kept.at("2026-11-22T00:10:00.000Z"));
    left.iter().for_each(|path| assert!(!path.exists(), "{}", path.display()));
}

/// Takes minutes; `cargo test --workspace --bin mimamori -- --ignored --nocapture 100_000_clients` prints the figures of docs/operations.
#[test]
#[ignore = "takes minutes and wants the machine for itself"]
fn a_copy_of_100_000_clients_makes_no_write_wait_50_ms_longer() {
    let room = tempfile::tempdir().unwrap();
    let place = Location::SqliteFile(room.path().join("data/mimamori.sqlite"));
    let kept = kept(place, None, room);
    for _ in 0..100 {
        kept.app.keep(|tx| {
            (0..1000).try_for_each(|_| {
                let client = client("川崎 花子").build();
                let paper = months("2026-04..2027-03").every(3).plan_made("2026-04-20").of(&client);
                store::clients::insert(tx, &client)?;
                store::certificates::insert(tx, &paper)
            })
        });
    }
    let write = |db: &Db| {
        let begun = std::time::Instant::now();
        db.write_now_in(OFFICE, |tx| store::clients::insert(tx, &client("川崎 太郎").build())).unwrap();
        begun.elapsed().as_secs_f64() * 1000.0
    };
    let told = |name: &str, mut waits: Vec<f64>| {
        waits.sort_by(f64::total_cmp);
        let at = |part: usize| waits[(waits.len() - 1) * part / 100];
        println!(
            "{name}: {} writes, p50 {:.1} ms, p99 {:.1} ms, longest {:.1} ms",
            waits.len(),
            at(50),
            at(99),
            at(100)
        );
        (at(99), at(100))
    };
    let pause = std::time::Duration::from_millis(5);
    let alone: Vec<f64> = std::iter::repeat_with(|| {
        std::thread::sleep(pause);
        write(&kept.app.db)
    })
    .take(1500)
    .collect();
    let (db, outside, copies) = (kept.app.db.clone(), kept.outside.clone(), kept.copies.clone());
    "2026-11-22T00:10:00.000Z".clone_into(&mut kept.clock.lock().unwrap());
    let copying = std::thread::spawn(move || {
        rustix::process::nice(15).unwrap();
        tick(&db, &outside, &copies).unwrap()
    });
    let mut beside = Vec::new();
    while !copying.is_finished() {
        std::thread::sleep(pause);
        beside.push(write(&kept.app.db));
    }
    assert!(copying.join().unwrap());
    let copy = kept.last(RunKind::Copy);
    println!(
        "copy of {} bytes in {} ms; with the trial {} ms more",
        copy.bytes,
        copy.milliseconds,
        kept.last(RunKind::Test).milliseconds
    );
    let (alone, beside) = (told("alone", alone), told("beside the copy", beside));
    assert!(beside.0 - alone.0 <= 50.0, "{alone:?} {beside:?}");
}
