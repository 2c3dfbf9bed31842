//! The report's fields and back: rows are `need_0`, `need_1`, … and `rows` says how many there are.

use domain::{
    monitoring::m3_record::{Achievement, Report, ReportRow, ReportStyle},
    text,
};

use crate::{
    Form,
    form::{names::ReportField, rows::NEEDS, tick},
};

/// Which button was pressed.
#[derive(Clone, Copy, Debug)]
pub enum Action {
    /// 下書きとして保存: the working version.
    Keep,
    /// 仕上げる.
    Finish,
    /// 前回の報告書から写す.
    Copy,
    /// 計画の行を入れる.
    Plan,
    /// 書き方を変える: nothing is saved.
    Style,
}

/// The button's word: `finish`, `copy`, `plan`, `style`; anything else keeps the working version.
pub fn action(form: &Form) -> Action {
    match form.value("action") {
        "finish" => Action::Finish,
        "copy" => Action::Copy,
        "plan" => Action::Plan,
        "style" => Action::Style,
        _ => Action::Keep,
    }
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

/// The form with the report in its fields.
pub fn fill(form: Form, report: &Report) -> Form {
    let mut form = form;
    NEEDS.clear(&mut form);
    let mut form = form
        .with(ReportField::Style.name(), report.style.word())
        .with_date(ReportField::WrittenOn.name(), report.written_on)
        .with_date(ReportField::PlanMadeOn.name(), report.plan_made_on)
        .with(ReportField::Policy.name(), &report.policy)
        .with(ReportField::Overall.name(), &report.overall)
        .with(ReportField::Notes.name(), &report.notes)
        .with(NEEDS.name, report.rows.len().to_string());
    for (number, row) in report.rows.iter().enumerate() {
        for (field, text) in row_texts(row) {
            form.set(&format!("{field}_{number}"), text);
        }
        form.set(&format!("plan_row_{number}"), row.plan_row.map(|id| id.to_string()).unwrap_or_default());
        form.set(&format!("achievement_{number}"), row.achievement.map(Achievement::word).unwrap_or_default());
        form.set(&format!("change_kind_{number}"), tick(row.change_kind));
        form.set(&format!("change_amount_{number}"), tick(row.change_amount));
        form.set(&format!("change_week_{number}"), tick(row.change_week));
    }
    form
}

/// The report in the fields. Dates that cannot be read are noted in the form.
pub fn read(form: &mut Form) -> Report {
    let count = NEEDS.count(form);
    let (written_on, plan_made_on) =
        (form.date(ReportField::WrittenOn.name()), form.date(ReportField::PlanMadeOn.name()));
    Report {
        style: ReportStyle::from_word(form.value(ReportField::Style.name())).unwrap_or_default(),
        written_on,
        plan_made_on,
        policy: text::paragraph(form.value(ReportField::Policy.name())),
        overall: text::paragraph(form.value(ReportField::Overall.name())),
        notes: text::paragraph(form.value(ReportField::Notes.name())),
        rows: (0..count).map(|number| row(form, number)).collect(),
        draft: false,
    }
}

fn row(form: &Form, number: usize) -> ReportRow {
    let value = |field: &str| text::paragraph(form.value(&format!("{field}_{number}")));
    let ticked = |field: &str| form.ticked(&format!("{field}_{number}"));
    ReportRow {
        plan_row: form.value(&format!("plan_row_{number}")).parse().ok(),
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
