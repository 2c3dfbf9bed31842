//! `mimamori import`, `claims` and what is piped away: the program itself.
#![expect(clippy::unwrap_used, reason = "tests")]

use std::{
    fs,
    os::unix::fs::{PermissionsExt as _, symlink},
    path::Path,
    process::{Command, Output, Stdio},
};

use testkit::{OFFICE, add_offices};

/// A folder with a database of one office.
fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let db = store::Db::open(&store::Location::SqliteFile(folder.path().join("data/mimamori.sqlite")), 1).unwrap();
    db.migrate().unwrap();
    db.write_now(add_offices).unwrap();
    folder
}

fn command(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_mimamori"));
    command.current_dir(folder).args(arguments).env_remove("MIMAMORI_DATABASE");
    command
}

fn run(folder: &Path, arguments: &[&str]) -> Output {
    command(folder, arguments).output().unwrap()
}

/// Runs with a reader who has gone before the first line.
fn run_unread(folder: &Path, arguments: &[&str]) -> Option<i32> {
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let error = writer.try_clone().unwrap();
    let mut child = command(folder, arguments).stdout(Stdio::from(writer)).stderr(Stdio::from(error)).spawn().unwrap();
    child.wait().unwrap().code()
}

/// One good row and three hundred bad ones.
fn clients() -> String {
    let bad: String = (0..300).map(|number| format!("幸 {number},サイワイ,だめ\n")).collect();
    format!("氏名,フリガナ,生年月日\n川崎 花子,カワサキ ハナコ,S60.3.1\n{bad}")
}

#[test]
fn a_reader_who_goes_away_ends_no_command_and_costs_no_file() {
    let folder = folder();
    let at = folder.path();
    fs::write(at.join("clients.csv"), clients()).unwrap();
    let office = OFFICE.to_string();
    let import = ["import", "clients.csv", "--take-good-rows", "--office", &office];
    assert_eq!(run_unread(at, &import), Some(0));
    let rejected = fs::read_to_string(at.join("clients-rejected.csv")).unwrap();
    assert_eq!(rejected.lines().count(), 301);
    assert_eq!(run_unread(at, &["export", "out", "--office", &office]), Some(0));
    assert!(at.join("out/manifest.json").exists());
    let explain = ["explain", "standard-period", "--plan-date", "2026-04-20", "--service", "居宅介護"];
    for arguments in [&explain[..], &["verify"], &["rebuild"], &["import", "--template"]] {
        let code = run_unread(at, arguments);
        assert!(matches!(code, Some(0..=2)), "{arguments:?}: {code:?}");
    }
}

#[test]
fn rejected_rows_go_into_a_new_file_that_only_its_owner_reads() {
    let folder = folder();
    let at = folder.path();
    fs::write(at.join("clients.csv"), clients()).unwrap();
    fs::write(at.join("precious.txt"), "kept").unwrap();
    symlink("precious.txt", at.join("clients-rejected.csv")).unwrap();
    let office = OFFICE.to_string();
    let import = |more: &[&str]| {
        let arguments = ["import", "clients.csv", "--office", &office];
        run(at, &[&arguments[..], more].concat())
    };
    assert_eq!(import(&["--dry-run"]).status.code(), Some(1));
    assert!(!at.join("clients-rejected-2.csv").exists(), "a look writes nothing");
    assert_eq!(import(&[]).status.code(), Some(1));
    assert_eq!(import(&["--rejected", "precious.txt"]).status.code(), Some(1));
    assert_eq!(fs::read_to_string(at.join("precious.txt")).unwrap(), "kept");
    let written = at.join("clients-rejected-2.csv");
    assert_eq!(fs::metadata(&written).unwrap().permissions().mode() & 0o777, 0o600);
}

/// Attaches a file of some chunks to one of the demo's certificates; its bytes and their hash.
fn attach(data: &Path) -> (Vec<u8>, String) {
    let db = store::Db::open(&store::Location::SqliteFile(data.join("mimamori.sqlite")), 1).unwrap();
    let mut bytes = b"%PDF-1.7\n".to_vec();
    bytes.resize(600_000, 7);
    let (outside, content) = (testkit::outside(), bytes.clone());
    let file = db.write_now(move |tx| {
        let office = store::offices::all(tx)?.remove(0).id;
        let actor = app::Staff {
            user: domain::id::UserId(testkit::id(7_001)),
            office,
            name: "事務".to_owned(),
            role: domain::office::Role::Clerk,
            sections: domain::office::Sections::default(),
        };
        // Ids that the demo has not given.
        let outside = app::Outside { new_id: std::sync::Arc::new(|| uuid::Uuid::now_v7()), ..outside };
        let mut upload = app::attachments::Upload::begin(&outside);
        let mut chunks = upload.take(&content).unwrap();
        let (last, file) = upload.end().unwrap();
        chunks.extend(last);
        for (id, seq, chunk) in chunks {
            app::attachments::keep_chunk(tx, office, (id, seq), &chunk, "2026-11-22T01:00:00.000Z")?;
        }
        let certificate = store::certificates::all(tx, office)?.remove(0).id;
        let today = testkit::TODAY;
        let mut cx = app::Cx { actor: &actor, tx, outside: &outside, today, operation: None };
        app::attachments::attach_file(&mut cx, certificate, &file, "受給者証")?;
        Ok::<_, app::Refusal>(file)
    });
    (bytes, file.unwrap().sha256)
}

#[test]
fn a_wrong_place_of_the_data_is_refused_and_nothing_is_made_there() {
    let folder = folder();
    let at = folder.path();
    fs::write(at.join("clients.csv"), clients()).unwrap();
    fs::create_dir(at.join("empty")).unwrap();
    fs::create_dir(at.join("blank")).unwrap();
    fs::write(at.join("blank/mimamori.sqlite"), "").unwrap();
    fs::create_dir(at.join("other")).unwrap();
    other_program(&at.join("other/mimamori.sqlite"));
    for data in ["missing", "missing/deeper", "empty", "blank", "clients.csv", "other"] {
        for arguments in [
            &["import", "clients.csv"][..],
            &["import", "clients.csv", "--dry-run"],
            &["holidays", "import", "clients.csv"],
            &["backup", "copy.mimamori"],
            &["claims", "--month", "2026-10", "--out", "claims"],
            &["export", "out"],
            &["verify"],
            &["rebuild"],
        ] {
            let output = run(at, &[arguments, &["--data", data]].concat());
            let said = String::from_utf8_lossy(&output.stderr).into_owned();
            assert_eq!(output.status.code(), Some(2), "{data} {arguments:?}: {said}");
            let what = if data == "other" {
                "みまもりのデータベースではありません"
            } else {
                "データベースがありません"
            };
            assert!(said.contains(what) && said.contains("--data"), "{said}");
        }
    }
    assert!(!at.join("missing").exists() && fs::read_dir(at.join("empty")).unwrap().next().is_none());
    assert_eq!(fs::metadata(at.join("blank/mimamori.sqlite")).unwrap().len(), 0);
    for made in ["copy.mimamori", "claims", "out", "clients-rejected.csv"] {
        assert!(!at.join(made).exists(), "{made}");
    }
    let wrong = run(at, &["verify", "--database", "mysql://x"]);
    assert_eq!(wrong.status.code(), Some(2));
}

/// A database without our tables.
fn other_program(path: &Path) {
    let db = store::Db::open(&store::Location::SqliteFile(path.to_owned()), 1).unwrap();
    db.write_now(|tx| tx.execute("create table note (text text)", &[])).unwrap();
}

#[test]
fn an_import_of_a_whole_office_that_fails_leaves_no_database() {
    let folder = folder();
    let at = folder.path();
    let office = OFFICE.to_string();
    // The first export is the first entry of the log: without any, what is exported has no chain to check.
    for out in ["first", "out"] {
        assert_eq!(run(at, &["export", out, "--office", &office]).status.code(), Some(0));
    }
    let look = run(at, &["import", "out", "--data", "second", "--dry-run"]);
    assert_eq!(look.status.code(), Some(0), "{}", String::from_utf8_lossy(&look.stderr));
    assert!(!at.join("second").exists(), "a look writes nothing");
    fs::remove_file(at.join("out/manifest.json")).unwrap();
    assert_eq!(run(at, &["import", "out", "--data", "second"]).status.code(), Some(1));
    assert!(!at.join("second").exists());
}

#[test]
fn an_export_of_the_demo_comes_back_whole() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    let done = |arguments: &[&str]| {
        let output = run(at, arguments);
        assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    };
    done(&["demo", "--data", "first", "--prepare-only"]);
    let (scanned, hash) = attach(&at.join("first"));
    done(&["export", "out", "--data", "first"]);
    done(&["import", "out", "--data", "second", "--dry-run"]);
    done(&["import", "out", "--data", "second"]);
    done(&["verify", "--data", "second"]);
    done(&["export", "again", "--data", "second"]);
    assert!(fs::read(at.join("again").join(format!("attachment-{hash}"))).unwrap() == scanned, "byte for byte");
    let mut compared = 0;
    for entry in fs::read_dir(at.join("out")).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        let other = [
            "manifest.json",
            "records.jsonl",
            "table-audit.jsonl",
            "table-audit_head.jsonl",
            "table-look.jsonl",
            "table-seal.jsonl",
        ];
        let (first, second) =
            (fs::read(at.join("out").join(&name)).unwrap(), fs::read(at.join("again").join(&name)).unwrap());
        if name == "table-audit.jsonl" {
            assert!(second.starts_with(&first), "the log goes on behind what it was");
        } else if name == "table-user_account.jsonl" {
            assert_eq!(second.len(), first.len());
        } else if !other.contains(&name.as_str()) {
            assert!(first == second, "{name} differs");
        }
        compared += 1;
    }
    assert!(compared > 20, "{compared}");
    let again = run(at, &["import", "out", "--data", "second"]);
    assert_eq!(again.status.code(), Some(1));
}

#[test]
fn with_several_offices_a_command_asks_which_and_takes_its_number() {
    let folder = folder();
    let at = folder.path();
    fs::write(at.join("clients.csv"), "氏名,フリガナ,生年月日\n川崎 花子,カワサキ ハナコ,S60.3.1\n").unwrap();
    for arguments in [
        &["export", "out"][..],
        &["import", "clients.csv"],
        &["claims", "--month", "2026-10", "--out", "claims"],
        &["import", "clients.csv", "--office", "9999999999"],
    ] {
        let asked = run(at, arguments);
        assert_eq!(asked.status.code(), Some(2), "{arguments:?}");
        let told = String::from_utf8(asked.stderr).unwrap();
        assert!(told.contains("--office 1435000012  相談支援センターみまもり"), "{arguments:?}: {told}");
        assert!(told.contains("--office 1435000020  相談支援センターとなり"), "{arguments:?}: {told}");
    }
    assert!(!at.join("out").exists());
    assert_eq!(run(at, &["import", "clients.csv", "--office", "1435000012"]).status.code(), Some(0));
    assert_eq!(run(at, &["export", "out", "--office", "1435000012"]).status.code(), Some(0));
    assert!(fs::read_to_string(at.join("out/clients.csv")).unwrap().contains("川崎 花子"));
    assert_eq!(run(at, &["export", "other", "--office", "1475000029"]).status.code(), Some(0));
    assert!(!fs::read_to_string(at.join("other/clients.csv")).unwrap().contains("川崎 花子"));
}

#[test]
fn an_office_moves_whole_into_the_place_of_an_empty_one_beside_others() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    let done = |arguments: &[&str]| {
        let output = run(at, arguments);
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.success(), "{arguments:?}: {told}");
        String::from_utf8(output.stdout).unwrap()
    };
    let add = |data: &str, name: &str, number: &str, login: &str| {
        done(&[
            "organisation",
            "add",
            "--data",
            data,
            "--name",
            name,
            "--number",
            number,
            "--area",
            "2",
            "--grade",
            "1",
            "--login",
            login,
            "--person",
            "管理",
        ])
    };
    done(&["demo", "--data", "first", "--prepare-only"]);
    // A second office of the same manager, beside the one of the demo: one account, no second password.
    assert!(add("first", "二つめ", "1435000038", "kanri").contains("いまのまま"));
    done(&["export", "out", "--data", "first", "--office", "9939990017"]);

    assert!(add("second", "もとからある", "1435000046", "moto").contains("パスワード: "));
    add("second", "空", "1435000053", "kara");
    done(&[
        "organisation",
        "add",
        "--kind",
        "ward",
        "--name",
        "みなと区役所",
        "--login",
        "minato-ku",
        "--person",
        "区",
        "--data",
        "second",
    ]);
    let listed = done(&["organisation", "list", "--data", "second"]);
    assert_eq!(listed.lines().count(), 3, "{listed}");
    assert_eq!(run(at, &["import", "out", "--data", "second"]).status.code(), Some(2));
    done(&["import", "out", "--data", "second", "--office", "1435000053"]);
    let listed = done(&["organisation", "list", "--data", "second"]);
    assert!(listed.contains("9939990017") && !listed.contains("1435000053"), "{listed}");
    done(&["verify", "--data", "second"]);
    done(&["export", "again", "--data", "second", "--office", "9939990017"]);
    for entry in fs::read_dir(at.join("out")).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        let changed = [
            "manifest.json",
            "records.jsonl",
            "table-audit.jsonl",
            "table-audit_head.jsonl",
            "table-look.jsonl",
            "table-seal.jsonl",
        ];
        let (first, second) =
            (fs::read(at.join("out").join(&name)).unwrap(), fs::read(at.join("again").join(&name)).unwrap());
        let same = if name == "table-user_account.jsonl" { first.len() == second.len() } else { first == second };
        assert!(same || changed.contains(&name.as_str()), "{name} differs");
    }
    // The other office stands as it was, and no office is taken in twice.
    assert!(done(&["export", "other", "--data", "second", "--office", "1435000046"]).contains("manifest"));
    assert_eq!(run(at, &["import", "out", "--data", "second", "--office", "9939990017"]).status.code(), Some(1));
}

#[test]
fn whoever_has_the_data_gives_a_one_time_password_to_somebody_of_several_offices() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    assert!(run(at, &["demo", "--data", "d", "--prepare-only"]).status.success());
    let reset = run(at, &["organisation", "reset-password", "kanri", "--data", "d"]);
    assert!(reset.status.success() && String::from_utf8(reset.stdout).unwrap().contains("パスワード: "));
    assert_eq!(run(at, &["organisation", "reset-password", "nobody", "--data", "d"]).status.code(), Some(1));
    for command in [["unlock"].as_slice(), &["second-factor", "reset"]] {
        let of = |login: &'static str| [command, &[login, "--data", "d"]].concat();
        assert!(run(at, &of("kanri")).status.success(), "{command:?}");
        assert_eq!(run(at, &of("nobody")).status.code(), Some(1), "{command:?}");
    }
    assert!(at.join("d/second-factor.key").exists());
    assert!(run(at, &["verify", "--data", "d"]).status.success());
}
