//! 外の様式, on both engines: the sheet of a paper is kept once and never changed.

use store::sheets::{self, KeptSheet};
use testkit::{OFFICE, OTHER_OFFICE, TestApp, on_both_databases, on_both_with_offices as on_both};

fn sheet(letter: &str) -> KeptSheet {
    KeptSheet { sha256: letter.repeat(64), form: "plan-seed".to_owned(), files: format!("{{\"x\":\"{letter}\"}}") }
}

#[test]
fn a_paper_keeps_the_sheet_it_was_printed_with_first() {
    on_both(|tx| {
        assert_eq!(sheets::of_paper(tx, OFFICE, "p1")?, None);
        assert!(sheets::keep(tx, OFFICE, "p1", &sheet("a"), "2026-11-22T01:00:00.000Z")?);
        assert!(!sheets::keep(tx, OFFICE, "p1", &sheet("b"), "2026-11-23T01:00:00.000Z")?, "printed before");
        assert!(
            sheets::keep(tx, OFFICE, "p2", &sheet("a"), "2026-11-23T01:00:00.000Z")?,
            "another paper, the same sheet"
        );
        assert_eq!(sheets::of_paper(tx, OFFICE, "p1")?, Some(sheet("a")));
        assert_eq!(sheets::of_paper(tx, OFFICE, "p2")?, Some(sheet("a")));
        assert_eq!(sheets::of_paper(tx, OTHER_OFFICE, "p1")?, None);
        Ok(())
    });
}

#[test]
fn neither_sheet_nor_paper_is_ever_changed() {
    on_both_databases(|db, engine| {
        TestApp::with(db.clone()).keep(|tx| sheets::keep(tx, OFFICE, "p1", &sheet("a"), "2026-11-22T01:00:00.000Z"));
        for sql in [
            "update sheet set files = ''",
            "delete from sheet",
            "update paper_sheet set sha256 = sha256",
            "delete from paper_sheet",
        ] {
            let refused = db.write_now(move |tx| tx.execute(sql, &[])).unwrap_err();
            assert_eq!(refused.fault(), Some(store::Fault::Constraint), "{engine:?}: {sql}: {refused}");
        }
    });
}
