//! A CSV file as people have it: UTF-8 or CP932 (Shift_JIS of Windows), commas or tabs, any line ends, a heading line.
//!
//! Read by a scanner of its own: a quote that is not closed must be told with its line instead of swallowing the rows
//! below it, lines are counted as an editor counts them, and a file with too many columns is left at once.

use domain::text;

use super::{
    columns::{most_columns, too_many_columns},
    sheet::{Sheet, SheetRow},
};
use crate::limits::IMPORT_ROWS;

/// Reads the file, or says in Japanese why it cannot be read.
pub(crate) fn read_csv(bytes: &[u8]) -> Result<Sheet, String> {
    let (label, text) = decoded(bytes)?;
    let heading = text.split(['\n', '\r']).next().unwrap_or_default();
    let delimiter = if heading.contains('\t') && !heading.contains(',') { b'\t' } else { b',' };
    let mut scanner = Scanner { text: &text, at: 0, line: 1, delimiter, width: 0 };
    let mut header = None;
    let mut rows = Vec::new();
    while let Some(row) = scanner.row()? {
        if row.cells.iter().all(String::is_empty) && !row.beyond {
            continue;
        }
        if header.is_none() {
            scanner.width = row.cells.len();
            header = Some(row.cells);
            continue;
        }
        if rows.len() == IMPORT_ROWS {
            return Err(format!("行が多すぎます（{IMPORT_ROWS}行まで）。ファイルを分けてください。"));
        }
        rows.push(row);
    }
    let header = header.ok_or("ファイルが空です。1行目に見出しを入れてください。")?;
    Ok(Sheet { label: label.to_owned(), header, rows })
}

fn decoded(bytes: &[u8]) -> Result<(&'static str, String), String> {
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"\xD0\xCF\x11\xE0") {
        return Err("Excelのファイルのようです。Excelで「CSV」を選んで保存し直してください。".to_owned());
    }
    if bytes.starts_with(b"\xFF\xFE") || bytes.starts_with(b"\xFE\xFF") {
        return Err("UTF-16のファイルです。「CSV UTF-8」か「CSV」で保存し直してください。".to_owned());
    }
    if bytes.contains(&0) {
        return Err("文字ではないデータが入っています。CSVかExcel（.xlsx）のファイルを選んでください。".to_owned());
    }
    match text::decode(bytes) {
        Some((encoding, text)) => Ok((encoding.label(), text.into_owned())),
        None => Err("文字コードを読めません。UTF-8かShift_JISのCSVで保存し直してください。".to_owned()),
    }
}

/// Goes through the text once, cell by cell.
struct Scanner<'a> {
    text: &'a str,
    at: usize,
    line: u64,
    delimiter: u8,
    /// Columns of the head; 0 while it is being read.
    width: usize,
}

/// What follows a cell.
#[derive(PartialEq, Eq)]
enum After {
    Cell,
    Row,
}

impl Scanner<'_> {
    /// The next row, or none at the end of the file.
    fn row(&mut self) -> Result<Option<SheetRow>, String> {
        if self.at >= self.text.len() {
            return Ok(None);
        }
        let mut row = SheetRow { line: self.line, cells: Vec::new(), beyond: false };
        loop {
            let (cell, after) = self.cell()?;
            let cell = cell.trim();
            if row.cells.len() < most_columns() {
                row.cells.push(text::unguarded(cell).to_owned());
            } else if self.width == 0 {
                return Err(too_many_columns());
            } else {
                row.beyond |= !cell.is_empty();
            }
            if after == After::Row {
                return Ok(Some(row));
            }
        }
    }

    /// The next cell as it stands in the file, its quotes resolved.
    fn cell(&mut self) -> Result<(String, After), String> {
        if self.peek(self.at) == Some(b'"') {
            return self.quoted();
        }
        let rest = self.text.get(self.at..).unwrap_or_default();
        let length = rest
            .bytes()
            .position(|byte| byte == self.delimiter || byte == b'\n' || byte == b'\r')
            .unwrap_or(rest.len());
        let cell = rest.get(..length).unwrap_or_default().to_owned();
        self.at += length;
        Ok((cell, self.after()))
    }

    /// A cell in quotes, from its opening quote on.
    fn quoted(&mut self) -> Result<(String, After), String> {
        let opened = self.line;
        let mut cell = String::new();
        self.at += 1;
        loop {
            let rest = self.text.get(self.at..).unwrap_or_default();
            let Some(length) = rest.bytes().position(|byte| byte == b'"') else { return Err(not_closed(opened)) };
            let part = rest.get(..length).unwrap_or_default();
            self.line += line_ends(part);
            cell.push_str(part);
            self.at += length + 1;
            if self.peek(self.at) != Some(b'"') {
                break;
            }
            cell.push('"');
            self.at += 1;
        }
        // A quote that was forgotten is closed by the next one further down: whole rows stand between the two then.
        let delimiters = cell.bytes().filter(|byte| *byte == self.delimiter).count();
        if self.width > 3 && cell.contains(['\n', '\r']) && delimiters + 1 >= self.width {
            return Err(not_closed(opened));
        }
        while self.peek(self.at) == Some(b' ') {
            self.at += 1;
        }
        match self.peek(self.at) {
            None | Some(b'\n' | b'\r') => Ok((cell, self.after())),
            Some(byte) if byte == self.delimiter => Ok((cell, self.after())),
            Some(_) => Err(not_closed(opened)),
        }
    }

    /// Passes over the delimiter or line end that follows a cell.
    fn after(&mut self) -> After {
        match (self.peek(self.at), self.peek(self.at + 1)) {
            (Some(b'\r'), Some(b'\n')) => self.at += 2,
            (Some(b'\r' | b'\n'), _) => self.at += 1,
            (Some(_), _) => {
                self.at += 1;
                return After::Cell;
            }
            (None, _) => {}
        }
        self.line += 1;
        After::Row
    }

    fn peek(&self, at: usize) -> Option<u8> {
        self.text.as_bytes().get(at).copied()
    }
}

/// Line ends as an editor counts them: `\r\n`, `\n` and a bare `\r` are one each.
fn line_ends(text: &str) -> u64 {
    let mut count = 0;
    let mut before = 0;
    for byte in text.bytes() {
        count += u64::from(byte == b'\r' || (byte == b'\n' && before != b'\r'));
        before = byte;
    }
    count
}

fn not_closed(line: u64) -> String {
    format!("{line}行目の引用符「\"」が、正しく閉じられていません。直してから、もう一度選んでください。")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &str) -> Vec<(u64, Vec<String>)> {
        let sheet = read_csv(text.as_bytes()).unwrap();
        sheet.rows.into_iter().map(|row| (row.line, row.cells)).collect()
    }

    #[test]
    fn both_encodings_give_the_same_cells() {
        let text = "氏名,フリガナ\r\n髙津 一郎,\"タカツ\nイチロウ\"\r\n\r\n,\r\n";
        let (cp932, _, _) = encoding_rs::SHIFT_JIS.encode(text);
        let from_cp932 = read_csv(&cp932).unwrap();
        let from_utf8 = read_csv(format!("\u{FEFF}{text}").as_bytes()).unwrap();
        assert_eq!(from_cp932.label, "Shift_JIS（CP932）");
        assert_eq!(from_utf8.label, "UTF-8");
        assert_eq!(from_cp932.header, ["氏名", "フリガナ"]);
        assert_eq!(from_cp932.rows, from_utf8.rows);
        assert_eq!(from_utf8.rows.len(), 1, "empty rows are left out");
        assert_eq!(from_utf8.rows[0].line, 2);
    }

    #[test]
    fn every_kind_of_line_end_is_counted_as_an_editor_counts_it() {
        for end in ["\n", "\r\n", "\r"] {
            let text = ["a,b", "1,\"x", "y\"", "", "2,\"say \"\"hi\"\"\" ", "3,"].join(end);
            let found = lines(&text);
            let numbers: Vec<u64> = found.iter().map(|(line, _)| *line).collect();
            assert_eq!(numbers, [2, 5, 6], "{end:?}");
            assert_eq!(found[0].1[1], format!("x{end}y"));
            assert_eq!(found[1].1, ["2", "say \"hi\""]);
            assert_eq!(found[2].1, ["3", ""]);
        }
    }

    #[test]
    fn a_quote_that_is_not_closed_is_told_with_its_line_and_swallows_no_row() {
        for (text, line) in [
            ("a,b\n1,2\n3,\"4\n5,6\n7,8\n", 3),
            ("a,b\n1,\"2\n3,\"4\"\n", 2),
            ("a,b\n1,\"2\"x\n", 2),
            ("a,b,c,d\n1,2,3,\"4\n1,2,3,4\"\n5,6,7,8\n", 2),
            ("\"a,b\n1,2\n", 1),
        ] {
            let said = read_csv(text.as_bytes()).unwrap_err();
            assert!(said.starts_with(&format!("{line}行目の引用符")), "{said}");
        }
        // A sign for inches within a cell is no quote of the file's.
        assert_eq!(lines("a,b\n5\",6\n")[0].1, ["5\"", "6"]);
    }

    #[test]
    fn empty_columns_at_the_end_are_passed_over_and_others_are_noted() {
        let sheet = read_csv(b"a,b,,\n1,2,,\n").unwrap();
        assert_eq!(sheet.rows[0].cells, ["1", "2", "", ""]);
        let long = format!("a,b\n1,2{}\n1,2{}x\n", ",".repeat(200), ",".repeat(200));
        let sheet = read_csv(long.as_bytes()).unwrap();
        assert_eq!(sheet.rows.iter().map(|row| row.beyond).collect::<Vec<_>>(), [false, true]);
        assert!(sheet.rows.iter().all(|row| row.cells.len() <= most_columns()));
    }

    #[test]
    fn three_hundred_thousand_columns_are_refused_before_anything_else() {
        let text = format!("氏名,フリガナ,生年月日{}\n{}", ",".repeat(300_000), "a,b,c\n".repeat(3_000));
        assert!(read_csv(text.as_bytes()).unwrap_err().contains("列が多すぎます"));
        let unknown: Vec<String> = (0..300_000).map(|number| format!("x{number}")).collect();
        assert!(read_csv(unknown.join(",").as_bytes()).unwrap_err().contains("列が多すぎます"));
    }

    #[test]
    fn what_is_no_csv_is_said_so() {
        for (bytes, says) in [
            (&b""[..], "空"),
            (b"\r\n\r\n", "空"),
            (b"\xFF\xFEa\0", "UTF-16"),
            (b"a\0b", "文字ではない"),
            (b"\x81\xFF\xFE\xFD", "文字コード"),
        ] {
            let said = read_csv(bytes).unwrap_err();
            assert!(said.contains(says), "{said}");
        }
    }
}
