//! `copy-key`, `backup`, `restore`, `verify --copy`, `move` and `serve --copies`: the program itself, on both engines.
#![expect(clippy::unwrap_used, reason = "tests")]

use std::{
    fs,
    io::Write as _,
    path::{Path, PathBuf},
    process::{Child, Command, Output, Stdio},
    time::{Duration, Instant},
};

use store::{Db, Location, backup::Scratch};
use testkit::{POSTGRES, add_offices, client};

/// A place to run the program in, with a database of one engine.
struct Room {
    folder: tempfile::TempDir,
    url: String,
    scratch: Option<Scratch>,
}

impl Room {
    fn at(&self) -> &Path {
        self.folder.path()
    }

    fn run(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().unwrap()
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_mimamori"));
        command.current_dir(self.at()).args(arguments).env("MIMAMORI_DATABASE", &self.url);
        command
    }

    /// An empty place of the same engine.
    fn other(&self, name: &str) -> (String, Option<Scratch>) {
        match &self.scratch {
            None => (format!("sqlite:{}", self.at().join(name).join("mimamori.sqlite").display()), None),
            Some(_) => scratch(name),
        }
    }

    /// Makes the paper key; the file with what stands on the paper.
    fn paper(&self) -> PathBuf {
        let told = self.run(&["copy-key"]);
        assert!(told.status.success(), "{}", said(&told));
        let text = said(&told);
        let letters: Vec<&str> =
            text.lines().filter(|line| line.starts_with("  ") && line.is_ascii() && !line.trim().is_empty()).collect();
        let path = self.at().join("paper.txt");
        fs::write(&path, letters.join("\n")).unwrap();
        path
    }
}

fn scratch(name: &str) -> (String, Option<Scratch>) {
    let server = Location::Postgres(std::env::var(POSTGRES).unwrap());
    let ending = format!("cli_{name}_{}_{:?}", std::process::id(), std::thread::current().id());
    let ending: String = ending.chars().filter(|letter| letter.is_ascii_alphanumeric() || *letter == '_').collect();
    let scratch = Scratch::create(&server, &ending.to_lowercase(), "public").unwrap();
    let base = std::env::var(POSTGRES).unwrap();
    let url = format!("{}/{}", base.rsplit_once('/').unwrap().0, database(&base, &ending.to_lowercase()));
    (url, Some(scratch))
}

fn database(base: &str, ending: &str) -> String {
    format!("{}_{ending}", base.rsplit('/').next().unwrap())
}

fn on_both(name: &str, test: impl Fn(Room)) {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite:{}", folder.path().join("data/mimamori.sqlite").display());
    test(filled(Room { folder, url, scratch: None }));
    if std::env::var(POSTGRES).is_ok() {
        let (url, scratch) = scratch(name);
        test(filled(Room { folder: tempfile::tempdir().unwrap(), url, scratch }));
    }
}

fn location(url: &str) -> Location {
    match url.strip_prefix("sqlite:") {
        Some(path) => Location::SqliteFile(path.into()),
        None => Location::Postgres(url.to_owned()),
    }
}

fn filled(room: Room) -> Room {
    let db = Db::open(&location(&room.url), 1).unwrap();
    db.migrate().unwrap();
    db.write_now(|tx| {
        add_offices(tx)?;
        store::clients::insert(tx, &client("川崎 花子").build())
    })
    .unwrap();
    room
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr)
}

#[test]
fn a_sealed_copy_is_opened_by_the_paper_alone_and_the_restore_tells_of_itself() {
    on_both("seal", |room| {
        let early = room.run(&["backup", "early.age", "--seal"]);
        assert_eq!(early.status.code(), Some(3));
        assert!(said(&early).contains("copy-key") && !room.at().join("early.age").exists(), "{}", said(&early));
        let paper = room.paper();
        let made = room.run(&["backup", "copy.age", "--seal"]);
        assert!(made.status.success() && said(&made).contains("封をしました"), "{}", said(&made));
        let bytes = fs::read(room.at().join("copy.age")).unwrap();
        assert!(bytes.starts_with(b"age-encryption.org/v1\n") && !bytes.windows(6).any(|it| it == "川崎".as_bytes()));
        let looked = room.run(&["verify", "--copy", "copy.age", "--key", "paper.txt"]);
        assert!(looked.status.success() && said(&looked).contains("異常はありません"), "{}", said(&looked));

        let (url, kept) = room.other("again");
        let restore = |file: &str, rest: &[&str]| {
            let arguments = [&["restore", file, "--database", &url, "--data", "elsewhere"], rest].concat();
            room.run(&arguments)
        };
        let without = restore("copy.age", &[]);
        assert!(!without.status.success() && said(&without).contains("--key"), "{}", said(&without));
        fs::write(room.at().join("slip.txt"), "AGE-SECRET-KEY-1QQQ").unwrap();
        let slip = restore("copy.age", &["--key", "slip.txt"]);
        assert!(!slip.status.success() && said(&slip).contains("鍵として読めません"), "{}", said(&slip));
        let mut flipped = bytes.clone();
        let middle = flipped.len() / 2;
        flipped[middle] ^= 1;
        fs::write(room.at().join("flipped.age"), flipped).unwrap();
        let damaged = restore("flipped.age", &["--key", "paper.txt"]);
        assert!(!damaged.status.success() && said(&damaged).contains("壊れています"), "{}", said(&damaged));

        let mut typing =
            room.command(&["restore", "copy.age", "--database", &url, "--data", "elsewhere", "--key", "-"]);
        let mut typing = typing.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let letters = fs::read_to_string(&paper).unwrap().to_lowercase();
        writeln!(typing.stdin.take().unwrap(), "{letters}").unwrap();
        let restored = typing.wait_with_output().unwrap();
        assert!(restored.status.success() && said(&restored).contains("異常はありません"), "{}", said(&restored));
        let db = Db::open(&location(&url), 1).unwrap();
        let words: Vec<String> = db
            .read_now(|tx| tx.rows("select action from audit where action = 'data.restore'", &[], |row| row.next()))
            .unwrap();
        assert_eq!(words.len(), 2, "both offices are told");
        let sessions: i64 = db.read_now(|tx| tx.one("select count(*) from session", &[], |row| row.next())).unwrap();
        assert_eq!(sessions, 0);
        drop(db);
        let twice = restore("copy.age", &["--key", "paper.txt"]);
        assert_eq!(twice.status.code(), Some(1), "{}", said(&twice));
        drop(kept);
    });
}

#[test]
fn a_plain_copy_goes_back_into_an_empty_database_and_a_newer_or_foreign_one_does_not() {
    on_both("plain", |room| {
        assert!(room.run(&["backup", "copy"]).status.success());
        assert_eq!(room.run(&["backup", "copy"]).status.code(), Some(1), "nothing is written over");
        let (url, kept) = room.other("again");
        let restore = |file: &str| room.run(&["restore", file, "--database", &url, "--data", "elsewhere"]);
        let bytes = fs::read(room.at().join("copy")).unwrap();
        let mut flipped = bytes.clone();
        let middle = flipped.len() / 2;
        flipped[middle] ^= 1;
        fs::write(room.at().join("flipped"), flipped).unwrap();
        assert!(!restore("flipped").status.success());
        fs::write(room.at().join("letter"), "拝啓".repeat(3000)).unwrap();
        assert!(!restore("letter").status.success());
        let db = Db::open(&location(&room.url), 1).unwrap();
        db.write_now(|tx| {
            tx.execute("insert into schema_migration (name, applied_at) values ('9999_future', '')", &[])
        })
        .unwrap();
        drop(db);
        assert!(room.run(&["backup", "newer"]).status.code() == Some(0) || room.scratch.is_none());
        if room.at().join("newer").exists() {
            let newer = restore("newer");
            assert!(!newer.status.success() && said(&newer).contains("新しい版"), "{}", said(&newer));
        }
        let restored = restore("copy");
        assert!(restored.status.success() && said(&restored).contains("異常はありません"), "{}", said(&restored));
        drop(kept);
    });
}

#[test]
fn without_the_programs_of_postgresql_the_command_says_what_is_missing() {
    on_both("missing", |room| {
        if room.scratch.is_none() {
            return;
        }
        let output = room.command(&["backup", "copy"]).env("PATH", room.at()).output().unwrap();
        assert_eq!(output.status.code(), Some(3));
        assert!(said(&output).contains("pg_dump") && !room.at().join("copy").exists(), "{}", said(&output));
        assert!(!room.at().join("copy.unfinished").exists());
        // One that is older than the server.
        let program = room.at().join("pg_dump");
        fs::write(&program, "#!/bin/sh\necho 'pg_dump (PostgreSQL) 9.6.24'\n").unwrap();
        fs::set_permissions(&program, std::os::unix::fs::PermissionsExt::from_mode(0o755)).unwrap();
        let output = room.command(&["backup", "copy"]).env("PATH", room.at()).output().unwrap();
        assert!(said(&output).contains("サーバーより古い版"), "{}", said(&output));
    });
}

#[test]
fn data_move_to_the_other_engine_and_a_move_that_was_killed_is_refused() {
    on_both("move", |room| {
        let other = room.at().join("moved/mimamori.sqlite");
        let to = format!("sqlite:{}", other.display());
        let moving = |from: &str, to: &str| room.run(&["move", "--from", from, "--to", to]);
        let moved = moving(&room.url, &to);
        assert!(moved.status.success() && said(&moved).contains("異常はありません"), "{}", said(&moved));
        assert!(
            said(&moved).lines().any(|line| line.starts_with("client ") && line.contains("1行")),
            "{}",
            said(&moved)
        );
        let twice = moving(&room.url, &to);
        assert_eq!(twice.status.code(), Some(1));
        assert!(said(&twice).contains("空ではありません"), "{}", said(&twice));
        if room.scratch.is_some() {
            // And back, from SQLite to PostgreSQL.
            let (url, kept) = room.other("back");
            let back = moving(&to, &url);
            assert!(back.status.success() && said(&back).contains("異常はありません"), "{}", said(&back));
            drop(kept);
        }
        // What a kill in the middle leaves: the mark stands.
        let db = Db::open(&location(&to), 1).unwrap();
        db.write_now(|tx| {
            tx.execute("insert into schema_migration (name, applied_at) values ('unfinished_move', '')", &[])
        })
        .unwrap();
        drop(db);
        for command in [&["serve", "--listen", "127.0.0.1:0", "--database", &to][..], &["verify", "--database", &to]] {
            let refused = room.run(command);
            assert!(!refused.status.success() && said(&refused).contains("途中で止まっています"), "{}", said(&refused));
        }
    });
}

#[test]
fn the_server_makes_a_copy_by_itself_tries_it_and_goes_on_after_a_kill() {
    on_both("serve", |room| {
        room.paper();
        fs::create_dir(room.at().join("copies")).unwrap();
        fs::write(room.at().join("copies/mimamori-left.unfinished"), "half").unwrap();
        let wrong = room.run(&["serve", "--listen", "127.0.0.1:0", "--copies", "none"]);
        assert!(
            !wrong.status.success() && said(&wrong).contains("--copies のフォルダーがありません"),
            "{}",
            said(&wrong)
        );
        let mut server =
            Served(room.command(&["serve", "--listen", "127.0.0.1:0", "--copies", "copies"]).spawn().unwrap());
        let db = Db::open(&location(&room.url), 1).unwrap();
        let tested = || {
            let tests = db.read_now(|tx| store::copies::runs(tx, store::copies::RunKind::Test, 9)).unwrap();
            tests.first().map(|test| test.fault.clone())
        };
        let begun = Instant::now();
        while tested().is_none() && begun.elapsed() < Duration::from_secs(60) {
            std::thread::sleep(Duration::from_millis(100));
        }
        assert_eq!(tested().as_deref(), Some(""), "the trial went well");
        server.0.kill().unwrap();
        server.0.wait().unwrap();
        let copies = || {
            let names = fs::read_dir(room.at().join("copies"))
                .unwrap()
                .map(|it| it.unwrap().file_name().into_string().unwrap());
            names.filter(|name| name.ends_with(".age") || name.ends_with(".unfinished")).collect::<Vec<_>>()
        };
        let one = copies();
        assert_eq!(one.len(), 1, "{one:?}");
        let looked = room.run(&["verify", "--copy", &format!("copies/{}", one[0]), "--key", "paper.txt"]);
        assert!(looked.status.success(), "{}", said(&looked));
    });
}

/// A server of the test, ended with it.
struct Served(Child);

impl Drop for Served {
    fn drop(&mut self) {
        drop(self.0.kill());
        drop(self.0.wait());
    }
}
