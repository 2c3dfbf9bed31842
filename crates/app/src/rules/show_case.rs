//! 計算例のファイル: the text of a file of worked cases, as it was built into the program and as the tests read it.

use domain::office::Right;
use law::{WorkedCase, embedded_files, worked_cases};

use crate::{Cx, Refusal};

/// A file of worked cases.
#[derive(Clone, Debug)]
pub struct CaseFile {
    /// Path below `law/`.
    pub file: &'static str,
    /// Its text.
    pub text: &'static str,
    /// The cases in it, by title.
    pub cases: Vec<&'static WorkedCase>,
}

/// The file `cases/{area}/{name}.toml`.
pub fn show_case(cx: &mut Cx<'_>, area: &str, name: &str) -> Result<CaseFile, Refusal> {
    cx.authorize(Right::Read)?;
    let wanted = format!("cases/{area}/{name}.toml");
    let (file, text) = embedded_files().into_iter().find(|(file, _)| *file == wanted).ok_or(Refusal::NotFound)?;
    Ok(CaseFile { file, text, cases: worked_cases().iter().filter(|case| case.file == file).collect() })
}
