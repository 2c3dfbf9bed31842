//! The PDF programs of the machine (poppler, qpdf). `cargo test` does without them and says so;
//! `MIMAMORI_REQUIRE_TOOLS=1` makes their absence a failure.
#![expect(clippy::print_stderr, clippy::unwrap_used, clippy::panic, reason = "tests")]

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
    Some(text.chars().filter(|letter| *letter == '\u{c}' || !letter.is_whitespace()).collect())
}
