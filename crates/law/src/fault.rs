//! 誤り: what is wrong with a file of `law/`, one sentence each: file, entry, reason.

use std::fmt;

/// One fault of one file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LawFault {
    /// Path below `law/`.
    pub file: String,
    /// The entry, in words; empty where the whole file is meant.
    pub entry: String,
    /// What is wrong.
    pub reason: String,
}

impl fmt::Display for LawFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.entry.is_empty() {
            write!(f, "law/{}: {}。", self.file, self.reason)
        } else {
            write!(f, "law/{} の{}: {}。", self.file, self.entry, self.reason)
        }
    }
}

/// The faults that keep the law from being loaded; the program refuses to start with them.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.lines())]
pub struct LawError {
    /// At least one.
    pub faults: Vec<LawFault>,
}

impl LawError {
    /// The faults of a file that is the user's own and does not lie in `law/`.
    pub fn in_users_file(&self) -> String {
        self.lines().lines().map(|line| line.trim_start_matches("law/")).collect::<Vec<_>>().join("\n")
    }

    fn lines(&self) -> String {
        self.faults.iter().map(LawFault::to_string).collect::<Vec<_>>().join("\n")
    }
}

/// Collects faults, so that one start shows all of them.
#[derive(Debug, Default)]
pub(crate) struct Faults(Vec<LawFault>);

impl Faults {
    /// Notes a fault.
    pub(crate) fn add(&mut self, file: &str, entry: impl Into<String>, reason: impl Into<String>) {
        self.0.push(LawFault { file: file.to_owned(), entry: entry.into(), reason: reason.into() });
    }

    /// An error if anything was noted.
    pub(crate) fn into_result(self) -> Result<(), LawError> {
        if self.0.is_empty() { Ok(()) } else { Err(LawError { faults: self.0 }) }
    }
}
