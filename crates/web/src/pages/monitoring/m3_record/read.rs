//! The report's fields and back: rows are `need_0`, `need_1`, … and `rows` says how many there are.

use app::monitoring::TakeOver;
use domain::{
    monitoring::m3_record::{
        Achievement, NextAction, Report, ReportRow, ReportStyle, Satisfied, Seen, TextPlace, TextSource, Viewpoint,
        ViewpointAnswer,
    },
    text,
};

use crate::{
    Form,
    form::{
        names::ReportField,
        rows::{NEEDS, VIEWS},
        tick,
    },
};

/// The field that carries from where 全体の状況 was taken over.
const SOURCES: &str = "overall_sources";

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
    /// ぜんぶ「はい」にする: nothing is saved.
    AllYes,
    /// この内容を入れる.
    Take(TakeOver),
}

/// The button's word: `finish`, `copy`, `plan`, `style`, `all-yes`, `take-all`, `take:provision:0:{fact}`; anything else keeps the working
/// version.
pub fn action(form: &Form) -> Action {
    match form.value("action") {
        "finish" => Action::Finish,
        "copy" => Action::Copy,
        "plan" => Action::Plan,
        "style" => Action::Style,
        "all-yes" => Action::AllYes,
        "take-all" => Action::Take(TakeOver::All),
        other => taken(other).map_or(Action::Keep, Action::Take),
    }
}

/// `take:provision:0:{fact}`, `take:overall::{fact}`.
fn taken(word: &str) -> Option<TakeOver> {
    let mut parts = word.strip_prefix("take:")?.splitn(3, ':');
    let place = TextPlace::from_word(parts.next()?)?;
    let row = parts.next()?.parse().ok();
    Some(TakeOver::One { place, row, fact: parts.next()?.parse().ok()? })
}

/// What was not found out yet is answered with はい.
pub fn all_yes(form: &mut Form) {
    for row in 0..VIEWS.count(form) {
        let name = VIEWS.field("view_seen", row);
        if Seen::from_word(form.value(&name)).unwrap_or_default() == Seen::Unconfirmed {
            form.set(&name, Seen::Yes.word());
        }
    }
}

/// `provision:{fact} satisfaction:{fact}`.
fn sources_word(sources: &[TextSource]) -> String {
    sources.iter().map(|one| format!("{}:{}", one.place.word(), one.fact)).collect::<Vec<_>>().join(" ")
}

/// The sources that a field carries; what a row cannot have more of than texts and records is left out.
pub(super) fn sources(word: &str) -> Vec<TextSource> {
    let one = |word: &str| {
        let (place, fact) = word.split_once(':')?;
        Some(TextSource { place: TextPlace::from_word(place)?, fact: fact.parse().ok()? })
    };
    word.split(' ').filter_map(one).take(app::limits::CHECK_ROWS).collect()
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
    VIEWS.clear(&mut form);
    for next in &report.next {
        form.add(ReportField::Next.name(), next.word());
    }
    let mut form = form
        .with(ReportField::Style.name(), report.style.word())
        .with_date(ReportField::WrittenOn.name(), report.written_on)
        .with_date(ReportField::PlanMadeOn.name(), report.plan_made_on)
        .with(ReportField::Policy.name(), &report.policy)
        .with(ReportField::Overall.name(), &report.overall)
        .with(ReportField::Notes.name(), &report.notes)
        .with(SOURCES, sources_word(&report.sources))
        .with(VIEWS.name, report.viewpoints.len().to_string())
        .with(NEEDS.name, report.rows.len().to_string());
    for (number, answer) in report.viewpoints.iter().enumerate() {
        form.set(&VIEWS.field("view_point", number), answer.viewpoint.word());
        form.set(&VIEWS.field("view_provider", number), &answer.provider);
        form.set(&VIEWS.field("view_seen", number), answer.seen.word());
        form.set(&VIEWS.field("view_note", number), &answer.note);
    }
    for (number, row) in report.rows.iter().enumerate() {
        for (field, text) in row_texts(row) {
            form.set(&format!("{field}_{number}"), text);
        }
        form.set(&format!("plan_row_{number}"), row.plan_row.map(|id| id.to_string()).unwrap_or_default());
        form.set(&format!("satisfied_{number}"), row.satisfied.map(Satisfied::word).unwrap_or_default());
        form.set(&format!("row_sources_{number}"), sources_word(&row.sources));
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
        viewpoints: (0..VIEWS.count(form)).filter_map(|number| viewpoint(form, number)).collect(),
        next: form.values(ReportField::Next.name()).into_iter().filter_map(NextAction::from_word).collect(),
        sources: sources(form.value(SOURCES)),
    }
}

fn viewpoint(form: &Form, number: usize) -> Option<ViewpointAnswer> {
    let value = |field: &str| form.value(&VIEWS.field(field, number));
    Some(ViewpointAnswer {
        viewpoint: Viewpoint::from_word(value("view_point"))?,
        provider: text::line(value("view_provider")),
        seen: Seen::from_word(value("view_seen")).unwrap_or_default(),
        note: text::paragraph(value("view_note")),
    })
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
        satisfied: Satisfied::from_word(form.value(&format!("satisfied_{number}"))),
        sources: sources(form.value(&format!("row_sources_{number}"))),
    }
}
