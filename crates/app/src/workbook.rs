//! 様式のExcel: a filled form as a workbook, for municipalities that ask for one. The same fields as on the paper: pairs of heading and value, the
//! long texts across the sheet, the tables with their heads repeated on each printed page; the week on a sheet of its own.

use std::borrow::Cow;

use calendar::Date;
use domain::planning::p2_week_plan::{Day, EntryKind};
use forms::{FilledForm, Form, PrintedField, forms, without_line_marks};
use rust_xlsxwriter::{
    Color, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError,
};
use serde_json::Value;

/// Columns of a sheet; what stands beside one another shares them.
const COLUMNS: u16 = 24;
/// Width of a column, in letters of half width.
const WIDTH: f64 = 7.0;
/// Height of a line of text, in points.
const LINE: u32 = 14;
/// A4.
const PAPER: u8 = 9;
/// The texts that stand across the sheet, by their items.
const LONG: [&str; 10] = [
    "plan.wishes",
    "plan.family_wishes",
    "plan.policy",
    "plan.long_goal",
    "plan.short_goal",
    "plan.notes",
    "week.daily_life",
    "week.outside_week",
    "week.whole_life",
    "week.notes",
];
/// What the week's sheet takes its items from.
const WEEK: &str = "week.";

/// Why there is no workbook. Messages never hold the form's content.
#[derive(Debug, thiserror::Error)]
pub enum WorkbookFault {
    /// The forms cannot be read, or this one is none of them.
    #[error("no form {0}")]
    UnknownForm(String),
    /// It cannot be written.
    #[error(transparent)]
    Unwritten(#[from] XlsxError),
}

/// The workbook of a filled form: the same bytes for the same form.
pub fn workbook(filled: &FilledForm) -> Result<Vec<u8>, WorkbookFault> {
    let known = forms().ok().and_then(|all| all.iter().find(|form| form.file.id == filled.form));
    let form = known.ok_or_else(|| WorkbookFault::UnknownForm(filled.form.clone()))?;
    Ok(written(form, filled)?)
}

fn written(form: &Form, filled: &FilledForm) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let day = filled.dated;
    book.set_properties(
        &DocProperties::new().set_title(&filled.title).set_author("mimamori").set_creation_datetime(&moment(day)?),
    );
    let parts: [(&str, bool); 2] = [("計画", false), ("週間計画", true)];
    for (name, week) in parts {
        let sheet = book.add_worksheet();
        sheet.set_name(name)?.set_landscape().set_paper_size(PAPER).set_print_fit_to_pages(1, 0);
        (0..COLUMNS).try_for_each(|column| sheet.set_column_width(column, WIDTH).map(drop))?;
        let fields = form.file.fields.iter().filter(|field| is_of_week(field) == week);
        Page { sheet, filled, row: 0 }.write(&fields.collect::<Vec<_>>(), form, week)?;
    }
    book.save_to_buffer()
}

fn moment(day: Date) -> Result<ExcelDateTime, XlsxError> {
    let part = |part: i8| u8::try_from(part).unwrap_or(1);
    ExcelDateTime::from_ymd(u16::try_from(day.year()).unwrap_or(2000), part(day.month()), part(day.day()))
}

fn is_of_week(field: &PrintedField) -> bool {
    field.sources().iter().all(|source| source.starts_with(WEEK))
}

/// A sheet as it is written, line by line.
struct Page<'a> {
    sheet: &'a mut Worksheet,
    filled: &'a FilledForm,
    row: u32,
}

impl Page<'_> {
    fn write(mut self, fields: &[&PrintedField], form: &Form, week: bool) -> Result<(), XlsxError> {
        let title = if week { format!("{}【週間計画】", self.filled.title) } else { self.filled.title.clone() };
        let large = Format::new().set_bold().set_font_size(14).set_align(FormatAlign::Center);
        self.across(0, COLUMNS, &title, &large)?;
        self.row += 1;
        let (long, short): (Vec<&PrintedField>, Vec<&PrintedField>) =
            fields.iter().copied().filter(|field| field.table().is_none()).partition(|field| is_long(field));
        for three in short.chunks(3) {
            self.pairs(three)?;
        }
        for field in long {
            let (heading, value) = self.said(field);
            self.height([(value.as_str(), COLUMNS - 3)].into_iter());
            self.across(0, 3, &heading, &head())?;
            self.across(3, COLUMNS - 3, &value, &cell())?;
            self.row += 1;
        }
        for table in &form.file.tables {
            let columns: Vec<&PrintedField> =
                fields.iter().copied().filter(|field| field.table() == Some(table.items.as_str())).collect();
            self.table(&table.name, &columns)?;
        }
        Ok(())
    }

    /// Three headings with their values beside one another.
    fn pairs(&mut self, fields: &[&PrintedField]) -> Result<(), XlsxError> {
        let said: Vec<(String, String)> = fields.iter().map(|field| self.said(field)).collect();
        self.height(said.iter().flat_map(|(heading, value)| [(heading.as_str(), 3), (value.as_str(), 5)]));
        for ((heading, value), place) in said.iter().zip(0..) {
            self.across(place * 8, 3, heading, &head())?;
            self.across(place * 8 + 3, 5, value, &cell())?;
        }
        self.row += 1;
        Ok(())
    }

    fn table(&mut self, name: &str, columns: &[&PrintedField]) -> Result<(), XlsxError> {
        let Some(widest) = columns.len().checked_sub(1) else { return Ok(()) };
        let table = self.filled.content.get("tables").and_then(|tables| tables.get(name));
        let rows = table.and_then(|table| table.get("rows")).and_then(Value::as_array).cloned().unwrap_or_default();
        let spans = spans(columns, widest);
        self.row += 1;
        let headings = columns.iter().map(|field| without_line_marks(&field.title)).collect::<Vec<_>>();
        self.line(&headings, &spans, &head())?;
        self.sheet.set_repeat_rows(self.row - 1, self.row - 1)?;
        for row in rows {
            let text = |field: &&PrintedField| row.get(&field.name).map(|it| told(field, it)).unwrap_or_default();
            self.line(&columns.iter().map(text).collect::<Vec<_>>(), &spans, &cell())?;
        }
        Ok(())
    }

    /// One line of a table.
    fn line(&mut self, texts: &[String], spans: &[u16], format: &Format) -> Result<(), XlsxError> {
        self.height(texts.iter().map(String::as_str).zip(spans.iter().copied()));
        let mut from = 0;
        for (text, span) in texts.iter().zip(spans) {
            self.across(from, *span, text, format)?;
            from += span;
        }
        self.row += 1;
        Ok(())
    }

    fn said(&self, field: &PrintedField) -> (String, String) {
        let page = self.filled.content.get("page").and_then(|page| page.get(&field.name));
        let title = page.and_then(|it| it.get("title")?.as_str()).unwrap_or(&field.title);
        (without_line_marks(title), page.and_then(|it| it.get("value")).map(shown).unwrap_or_default())
    }

    /// The height that the tallest text of the row needs: joined cells get none by themselves.
    fn height<'t>(&mut self, texts: impl Iterator<Item = (&'t str, u16)>) {
        let lines = texts.map(|(text, span)| lines_of(text, span)).max().unwrap_or(1);
        // A row that is too high for Excel stays as high as it may be; its text is whole all the same.
        let _ = self.sheet.set_row_height(self.row, f64::from((lines * LINE + 4).min(400)));
    }

    fn across(&mut self, from: u16, span: u16, text: &str, format: &Format) -> Result<(), XlsxError> {
        let text = within_a_cell(text);
        match span {
            0 | 1 => self.sheet.write_string_with_format(self.row, from, text.as_ref(), format)?,
            _ => self.sheet.merge_range(self.row, from, self.row, from + span - 1, &text, format)?,
        };
        Ok(())
    }
}

/// What a cell of Excel can hold, which counts UTF-16 units; that it goes on is said.
fn within_a_cell(text: &str) -> Cow<'_, str> {
    const MOST: usize = 32_767;
    const ON: &str = "（長いため、ここまで。続きはPDFにあります）";
    if text.encode_utf16().count() <= MOST {
        return Cow::Borrowed(text);
    }
    let room = MOST - ON.encode_utf16().count();
    let mut units = 0;
    let kept = text.chars().take_while(|letter| {
        units += letter.len_utf16();
        units <= room
    });
    Cow::Owned(kept.chain(ON.chars()).collect())
}

fn is_long(field: &PrintedField) -> bool {
    field.sources().iter().any(|source| LONG.contains(source))
}

/// How many columns of the sheet each column of a table takes; the last one has what is left.
fn spans(columns: &[&PrintedField], last: usize) -> Vec<u16> {
    let narrow = ["number", "times", "day", "from", "to"];
    let middle = ["due", "review", "price", "sum", "own", "item"];
    let wish = |field: &&PrintedField| match field.name.as_str() {
        name if narrow.contains(&name) => 1,
        name if middle.contains(&name) => 2,
        "text" => 16,
        _ => 3,
    };
    let mut spans: Vec<u16> = columns.iter().map(wish).collect();
    let before: u16 = spans.iter().take(last).sum();
    if let Some(span) = spans.get_mut(last) {
        *span = COLUMNS.saturating_sub(before).max(1);
    }
    spans
}

fn lines_of(text: &str, span: u16) -> u32 {
    let room = u32::from(span) * 7;
    let width = |line: &str| line.chars().map(|letter| if letter.is_ascii() { 1 } else { 2 }).sum::<u32>();
    text.split('\n').map(|line| width(line).div_ceil(room.max(1)).max(1)).sum()
}

/// A value of a row as text; what the paper draws of the week is told in words.
fn told(field: &PrintedField, value: &Value) -> String {
    let number = value.as_u64();
    let clock = |minutes: u64| {
        let (next, rest) =
            (if minutes > 24 * 60 { "翌" } else { "" }, if minutes > 24 * 60 { minutes - 24 * 60 } else { minutes });
        format!("{next}{}:{:02}", rest / 60, rest % 60)
    };
    match (field.sources().first().copied(), number) {
        (Some("week.entries[].day"), Some(day)) => {
            let day = usize::try_from(day).ok().and_then(|day| Day::ALL.get(day));
            day.map(|day| day.label().to_owned()).unwrap_or_default()
        }
        (Some("week.entries[].from" | "week.entries[].to"), Some(minutes)) => clock(minutes),
        (Some("week.entries[].kind"), _) => {
            let kind = value.as_str().and_then(EntryKind::from_word);
            kind.map(|kind| kind.label().to_owned()).unwrap_or_default()
        }
        _ => shown(value),
    }
}

/// A value as text.
fn shown(value: &Value) -> String {
    match value {
        Value::String(text) => without_line_marks(text),
        Value::Number(number) => number.to_string(),
        _ => String::new(),
    }
}

fn head() -> Format {
    cell().set_bold().set_background_color(Color::RGB(0x00EE_EEEE)).set_align(FormatAlign::Center)
}

fn cell() -> Format {
    Format::new().set_text_wrap().set_border(FormatBorder::Thin).set_align(FormatAlign::Top).set_font_size(9)
}
