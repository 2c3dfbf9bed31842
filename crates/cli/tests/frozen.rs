//! 漏えい等のおそれ: the commands that give out what is of many clients are refused while one is declared, and leave no file.
#![expect(clippy::unwrap_used, reason = "tests")]

use std::process::{Command, Output};

use domain::{
    breach::{BreachFact, DatedBreachFact, Declared},
    id::{BreachId, UserId},
};
use store::{Db, Location, breaches};
use testkit::{OFFICE, add_offices, day, id};

fn append(db: &Db, seq: i64, body: BreachFact) {
    let fact = DatedBreachFact { body, by: "管理 一郎".to_owned(), at: "2026-11-20T00:00:00.000Z".to_owned() };
    db.write_now(move |tx| breaches::append(tx, OFFICE, (BreachId(id(1)), seq, UserId(id(7_001))), &fact)).unwrap();
}

#[test]
fn while_a_breach_is_declared_the_commands_of_the_list_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    let db = Db::open(&Location::SqliteFile(at.join("data/mimamori.sqlite")), 1).unwrap();
    db.migrate().unwrap();
    db.write_now(add_offices).unwrap();
    let (known_on, from, to) = (day("2026-11-20"), day("2026-11-01"), day("2026-11-22"));
    let (what, looks_sha256) = ("誤送信".to_owned(), String::new());
    append(&db, 1, BreachFact::Declared(Declared { what, known_on, from, to, log_end: None, looks: 0, looks_sha256 }));
    let office = OFFICE.to_string();
    let run = |arguments: &[&str]| -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_mimamori"));
        command.current_dir(at).args(arguments).env_remove("MIMAMORI_DATABASE").output().unwrap()
    };
    let of_list: [&[&str]; 4] = [
        &["export", "out", "--office", &office],
        &["export", "--masked", "out", "--office", &office],
        &["claims", "--month", "2026-10", "--out", "out", "--office", &office],
        &["papers", "--out", "out", "--office", &office],
    ];
    assert_eq!(of_list.len(), app::breach::FROZEN_COMMANDS.len());
    for arguments in of_list {
        let refused = run(arguments);
        let said = String::from_utf8_lossy(&refused.stderr).into_owned();
        assert_eq!(refused.status.code(), Some(1), "{arguments:?}: {said}");
        assert!(said.contains("漏えい等のおそれが宣言されている") && !at.join("out").exists(), "{arguments:?}: {said}");
    }
    // What guards the data goes on.
    assert_eq!(run(&["verify"]).status.code(), Some(0));
    assert_eq!(run(&["backup", "copy.mimamori"]).status.code(), Some(0));
    append(&db, 2, BreachFact::Ended { reason: "回収した".to_owned() });
    assert_eq!(run(&["export", "out", "--office", &office]).status.code(), Some(0));
}
