//! An office with plans, in a folder, for the commands that print them.
#![expect(clippy::unwrap_used, reason = "tests")]

use std::{
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

/// A folder with so many people whose plan was agreed to, then one whose plan was not, and one whose plan was mended after it.
pub fn folder(agreed: i64) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let db = store::Db::open(&store::Location::SqliteFile(folder.path().join("data/mimamori.sqlite")), 1).unwrap();
    db.migrate().unwrap();
    db.write_now(move |tx| {
        add_offices(tx)?;
        for number in 1..=agreed + 2 {
            let person = client(&format!("川崎 花子{number}")).build();
            clients::insert(tx, &person)?;
            let certificate = months("2026-05..2027-04").every(6).number(&format!("000000{number:04}")).of(&person);
            certificates::insert(tx, &certificate)?;
            let mut case = case_of(&person, number).with(CaseFact::Plan(plan("2026-04-20", None)));
            let made = case.clone().build().facts.last().unwrap().id;
            if number != agreed + 1 {
                case = case.with(CaseFact::Consent(plan_consent("2026-04-20", made)));
            }
            if number == agreed + 2 {
                case = case.with(CaseFact::Plan(plan("2026-05-11", None)));
            }
            insert(tx, &case.build())?;
        }
        Ok::<_, store::StoreError>(())
    })
    .unwrap();
    folder
}

/// `mimamori papers` of that office into the folder `out`.
pub fn papers(at: &Path, out: &str, more: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_mimamori"));
    command.current_dir(at).args(["papers", "--out", out, "--office", &OFFICE.to_string()]).args(more);
    command.env_remove("MIMAMORI_DATABASE").env_remove("MIMAMORI_FORMS").output().unwrap()
}

/// What it said beside its output.
pub fn told(done: &Output) -> String {
    String::from_utf8_lossy(&done.stderr).into_owned()
}
