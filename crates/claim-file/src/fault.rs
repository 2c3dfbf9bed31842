//! What is wrong with a claim file, in words a clerk can act on.

use std::fmt;

/// A value that may not stand in a field. The whole file is refused; nothing is cut or replaced in silence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldFault {
    /// レコード番号 of the line (the control record is 1).
    pub line: usize,
    /// 項目名 in Japanese.
    pub field: String,
    /// 受給者証番号 of the client concerned, where the line belongs to one.
    pub certificate: Option<String>,
    /// Why it may not stand there, in Japanese.
    pub reason: String,
}

impl fmt::Display for FieldFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}行目「{}」: {}", self.line, self.field, self.reason)
    }
}

/// Bytes that are no claim file.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{line}行目{}: {reason}", if field.is_empty() { String::new() } else { format!("「{field}」") })]
pub struct DecodeFault {
    /// Line of the file, from 1; 0 when the file as a whole is meant.
    pub line: usize,
    /// 項目名, or empty.
    pub field: String,
    /// What is wrong, in Japanese.
    pub reason: String,
}

impl DecodeFault {
    /// A fault of a whole line.
    pub(crate) fn line(line: usize, reason: impl Into<String>) -> Self {
        Self { line, field: String::new(), reason: reason.into() }
    }

    /// A fault of one field.
    pub(crate) fn field(line: usize, field: &str, reason: impl Into<String>) -> Self {
        Self { line, field: field.to_owned(), reason: reason.into() }
    }
}
