//! ファイル名: one to eight half-width letters or digits, first a letter, `.CSV`.

use std::fmt;

use calendar::YearMonth;
use domain::client::ConsultationService;

/// A name that 国保連's reception takes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileName(String);

/// A name it does not take.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("ファイル名「{0}」は使えません（半角英数字1〜8字、先頭は英字、.CSV）")]
pub struct FileNameError(pub String);

impl FileName {
    /// The name of a closing: service, month of service and number of the closing, so that no name comes twice in a month.
    pub fn of_closing(service: ConsultationService, month: YearMonth, number: i64) -> Result<Self, FileNameError> {
        let letter = match service {
            ConsultationService::Plan => 'J',
            ConsultationService::Child => 'K',
        };
        format!("{letter}{:02}{:02}{number:02}.CSV", month.year() % 100, month.month()).parse()
    }
}

impl std::str::FromStr for FileName {
    type Err = FileNameError;

    fn from_str(text: &str) -> Result<Self, FileNameError> {
        let stem = text.strip_suffix(".CSV").unwrap_or_default();
        let good = (1..=8).contains(&stem.len())
            && stem.bytes().all(|b| b.is_ascii_alphanumeric())
            && stem.bytes().next().is_some_and(|b| b.is_ascii_alphabetic());
        if good { Ok(Self(text.to_owned())) } else { Err(FileNameError(text.to_owned())) }
    }
}

impl fmt::Display for FileName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
