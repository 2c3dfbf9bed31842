//! The report's fields and back: rows are `need_0`, `need_1`, … and `rows` says how many there are.

use domain::{
    monitoring::{
        check::limit,
        m3_record::{Achievement, Report, ReportRow, ReportStyle},
    },
    text,
};

use crate::Form;

/// Which button was pressed.
#[derive(Clone, Copy, Debug)]
pub enum Action {
    /// 下書きを保存.
    Draft,
    /// 仕上げる.
    Finish,
    /// 前回の報告書から写す.
    Copy,
    /// Rows are changed, nothing is saved.
    Rows(Change),
}

/// A change of the rows or of the style.
#[derive(Clone, Copy, Debug)]
pub enum Change {
    /// A row more.
    Add,
    /// This row goes.
    Remove(usize),
    /// This row one up.
    Up(usize),
    /// This row one down.
    Down(usize),
    /// Only the other style.
    Style,
}

/// The button's word: `finish`, `copy`, `add`, `remove:2`, …; anything else saves a draft.
pub fn action(form: &Form) -> Action {
    let word = form.value("action");
    let row = || word.split_once(':').and_then(|(_, row)| row.parse::<usize>().ok());
    match (word.split(':').next().unwrap_or_default(), row()) {
        ("finish", _) => Action::Finish,
        ("copy", _) => Action::Copy,
        ("add", _) => Action::Rows(Change::Add),
        ("style", _) => Action::Rows(Change::Style),
        ("remove", Some(row)) => Action::Rows(Change::Remove(row)),
        ("up", Some(row)) => Action::Rows(Change::Up(row)),
        ("down", Some(row)) => Action::Rows(Change::Down(row)),
        _ => Action::Draft,
    }
}

/// The report with its rows changed.
pub fn changed(mut report: Report, change: Change) -> Report {
    let rows = &mut report.rows;
    match change {
        Change::Add if rows.len() < limit::ROWS => rows.push(ReportRow::default()),
        Change::Remove(row) if row < rows.len() => drop(rows.remove(row)),
        Change::Up(row) if row > 0 && row < rows.len() => rows.swap(row - 1, row),
        Change::Down(row) if row + 1 < rows.len() => rows.swap(row, row + 1),
        _ => {}
    }
    if rows.is_empty() {
        rows.push(ReportRow::default());
    }
    report
}

/// Field and text of the texts of a row.
fn row_texts(row: &ReportRow) -> [(&'static str, &str); 8] {
    [
        ("need", &row.need),
        ("goal", &row.goal),
        ("due", &row.due),
        ("provision", &row.provision),
        ("satisfaction", &row.satisfaction),
        ("achievement_note", &row.achievement_note),
        ("issues", &row.issues),
        ("row_notes", &row.notes),
    ]
}

fn tick(yes: bool) -> &'static str {
    if yes { "yes" } else { "" }
}

/// The form with the report in its fields.
pub fn fill(form: Form, report: &Report) -> Form {
    let mut form = form
        .with("style", report.style.word())
        .with_date("written_on", report.written_on)
        .with_date("plan_made_on", report.plan_made_on)
        .with("policy", &report.policy)
        .with("overall", &report.overall)
        .with("notes", &report.notes)
        .with("rows", report.rows.len().to_string());
    for (number, row) in report.rows.iter().enumerate() {
        for (field, text) in row_texts(row) {
            form.set(&format!("{field}_{number}"), text);
        }
        form.set(&format!("achievement_{number}"), row.achievement.map(Achievement::word).unwrap_or_default());
        form.set(&format!("change_kind_{number}"), tick(row.change_kind));
        form.set(&format!("change_amount_{number}"), tick(row.change_amount));
        form.set(&format!("change_week_{number}"), tick(row.change_week));
    }
    form
}

/// How many rows the form has: one at least, and no more than a report.
pub fn row_count(form: &Form) -> usize {
    form.count("rows", limit::ROWS).max(1)
}

/// The report in the fields. Dates that cannot be read are noted in the form.
pub fn read(form: &mut Form) -> Report {
    let count = row_count(form);
    let (written_on, plan_made_on) = (form.date("written_on"), form.date("plan_made_on"));
    Report {
        style: ReportStyle::from_word(form.value("style")).unwrap_or_default(),
        written_on,
        plan_made_on,
        policy: text::paragraph(form.value("policy")),
        overall: text::paragraph(form.value("overall")),
        notes: text::paragraph(form.value("notes")),
        rows: (0..count).map(|number| row(form, number)).collect(),
        draft: false,
    }
}

fn row(form: &Form, number: usize) -> ReportRow {
    let value = |field: &str| text::paragraph(form.value(&format!("{field}_{number}")));
    let ticked = |field: &str| form.ticked(&format!("{field}_{number}"));
    ReportRow {
        need: value("need"),
        goal: value("goal"),
        due: value("due"),
        provision: value("provision"),
        satisfaction: value("satisfaction"),
        achievement: Achievement::from_word(form.value(&format!("achievement_{number}"))),
        achievement_note: value("achievement_note"),
        issues: value("issues"),
        change_kind: ticked("change_kind"),
        change_amount: ticked("change_amount"),
        change_week: ticked("change_week"),
        notes: value("row_notes"),
    }
}
