//! The hidden command `mimamori set-sheet`: sets one paper with a sheet from outside, as a process of its own that can do nothing else. Paper
//! and sheet come on standard input, the PDF goes to standard output. It limits itself before it looks at the sheet.

use std::{
    collections::BTreeMap,
    io::{self, Read as _, Write as _},
    process::ExitCode,
};

use anyhow::Context as _;
use calendar::Date;
use forms::FilledForm;
use pdf::{TypesetFault, Typst};
use rustix::process::{Resource, Rlimit, setrlimit};
use serde::{Deserialize, Serialize};

/// The most memory, in bytes.
const MEMORY: u64 = 512 * 1024 * 1024;

/// Seconds of computing on all cores, should nobody be there any more to end this process.
const COMPUTING: u64 = 60;

/// What is to be set.
#[derive(Debug, Deserialize, Serialize)]
pub struct Job {
    /// The files of the sheet.
    pub files: BTreeMap<String, String>,
    /// As [`FilledForm::form`].
    pub form: String,
    /// As [`FilledForm::title`].
    pub title: String,
    /// As [`FilledForm::dated`].
    pub dated: Date,
    /// As [`FilledForm::content`].
    pub content: serde_json::Value,
}

/// Sets it. Status 1 where the sheet does not work; why is told without a word of the paper.
pub fn run() -> anyhow::Result<ExitCode> {
    for (resource, most) in [
        (Resource::As, MEMORY),
        (Resource::Cpu, COMPUTING),
        // No file is written, and none is opened beside what is open.
        (Resource::Fsize, 0),
        (Resource::Core, 0),
    ] {
        let limit = Rlimit { current: Some(most), maximum: Some(most) };
        setrlimit(resource, limit).context("a limit of the process could not be set")?;
    }
    let mut text = String::new();
    io::stdin().lock().read_to_string(&mut text)?;
    let job: Job = serde_json::from_str(&text)?;
    let typst = Typst::of_files(job.files.iter().map(|(path, text)| (path.as_str(), text.as_str())))?;
    let form = FilledForm {
        form: job.form,
        title: job.title,
        dated: job.dated,
        content: job.content,
        sheet: None,
        kept_as: None,
    };
    match typst.render(&form) {
        Ok(pdf) => {
            io::stdout().lock().write_all(&pdf)?;
            Ok(ExitCode::SUCCESS)
        }
        Err(fault) => {
            err!("{}", told(&fault));
            Ok(ExitCode::FAILURE)
        }
    }
}

/// What typst may say of a sheet: a message of any other beginning could hold what stands on the paper.
const HARMLESS: [&str; 7] =
    ["unknown variable", "expected", "unclosed", "unexpected", "failed to load file", "file not found", "cannot"];

/// The first fault with its place; its message only where it speaks of the sheet alone.
fn told(fault: &TypesetFault) -> String {
    let text = fault.to_string();
    let first = text.split("; ").next().unwrap_or_default();
    let (place, message) = first.split_once(": ").unwrap_or(("", first));
    let harmless = HARMLESS.iter().any(|start| message.starts_with(start)) && !message.starts_with("cannot convert");
    match (message.contains("access denied") || message.contains("would escape the"), harmless) {
        (true, _) => format!("{place}: ほかのファイルは読めません"),
        (_, true) => format!("{place}: {message}"),
        (_, false) => place.to_owned(),
    }
}
