//! 表: a file of clients as cells, whatever it was written in.

use super::csv_file::read_csv;

/// The file as cells.
#[derive(Clone, Debug)]
pub struct Sheet {
    /// How it was written, as people call it.
    pub label: &'static str,
    /// The headings.
    pub header: Vec<String>,
    /// The rows under them, empty ones left out.
    pub rows: Vec<SheetRow>,
}

/// One row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SheetRow {
    /// Line of the file on which it begins, from 1.
    pub line: u64,
    /// The cells, at most as many as there are headings and a few.
    pub cells: Vec<String>,
    /// Whether something stands in cells beyond these.
    pub beyond: bool,
}

/// More rows than any office has clients; a wrong file.
pub(super) const MOST_ROWS: usize = 100_000;

/// Reads the file, or says in Japanese why it cannot be read.
pub fn read_sheet(bytes: &[u8]) -> Result<Sheet, String> {
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"\xD0\xCF\x11\xE0") {
        return Err("Excelのファイルのようです。Excelで「CSV」を選んで保存し直してください。".to_owned());
    }
    read_csv(bytes)
}
