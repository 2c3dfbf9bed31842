//! An Excel workbook (.xlsx) as people have it: the sheet whose first row holds our headings, read cell by cell.
//!
//! A small file can unpack to anything, and one of its texts can stand in a million cells. So what the file unpacks to
//! is measured first, part by part, and rows, columns and letters are counted while they are read, against
//! [`crate::limits`].

mod measure;

use std::{
    io::{Cursor, Read, Seek},
    panic::{AssertUnwindSafe, catch_unwind},
};

use calamine::{DataRef, ExcelDateTime, Reader as _, SheetType, SheetVisible, Xlsx, XlsxCellReader};
use domain::text;

use super::{
    columns::{is_head, most_columns, too_many_columns},
    sheet::{NOT_RECKONED, Sheet, SheetRow, Stop},
};
use crate::limits;

/// Said of a workbook that is broken.
const UNREADABLE: &str =
    "Excelのファイルとして読めません。Excelで開いて「Excel ブック（.xlsx）」か「CSV」で保存し直してください。";

/// Cells between two questions whether reading goes on.
const CELLS: usize = 4_096;

/// Reads the workbook, or says in Japanese why it cannot be read.
pub(super) fn read_xlsx(bytes: &[u8], stop: &Stop<'_>) -> Result<Sheet, String> {
    measure::check(bytes, &measure::MOST, stop)?;
    // The reader of workbooks panics over some that are broken: a file that cannot be read, and no fault of ours.
    catch_unwind(AssertUnwindSafe(|| read_book(bytes, stop))).unwrap_or_else(|_| Err(UNREADABLE.to_owned()))
}

fn read_book(bytes: &[u8], stop: &Stop<'_>) -> Result<Sheet, String> {
    let mut book = Xlsx::new(Cursor::new(bytes)).map_err(unreadable)?;
    // What nobody sees in Excel is not what somebody wants to import.
    let seen = book.sheets_metadata().iter().filter(|sheet| sheet.visible == SheetVisible::Visible);
    let sheets = seen.filter(|sheet| sheet.typ == SheetType::WorkSheet).take(limits::WORKBOOK_SHEETS);
    let names: Vec<String> = sheets.map(|sheet| sheet.name.clone()).collect();
    let mut first = None;
    for name in &names {
        let head = Rows::of(&mut book, name, stop)?.next_row()?;
        match head {
            Some(row) if is_head(&row.cells) => return read_rows(&mut book, name, stop),
            Some(_) => first = first.or(Some(name)),
            None => {}
        }
    }
    match first {
        Some(name) => read_rows(&mut book, name, stop),
        None => Err("ファイルが空です。1行目に見出しを入れてください。".to_owned()),
    }
}

/// All rows of a sheet.
fn read_rows<R: Read + Seek>(book: &mut Xlsx<R>, name: &str, stop: &Stop<'_>) -> Result<Sheet, String> {
    let mut sheet = Rows::of(book, name, stop)?;
    let header = sheet.next_row()?.ok_or("ファイルが空です。1行目に見出しを入れてください。")?;
    if header.beyond {
        return Err(too_many_columns());
    }
    let mut rows = Vec::new();
    while let Some(row) = sheet.next_row()? {
        if rows.len() == limits::IMPORT_ROWS {
            return Err(format!("行が多すぎます（{}行まで）。ファイルを分けてください。", limits::IMPORT_ROWS));
        }
        rows.push(row);
    }
    Ok(Sheet { label: format!("Excel（シート「{}」）", text::line(name)), header: header.cells, rows })
}

/// The rows of a sheet, one after the other; empty ones are passed over.
struct Rows<'a, R: Read + Seek> {
    cells: XlsxCellReader<'a, R>,
    stop: &'a Stop<'a>,
    /// The first cell of the row after the one being read.
    ahead: Option<Filled>,
    /// Whether the sheet has come to its end, after which its reader knows nothing.
    over: bool,
    /// The last row that was given.
    last: u64,
    /// Cells seen.
    seen: usize,
    /// Letters that may still come.
    letters: usize,
}

/// A cell with something in it.
struct Filled {
    line: u64,
    place: usize,
    text: String,
}

impl<'a, R: Read + Seek> Rows<'a, R> {
    fn of(book: &'a mut Xlsx<R>, name: &str, stop: &'a Stop<'a>) -> Result<Self, String> {
        let cells = book.worksheet_cells_reader(name).map_err(unreadable)?;
        Ok(Self { cells, stop, ahead: None, over: false, last: 0, seen: 0, letters: limits::IMPORT_TEXT })
    }

    fn next_row(&mut self) -> Result<Option<SheetRow>, String> {
        let mut row: Option<SheetRow> = None;
        loop {
            let next = match self.ahead.take() {
                Some(cell) => Some(cell),
                None => self.next_filled()?,
            };
            let Some(cell) = next else { break };
            // A row that comes again after others would be another person's row with the number of the first.
            if cell.line <= self.last {
                return Err(UNREADABLE.to_owned());
            }
            let current = row.get_or_insert(SheetRow { line: cell.line, cells: Vec::new(), beyond: false });
            if cell.line != current.line {
                self.ahead = Some(cell);
                break;
            }
            if cell.place >= most_columns() {
                current.beyond = true;
                continue;
            }
            if current.cells.len() <= cell.place {
                current.cells.resize(cell.place + 1, String::new());
            }
            if let Some(place) = current.cells.get_mut(cell.place) {
                *place = cell.text;
            }
        }
        self.last = row.as_ref().map_or(self.last, |row| row.line);
        Ok(row)
    }

    /// The next cell with something in it.
    fn next_filled(&mut self) -> Result<Option<Filled>, String> {
        while !self.over {
            self.seen += 1;
            if self.seen.is_multiple_of(CELLS)
                && let Some(sentence) = (self.stop)()
            {
                return Err(sentence);
            }
            let Some(cell) = self.cells.next_cell_with_formula_metadata().map_err(unreadable)? else {
                self.over = true;
                break;
            };
            let text = match &cell.value {
                DataRef::Empty if cell.formula.is_some() => NOT_RECKONED.to_owned(),
                value => self.text(value)?,
            };
            if !text.is_empty() {
                let place = usize::try_from(cell.pos.1).map_err(|_| UNREADABLE)?;
                return Ok(Some(Filled { line: u64::from(cell.pos.0) + 1, place, text }));
            }
        }
        Ok(None)
    }

    /// A cell as it would stand in a CSV file.
    fn text(&mut self, value: &DataRef<'_>) -> Result<String, String> {
        let text = match value {
            DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => self.words(text)?,
            DataRef::SharedString(text) => self.words(text)?,
            DataRef::Int(number) => number.to_string(),
            DataRef::Float(number) => written(*number),
            DataRef::Bool(yes) => if *yes { "はい" } else { "いいえ" }.to_owned(),
            DataRef::DateTime(day) => day_and_time(day),
            DataRef::Error(error) => error.to_string(),
            DataRef::Empty => String::new(),
        };
        Ok(text)
    }

    fn words(&mut self, words: &str) -> Result<String, String> {
        let words = words.trim();
        let left = self.letters.checked_sub(words.len());
        self.letters = left.ok_or("文字が多すぎます。ファイルを分けてください。")?;
        Ok(text::unguarded(words).to_owned())
    }
}

/// A number as somebody would type it: without an exponent, and without `.0`.
fn written(number: f64) -> String {
    number.to_string()
}

/// A day as `2026-05-01`, with its time where it has one. What Excel counts as no day stays a number, which no reader of
/// days takes.
fn day_and_time(day: &ExcelDateTime) -> String {
    let serial = day.as_f64();
    if day.is_duration() || !(1.0..2_958_466.0).contains(&serial) {
        return written(serial);
    }
    let (year, month, date, hour, minute, second, _) = day.to_ymd_hms_milli();
    let time =
        if (hour, minute, second) == (0, 0, 0) { String::new() } else { format!(" {hour:02}:{minute:02}:{second:02}") };
    format!("{year:04}-{month:02}-{date:02}{time}")
}

/// The reader's own words are English and quote the file.
fn unreadable(_: calamine::XlsxError) -> String {
    UNREADABLE.to_owned()
}

#[cfg(test)]
mod tests;
