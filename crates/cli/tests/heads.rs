//! `mimamori head` and `verify --against`: the program itself.
#![expect(clippy::unwrap_used, reason = "tests")]

use std::{
    fs,
    os::unix::fs::PermissionsExt as _,
    path::Path,
    process::{Command, Output},
};

use store::{Db, Location};
use testkit::{add_offices, client, tamper};

fn run(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_mimamori"));
    command.current_dir(folder).args(arguments).env_remove("MIMAMORI_DATABASE").output().unwrap()
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr)
}

#[test]
fn a_head_that_was_kept_tells_what_the_log_alone_cannot() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    let place = Location::SqliteFile(at.join("data/mimamori.sqlite"));
    let db = Db::open(&place, 1).unwrap();
    db.migrate().unwrap();
    db.write_now(add_offices).unwrap();
    drop(db);
    let head = run(at, &["head", "--json"]);
    assert_eq!(head.status.code(), Some(0), "{}", said(&head));
    fs::write(at.join("head.json"), &head.stdout).unwrap();
    let key = fs::metadata(at.join("data/head.key")).unwrap();
    assert_eq!(key.permissions().mode() & 0o777, 0o600);
    assert!(said(&run(at, &["head"])).contains("署名"));

    let against = ["verify", "--against", "head.json"];
    let sound = run(at, &against);
    assert!(sound.status.success() && said(&sound).contains("いまの記録の中にあります"), "{}", said(&sound));

    // It holds for a copy, too, which goes on from there without the key.
    assert!(run(at, &["backup", "copy"]).status.success());
    assert!(run(at, &["restore", "copy", "--data", "again"]).status.success());
    let copy = run(at, &["verify", "--data", "again", "--against", "head.json"]);
    assert!(copy.status.success(), "{}", said(&copy));

    // A row that was changed past the program, and then a log that was cut off.
    let db = Db::open(&place, 1).unwrap();
    db.write_now(|tx| store::clients::insert(tx, &client("川崎 花子").build())).unwrap();
    drop(db);
    fs::write(at.join("later.json"), run(at, &["head", "--json"]).stdout).unwrap();
    tamper(&place, &["update client set name = '別人'"]);
    let changed = run(at, &["verify"]);
    let words = said(&changed);
    assert_eq!(changed.status.code(), Some(1));
    assert!(words.contains("利用者の行が書かれたときと違います") && !words.contains("別人"), "{words}");
    tamper(
        &place,
        &[
            "drop trigger audit_no_delete",
            "delete from audit where seq > 1",
            "update audit_head set seq = 1, hash = (select hash from audit a where a.office_id = audit_head.office_id)",
        ],
    );
    let set_back = run(at, &["verify", "--against", "later.json"]);
    assert_eq!(set_back.status.code(), Some(1));
    assert!(said(&set_back).contains("で終わっています"), "{}", said(&set_back));
    assert!(said(&set_back).contains("trigger audit_no_delete"), "{}", said(&set_back));
}

#[test]
fn what_is_no_head_is_refused_with_a_sentence() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("head.json"), "{}").unwrap();
    let refused = run(folder.path(), &["verify", "--against", "head.json"]);
    assert_eq!(refused.status.code(), Some(3));
    assert!(said(&refused).contains("末尾の控えではありません"), "{}", said(&refused));
}
