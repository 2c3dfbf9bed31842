//! 表: a file of clients as cells, whatever it was written in.

use super::{csv_file::read_csv, xlsx_file::read_xlsx};

/// The file as cells.
#[derive(Clone, Debug)]
pub struct Sheet {
    /// How it was written, as people call it.
    pub label: String,
    /// The headings.
    pub header: Vec<String>,
    /// The rows under them, empty ones left out.
    pub rows: Vec<SheetRow>,
}

/// One row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SheetRow {
    /// Line of the file on which it begins, or row of its sheet, from 1.
    pub line: u64,
    /// The cells, at most as many as there are headings and a few.
    pub cells: Vec<String>,
    /// Whether something stands in cells beyond these.
    pub beyond: bool,
}

/// Asked again and again while a file is read: a sentence where reading is to end.
pub(super) type Stop<'a> = dyn Fn() -> Option<String> + 'a;

/// What stands for the result of a formula that was saved without it: some programs write workbooks that only Excel
/// reckons when it opens them.
pub(super) const NOT_RECKONED: &str = "#未計算";

/// Reads the file, or says in Japanese why it cannot be read.
pub(super) fn read_sheet(bytes: &[u8], stop: &Stop<'_>) -> Result<Sheet, String> {
    if bytes.starts_with(b"PK\x03\x04") {
        return read_xlsx(bytes, stop);
    }
    if bytes.starts_with(b"\xD0\xCF\x11\xE0") {
        return Err(
            "古い形式（.xls）か、パスワードの付いたExcelのファイルです。パスワードを付けずに、「Excel ブック（.xlsx）」か「CSV」で保存し直してください。"
                .to_owned(),
        );
    }
    read_csv(bytes)
}
