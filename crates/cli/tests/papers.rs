//! `mimamori papers`: the program itself writes every plan that was agreed to, and says how far it is.
#![expect(clippy::unwrap_used, reason = "tests")]

use std::{
    fs,
    path::Path,
    process::{Command, Output},
};

use domain::planning::CaseFact;
use store::{certificates, clients};
use testkit::{
    OFFICE, add_offices, client, months,
    planning::{case_of, insert},
    proposal::{plan, plan_consent},
};

/// A folder with three people whose plan was agreed to, one whose plan was not, and one whose plan was mended after it.
fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let db = store::Db::open(&store::Location::SqliteFile(folder.path().join("data/mimamori.sqlite")), 1).unwrap();
    db.migrate().unwrap();
    db.write_now(|tx| {
        add_offices(tx)?;
        for number in 1..=5 {
            let person = client(&format!("川崎 花子{number}")).build();
            clients::insert(tx, &person)?;
            let certificate = months("2026-05..2027-04").every(6).number(&format!("000000{number:04}")).of(&person);
            certificates::insert(tx, &certificate)?;
            let mut case = case_of(&person, number).with(CaseFact::Plan(plan("2026-04-20", None)));
            let made = case.clone().build().facts.last().unwrap().id;
            if number != 4 {
                case = case.with(CaseFact::Consent(plan_consent("2026-04-20", made)));
            }
            if number == 5 {
                case = case.with(CaseFact::Plan(plan("2026-05-11", None)));
            }
            insert(tx, &case.build())?;
        }
        Ok::<_, store::StoreError>(())
    })
    .unwrap();
    folder
}

fn papers(at: &Path, more: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_mimamori"));
    command.current_dir(at).args(["papers", "--out", "papers", "--office", &OFFICE.to_string()]).args(more);
    command.env_remove("MIMAMORI_DATABASE").output().unwrap()
}

fn told(done: &Output) -> String {
    String::from_utf8_lossy(&done.stderr).into_owned()
}

#[test]
fn every_plan_that_was_agreed_to_becomes_a_file_named_by_its_number() {
    let folder = folder();
    let done = papers(folder.path(), &[]);
    assert_eq!(done.status.code(), Some(0), "{}", told(&done));
    assert!(told(&done).contains("3 / 3 件"), "{}", told(&done));
    assert!(told(&done).contains("受付No. R8-005: 直した計画への同意がまだない"), "{}", told(&done));
    let written = folder.path().join("papers");
    let mut names: Vec<_> = fs::read_dir(&written).unwrap().map(|it| it.unwrap().file_name()).collect();
    names.sort();
    assert_eq!(names, [".mimamori-papers", "R8-001.pdf", "R8-002.pdf", "R8-003.pdf"]);
    let bytes = fs::read(written.join("R8-001.pdf")).unwrap();
    assert!(bytes.starts_with(b"%PDF-"), "a PDF");
    assert!(
        !String::from_utf8_lossy(&done.stdout).contains("花子") && !told(&done).contains("花子"),
        "nobody is named"
    );
    let again = papers(folder.path(), &[]);
    assert_eq!(again.status.code(), Some(0), "{}", told(&again));
    assert_eq!(fs::read(written.join("R8-001.pdf")).unwrap(), bytes, "the same plan gives the same bytes");
}

#[test]
fn a_folder_with_something_else_in_it_is_refused_and_nothing_is_written() {
    let folder = folder();
    let written = folder.path().join("papers");
    fs::create_dir(&written).unwrap();
    fs::write(written.join("R8-001.pdf"), "somebody's").unwrap();
    let refused = papers(folder.path(), &[]);
    assert_eq!(refused.status.code(), Some(1), "{}", told(&refused));
    assert_eq!(fs::read_to_string(written.join("R8-001.pdf")).unwrap(), "somebody's");
    assert_eq!(fs::read_dir(&written).unwrap().count(), 1);
}

#[test]
fn an_unknown_layout_is_wrong_usage_and_an_office_without_plans_is_told() {
    let folder = folder();
    assert_eq!(papers(folder.path(), &["--layout", "nothing"]).status.code(), Some(2));
    let seed = papers(folder.path(), &["--layout", "seed"]);
    assert_eq!(seed.status.code(), Some(0), "{}", told(&seed));
    let other = Command::new(env!("CARGO_BIN_EXE_mimamori"))
        .current_dir(folder.path())
        .args(["papers", "--out", "others", "--office", &testkit::OTHER_OFFICE.to_string()])
        .env_remove("MIMAMORI_DATABASE")
        .output()
        .unwrap();
    assert_eq!(other.status.code(), Some(1), "{}", told(&other));
    assert!(told(&other).contains("同意を得た計画がありません") && !folder.path().join("others").exists());
}
