//! The PDF programs of the machine (poppler, qpdf). `cargo test` does without them and says so;
//! `MIMAMORI_REQUIRE_TOOLS=1` makes their absence a failure.
#![expect(clippy::print_stderr, clippy::unwrap_used, clippy::panic, reason = "tests")]
#![allow(dead_code, clippy::allow_attributes, reason = "each test file uses its part of the tools")]

pub mod structure;

use std::process::Command;

/// What the program prints, or `None` where it is not installed.
pub fn poppler(program: &str, arguments: &[&str]) -> Option<String> {
    match Command::new(program).args(arguments).output() {
        Ok(output) => {
            let told = String::from_utf8_lossy(&output.stderr);
            assert!(output.status.success(), "{program} {arguments:?}: {told}");
            Some(String::from_utf8_lossy(&output.stdout).into_owned())
        }
        Err(_) if std::env::var_os("MIMAMORI_REQUIRE_TOOLS").is_some_and(|value| value == "1") => {
            panic!("{program} is not installed (Debian: poppler-utils, qpdf)")
        }
        Err(_) => {
            eprintln!("skipped: {program} is not installed; this check needs poppler-utils and qpdf");
            None
        }
    }
}

/// The text of a PDF without any white space, cell by cell, pages divided by form feeds.
pub fn text_of(pdf: &[u8]) -> Option<String> {
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), pdf).unwrap();
    let text = poppler("pdftotext", &["-raw", file.path().to_str().unwrap(), "-"])?;
    let kept =
        |letter: &char| *letter == '\u{c}' || !(letter.is_whitespace() || matches!(letter, '\u{200b}' | '\u{2060}'));
    Some(text.chars().filter(kept).collect())
}

/// How the PDF is tagged, with alternative texts.
pub fn structure_of(pdf: &[u8]) -> Option<String> {
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), pdf).unwrap();
    poppler("pdfinfo", &["-struct-text", file.path().to_str().unwrap()])
}

/// Everything of a PDF but its pages' drawings, as JSON: the alternative texts (`/Alt`) are in it.
pub fn objects_of(pdf: &[u8]) -> Option<String> {
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), pdf).unwrap();
    poppler("qpdf", &["--json=2", file.path().to_str().unwrap()])
}

/// Every text in a field of the page or of a table stands on the paper, line by line; `marks` are drawn otherwise.
pub fn assert_every_value(typst: &pdf::Typst, form: &forms::FilledForm, marks: &[&str]) {
    let Some(paper) = text_of(&typst.render(form).unwrap()) else { return };
    let part = |name: &str| form.content.get(name).and_then(|part| part.as_object()).unwrap();
    let page = part("page").iter().map(|(name, field)| (name, field.get("value").unwrap()));
    let rows = part("tables").values().flat_map(|table| table.get("rows").and_then(|rows| rows.as_array()).unwrap());
    let rows = rows.flat_map(|row| row.as_object().unwrap());
    let mut seen = 0;
    for (name, value) in page.chain(rows).filter(|(name, _)| !marks.contains(&name.as_str())) {
        for line in value.as_str().unwrap_or_default().lines() {
            let line: String =
                line.chars().filter(|it| !it.is_whitespace() && !matches!(it, '\u{200b}' | '\u{2060}')).collect();
            assert!(paper.contains(&line), "{name}: {line} in {}:\n{paper}", form.form);
            seen += 1;
        }
    }
    assert!(seen > 10, "{seen} in {}", form.form);
}

/// A word on the paper with its box in millimetres from the upper left corner.
#[derive(Clone, Debug)]
pub struct Word {
    pub page: usize,
    pub left: f64,
    pub top: f64,
    pub right: f64,
    pub bottom: f64,
    pub text: String,
}

/// Every word of a PDF.
pub fn words_of(pdf: &[u8]) -> Option<Vec<Word>> {
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), pdf).unwrap();
    let html = poppler("pdftotext", &["-bbox", file.path().to_str().unwrap(), "-"])?;
    let mut words = Vec::new();
    for (page, text) in html.split("<page ").skip(1).enumerate() {
        for word in text.split("<word ").skip(1) {
            let edge = |name: &str| -> f64 {
                let value = word.split(&format!("{name}=\"")).nth(1).unwrap().split('"').next().unwrap();
                value.parse::<f64>().unwrap() * 25.4 / 72.0
            };
            let inner = word.split('>').nth(1).unwrap().split('<').next().unwrap();
            let text = inner
                .replace(['\u{200b}', '\u{2060}'], "")
                .replace("&amp;", "&")
                .replace("&lt;", "<")
                .replace("&gt;", ">");
            words.push(Word {
                page,
                left: edge("xMin"),
                top: edge("yMin"),
                right: edge("xMax"),
                bottom: edge("yMax"),
                text,
            });
        }
    }
    Some(words)
}
