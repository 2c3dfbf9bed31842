//! Several papers as one file for the printer: every page of every paper, in their order, and nothing that is no PDF.
#![expect(clippy::expect_used, reason = "tests")]

use super::sample;
use super::tools;

use std::sync::LazyLock;

use forms::{APPLICATION, PLAN, application, forms_of};
use pdf::{TypesetFault, Typst};
use sample::{applications::applications, plan::plan};
use tools::{poppler, text_of};

static TYPST: LazyLock<Typst> = LazyLock::new(|| Typst::new().expect("fonts and sheets are readable"));

#[test]
fn the_pages_of_all_papers_stand_one_after_another() {
    let asked = forms_of(&APPLICATION).next().unwrap().fill(&application(&applications().application()));
    let planned = forms_of(&PLAN).next().unwrap().fill(&forms::plan(&plan().input()));
    let papers = [TYPST.render(&planned).unwrap(), TYPST.render(&asked).unwrap(), TYPST.render(&planned).unwrap()];
    let joined = TYPST.join(&papers).unwrap();
    let Some(text) = text_of(&joined) else { return };
    let alone: Vec<String> = papers.iter().map(|paper| text_of(paper).unwrap()).collect();
    assert_eq!(text, alone.concat());
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), &joined).unwrap();
    let about = poppler("pdfinfo", &["-f", "1", "-l", "99", file.path().to_str().unwrap()]).unwrap();
    let sizes: Vec<&str> = about.lines().filter(|line| line.starts_with("Page ") && line.contains(" size:")).collect();
    assert!(sizes.len() > 3 && sizes.iter().all(|line| line.contains("A4")), "{about}");
    assert_eq!(TYPST.join(&papers).unwrap(), joined);
}

#[test]
fn what_is_no_pdf_is_refused() {
    assert_eq!(TYPST.join(&[b"%PDF-1.7 nothing".to_vec()]), Err(TypesetFault::Unreadable));
}
