//! Workbooks as Excel writes them, and as somebody with bad intent does.

use std::{
    cell::Cell,
    io::{Cursor, Write as _},
};

use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};
use zip::{ZipWriter, write::SimpleFileOptions};

use super::*;

fn go_on() -> Option<String> {
    None
}

fn read(bytes: &[u8]) -> Result<Sheet, String> {
    read_xlsx(bytes, &go_on)
}

/// A workbook of parts as they are given; the usual ones are added.
fn parts(given: &[(&str, &[u8])]) -> Vec<u8> {
    let usual: [(&str, &[u8]); 3] = [
        ("_rels/.rels", br#"<Relationships><Relationship Id="a" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#),
        ("xl/workbook.xml", br#"<workbook xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="S" sheetId="1" r:id="s"/></sheets></workbook>"#),
        ("xl/_rels/workbook.xml.rels", br#"<Relationships><Relationship Id="s" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#),
    ];
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let added = usual.iter().filter(|(name, _)| !given.iter().any(|(of, _)| of == name));
    for (name, bytes) in added.chain(given) {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn sheet(rows: &str) -> Vec<u8> {
    parts(&[("xl/worksheets/sheet1.xml", format!("<worksheet><sheetData>{rows}</sheetData></worksheet>").as_bytes())])
}

const HEAD: [&str; 5] = ["氏名", "フリガナ", "生年月日", "支給量1", "備考"];

#[test]
fn cells_are_read_as_people_see_them() {
    let mut book = Workbook::new();
    let day = Format::new().set_num_format("yyyy/mm/dd");
    let of_reign = Format::new().set_num_format("[$-411]ggge\"年\"m\"月\"d\"日\"");
    let page = book.add_worksheet();
    page.write_row(0, 0, HEAD).unwrap();
    page.write_row(1, 0, ["川崎　花子 ", "カワサキ", "S60.3.1", "", "'=1+1"]).unwrap();
    page.write_datetime_with_format(2, 2, ExcelDateTime::from_ymd(1985, 3, 1).unwrap(), &day).unwrap();
    page.write_number(2, 3, 3.0).unwrap().write_number(2, 4, 1.5).unwrap();
    page.write_datetime_with_format(4, 2, ExcelDateTime::from_ymd(2019, 5, 1).unwrap(), &of_reign).unwrap();
    page.write_number(4, 3, 12_345_678.0).unwrap().write_boolean(4, 4, true).unwrap();
    let late = ExcelDateTime::from_ymd(1985, 3, 1).unwrap().and_hms(12, 30, 0).unwrap();
    page.write_datetime_with_format(5, 2, late, &day).unwrap().write_formula(5, 3, "=1/0").unwrap();
    page.set_formula_result(5, 3, "#DIV/0!");
    let sheet = read(&book.save_to_buffer().unwrap()).unwrap();
    assert_eq!(sheet.label, "Excel（シート「Sheet1」）");
    assert_eq!(sheet.header, HEAD);
    let found: Vec<(u64, Vec<&str>)> =
        sheet.rows.iter().map(|row| (row.line, row.cells.iter().map(String::as_str).collect())).collect();
    assert_eq!(
        found,
        [
            (2, vec!["川崎　花子", "カワサキ", "S60.3.1", "", "=1+1"]),
            (3, vec!["", "", "1985-03-01", "3", "1.5"]),
            (5, vec!["", "", "2019-05-01", "12345678", "はい"]),
            (6, vec!["", "", "1985-03-01 12:30:00", "#DIV/0!"]),
        ]
    );
}

#[test]
fn the_sheet_with_our_headings_is_found_and_hidden_ones_are_not_looked_at() {
    let mut book = Workbook::new();
    book.add_worksheet().set_name("説明").unwrap().write_string(0, 0, "使い方").unwrap();
    book.add_worksheet().set_name("空").unwrap();
    let hidden = book.add_worksheet().set_name("隠れ").unwrap().set_hidden(true);
    hidden.write_row(0, 0, HEAD).unwrap();
    book.add_worksheet().set_name("名簿").unwrap().write_row(2, 0, HEAD).unwrap();
    let sheet = read(&book.save_to_buffer().unwrap()).unwrap();
    assert_eq!((sheet.label.as_str(), sheet.rows.len()), ("Excel（シート「名簿」）", 0));

    // Where no sheet has them, the mistake is told of the first that holds anything.
    let mut book = Workbook::new();
    book.add_worksheet();
    book.add_worksheet().set_name("表").unwrap().write_row(0, 0, ["なまえ", "カナ"]).unwrap();
    assert_eq!(read(&book.save_to_buffer().unwrap()).unwrap().header, ["なまえ", "カナ"]);
    assert!(read(&Workbook::new().save_to_buffer().unwrap()).unwrap_err().contains("空"));
}

#[test]
fn readings_above_a_name_are_no_part_of_it_and_a_formula_without_result_is_told() {
    let rows = r#"<row r="1"><c r="A1" t="inlineStr"><is><r><t>川崎</t></r><rPh sb="0" eb="2"><t>カワサキ</t></rPh><r><t>花子</t></r></is></c>
        <c r="B1"><f>A1</f></c><c r="C1" t="str"><f>A1</f><v></v></c><c r="D1"><f>1+1</f><v>2</v></c></row>"#;
    assert_eq!(read(&sheet(rows)).unwrap().header, ["川崎花子", NOT_RECKONED, "", "2"]);
}

#[test]
fn what_is_no_workbook_is_said_so() {
    let mut ods = ZipWriter::new(Cursor::new(Vec::new()));
    ods.start_file("content.xml", SimpleFileOptions::default()).unwrap();
    let ods = ods.finish().unwrap().into_inner();
    assert!(read(&ods).unwrap_err().contains("ブック（.xlsx）ではありません"));
    assert_eq!(read(b"PK\x03\x04 and no more").unwrap_err(), UNREADABLE);
    // Half of a workbook, and one whose dimensions run backwards: the reader panics over it where overflow is checked.
    let mut book = Workbook::new();
    book.add_worksheet().write_row(0, 0, HEAD).unwrap();
    let whole = book.save_to_buffer().unwrap();
    assert_eq!(read(&whole[..whole.len() / 2]).unwrap_err(), UNREADABLE);
    let backwards = "<worksheet><dimension ref=\"B2:A1\"/><sheetData><row r=\"1\"/></sheetData></worksheet>";
    assert!(read(&parts(&[("xl/worksheets/sheet1.xml", backwards.as_bytes())])).is_err());
    // A row that comes again under the number of an earlier one.
    let again = r#"<row r="2"><c r="A2"><v>1</v></c></row><row r="3"><c r="A3"><v>1</v></c></row><row r="2"><c r="B2"><v>2</v></c></row>"#;
    assert_eq!(read(&sheet(again)).unwrap_err(), UNREADABLE);
    for broken in ["<row r=\"0\"><c r=\"A0\"><v>1</v></c></row>", "<row><c t=\"s\"><v>7</v></c></row>", "<row><c>"] {
        assert_eq!(read(&sheet(broken)).unwrap_err(), UNREADABLE, "{broken}");
    }
}

#[test]
fn a_small_file_that_unpacks_to_anything_is_refused_before_it_is_read() {
    let most = measure::Most { all: 60_000, held: 30_000, styles: 5_000, marks: 1_000 };
    let too_large = |bytes: Vec<u8>| {
        let said = measure::check(&bytes, &most, &go_on).unwrap_err();
        assert!(said.contains("大きすぎます"), "{said}");
    };
    // A sheet; texts; a picture; styles; many short texts; and texts that are only announced, which would end the program.
    let blanks = vec![b' '; 80_000];
    let small = parts(&[("xl/worksheets/sheet1.xml", &blanks[..40_000])]);
    assert!(small.len() < 2_000 && measure::check(&small, &most, &go_on).is_ok(), "a sheet is not held in memory");
    too_large(parts(&[("xl/worksheets/sheet1.xml", &blanks)]));
    too_large(parts(&[("xl/sharedStrings.xml", &blanks[..40_000])]));
    too_large(parts(&[("xl/media/a.png", &blanks[..40_000])]));
    too_large(parts(&[("xl/styles.xml", &blanks[..6_000])]));
    too_large(parts(&[("xl/sharedStrings.xml", "<si/>".repeat(1_100).as_bytes())]));
    for announced in ["uniqueCount=\"999999999999\"", "uniqueCount = '99999999'", "a=\"1\" uniqueCount=\"+0099999999\""]
    {
        let texts = format!("<sst {announced}></sst>");
        too_large(parts(&[("xl/sharedStrings.xml", texts.as_bytes())]));
        too_large(parts(&[("XL\\SharedStrings.XML", texts.as_bytes())]));
    }
    let utf16: Vec<u8> =
        "\u{FEFF}<sst uniqueCount=\"999999999999\"/>".encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(read(&parts(&[("xl/sharedStrings.xml", &utf16)])).unwrap_err(), UNREADABLE);
}

#[test]
fn columns_and_letters_have_their_limits() {
    let head = "<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>氏名</t></is></c></row>";
    let wide = |row: u32| format!("<row r=\"{row}\"><c r=\"A{row}\"><v>1</v></c><c r=\"XFD{row}\"><v>1</v></c></row>");
    assert!(read(&sheet(&wide(1))).unwrap_err().contains("列が多すぎます"));
    let row = read(&sheet(&format!("{head}{}", wide(2)))).unwrap().rows.remove(0);
    assert_eq!((row.cells, row.beyond), (vec!["1".to_owned()], true));
    // One long text in every cell.
    let texts = format!("<sst><si><t>{}</t></si></sst>", "あ".repeat(1024 * 1024));
    let cells: String = (1..=30).map(|row| format!("<row r=\"{row}\"><c t=\"s\"><v>0</v></c></row>")).collect();
    let sheet = format!("<worksheet><sheetData>{cells}</sheetData></worksheet>");
    let bytes = parts(&[("xl/sharedStrings.xml", texts.as_bytes()), ("xl/worksheets/sheet1.xml", sheet.as_bytes())]);
    assert!(read(&bytes).unwrap_err().contains("文字が多すぎます"));
}

#[test]
fn reading_stops_when_it_is_asked_to() {
    let many: String = (1..=20_000).map(|row| format!("<row r=\"{row}\"><c><v>1</v></c></row>")).collect();
    let bytes = sheet(&many);
    let asked = Cell::new(0);
    let stop = || {
        asked.set(asked.get() + 1);
        (asked.get() > 20).then(|| "止めました".to_owned())
    };
    assert_eq!(read_xlsx(&bytes, &stop).unwrap_err(), "止めました");
    assert_eq!(read_xlsx(&bytes, &|| Some("はじめから".to_owned())).unwrap_err(), "はじめから");
}
