//! A CSV file as people have it: UTF-8 or CP932 (Shift_JIS of Windows), commas or tabs, with a heading line.

use encoding_rs::SHIFT_JIS;

/// How the file was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8, with or without a mark at its beginning.
    Utf8,
    /// CP932.
    Cp932,
}

impl Encoding {
    /// The name that people know.
    pub fn label(self) -> &'static str {
        match self {
            Self::Utf8 => "UTF-8",
            Self::Cp932 => "Shift_JIS（CP932）",
        }
    }
}

/// The file as cells.
#[derive(Clone, Debug)]
pub struct Sheet {
    /// How it was written.
    pub encoding: Encoding,
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
    /// The cells.
    pub cells: Vec<String>,
}

/// More rows than any office has clients; a wrong file.
const MOST_ROWS: usize = 100_000;

/// Reads the file, or says in Japanese why it cannot be read.
pub fn read_sheet(bytes: &[u8]) -> Result<Sheet, String> {
    let (encoding, text) = decode(bytes)?;
    let heading = text.lines().next().unwrap_or_default();
    let delimiter = if heading.contains('\t') && !heading.contains(',') { b'\t' } else { b',' };
    let mut reader =
        csv::ReaderBuilder::new().delimiter(delimiter).flexible(true).has_headers(false).from_reader(text.as_bytes());
    let mut records = Vec::new();
    let mut lines = Lines { text: &text, seen: 0, line: 1 };
    for record in reader.records() {
        let record = record.map_err(|_| "CSVとして読めない行があります。".to_owned())?;
        let line = lines.at(record.position().map_or(0, csv::Position::byte));
        let cells: Vec<String> = record.iter().map(|cell| cell.trim().to_owned()).collect();
        if cells.iter().any(|cell| !cell.is_empty()) {
            records.push(SheetRow { line, cells });
        }
        if records.len() > MOST_ROWS {
            return Err(format!("行が多すぎます（{MOST_ROWS}行まで）。ファイルを分けてください。"));
        }
    }
    let mut records = records.into_iter();
    let Some(header) = records.next() else {
        return Err("ファイルが空です。1行目に見出しを入れてください。".to_owned());
    };
    Ok(Sheet { encoding, header: header.cells, rows: records.collect() })
}

/// Counts lines as an editor does: csv puts the line end of one record at the beginning of the next.
struct Lines<'a> {
    text: &'a str,
    seen: usize,
    line: u64,
}

impl Lines<'_> {
    /// The line on which the record that is reported at this byte begins.
    fn at(&mut self, byte: u64) -> u64 {
        let bytes = self.text.as_bytes();
        let mut from = usize::try_from(byte).unwrap_or(bytes.len());
        while matches!(bytes.get(from), Some(b'\r' | b'\n')) {
            from += 1;
        }
        let passed = bytes.get(self.seen..from).unwrap_or_default();
        self.line += passed.iter().map(|byte| u64::from(*byte == b'\n')).sum::<u64>();
        self.seen = self.seen.max(from);
        self.line
    }
}

fn decode(bytes: &[u8]) -> Result<(Encoding, String), String> {
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"\xD0\xCF\x11\xE0") {
        return Err("Excelのファイルのようです。Excelで「CSV」を選んで保存し直してください。".to_owned());
    }
    if bytes.starts_with(b"\xFF\xFE") || bytes.starts_with(b"\xFE\xFF") {
        return Err("UTF-16のファイルです。「CSV UTF-8」か「CSV」で保存し直してください。".to_owned());
    }
    if bytes.contains(&0) {
        return Err("文字ではないデータが入っています。CSVファイルを選んでください。".to_owned());
    }
    let bare = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    if let Ok(text) = std::str::from_utf8(bare) {
        return Ok((Encoding::Utf8, text.to_owned()));
    }
    let (text, _, had_errors) = SHIFT_JIS.decode(bytes);
    if had_errors {
        return Err("文字コードを読めません。UTF-8かShift_JISのCSVで保存し直してください。".to_owned());
    }
    Ok((Encoding::Cp932, text.into_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_encodings_give_the_same_cells() {
        let text = "氏名,フリガナ\r\n髙津 一郎,\"タカツ\nイチロウ\"\r\n\r\n,\r\n";
        let (cp932, _, _) = SHIFT_JIS.encode(text);
        let from_cp932 = read_sheet(&cp932).unwrap();
        let from_utf8 = read_sheet(format!("\u{FEFF}{text}").as_bytes()).unwrap();
        assert_eq!(from_cp932.encoding, Encoding::Cp932);
        assert_eq!(from_utf8.encoding, Encoding::Utf8);
        assert_eq!(from_cp932.header, ["氏名", "フリガナ"]);
        assert_eq!(from_cp932.rows, from_utf8.rows);
        assert_eq!(from_utf8.rows.len(), 1, "empty rows are left out");
        assert_eq!(from_utf8.rows[0].line, 2);
    }

    #[test]
    fn what_is_no_csv_is_said_so() {
        for (bytes, says) in [
            (&b""[..], "空"),
            (b"PK\x03\x04xx", "Excel"),
            (b"\xFF\xFEa\0", "UTF-16"),
            (b"a\0b", "文字ではない"),
            (b"\x81\xFF\xFE\xFD", "文字コード"),
        ] {
            let said = read_sheet(bytes).unwrap_err();
            assert!(said.contains(says), "{said}");
        }
    }
}
