//! `mimamori papers`: the program itself writes every plan that was agreed to, and says how far it is.

use super::plans;

use std::{fs, process::Command};

use plans::{folder, papers, told};

#[test]
fn every_plan_that_was_agreed_to_becomes_a_file_named_by_its_number() {
    let folder = folder(3);
    let done = papers(folder.path(), "papers", &[]);
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
    let again = papers(folder.path(), "papers", &[]);
    assert_eq!(again.status.code(), Some(0), "{}", told(&again));
    assert_eq!(fs::read(written.join("R8-001.pdf")).unwrap(), bytes, "the same plan gives the same bytes");
}

#[test]
fn a_folder_with_something_else_in_it_is_refused_and_nothing_is_written() {
    let folder = folder(3);
    let written = folder.path().join("papers");
    fs::create_dir(&written).unwrap();
    fs::write(written.join("R8-001.pdf"), "somebody's").unwrap();
    let refused = papers(folder.path(), "papers", &[]);
    assert_eq!(refused.status.code(), Some(1), "{}", told(&refused));
    assert_eq!(fs::read_to_string(written.join("R8-001.pdf")).unwrap(), "somebody's");
    assert_eq!(fs::read_dir(&written).unwrap().count(), 1);
}

#[test]
fn an_unknown_layout_is_wrong_usage_and_an_office_without_plans_is_told() {
    let folder = folder(3);
    assert_eq!(papers(folder.path(), "papers", &["--layout", "nothing"]).status.code(), Some(2));
    let seed = papers(folder.path(), "papers", &["--layout", "seed"]);
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
