//! The template as a workbook: a sheet to fill in, and one that says what stands under each heading.

use rust_xlsxwriter::{Format, Workbook, XlsxError};

use super::headings::headings;
use crate::transfer::table::ImportTable;

/// The template; none where it cannot be written.
pub(in crate::transfer) fn workbook(table: ImportTable) -> Option<Vec<u8>> {
    written(table).ok()
}

fn written(table: ImportTable) -> Result<Vec<u8>, XlsxError> {
    let (head, example) = (Format::new().set_bold().set_text_wrap(), Format::new().set_italic());
    let all = headings(table);
    let mut book = Workbook::new();
    let sheet = book.add_worksheet().set_name(table.word())?;
    for (column, heading) in (0_u16..).zip(&all) {
        sheet.write_string_with_format(0, column, &heading.title, &head)?;
        sheet.write_string_with_format(1, column, heading.example, &example)?;
        sheet.set_column_width(column, 18)?;
    }
    sheet.set_freeze_panes(1, 0)?;
    let help = book.add_worksheet().set_name("書き方")?;
    help.write_string_with_format(0, 0, "見出し", &head)?;
    help.write_string_with_format(0, 1, "書くこと", &head)?;
    for (row, heading) in (1_u32..).zip(&all) {
        help.write_string(row, 0, &heading.title)?;
        help.write_string(row, 1, heading.hint)?;
    }
    help.set_column_width(0, 28)?;
    help.set_column_width(1, 80)?;
    book.save_to_buffer()
}
