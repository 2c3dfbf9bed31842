//! (3) 記録: モニタリング報告書, free or check style, with rows that come and go without JavaScript.

mod read;

use app::{
    Refusal,
    monitoring::{copy_last_report, save_report},
};
use askama::Template;
use axum::extract::State;
use domain::{
    id::RoundId,
    monitoring::{
        Step,
        m3_record::{Achievement, Report, ReportRow, ReportStyle},
    },
};
use forms::{REPORT, forms_of};

pub(super) use self::read::fill;
use self::read::{Action, action, changed, read};
use super::{entry, fact_card, frame::Frame, refuse};
use crate::{
    AppState, Flash, Form, Layout, PageResult, PathId, Session, see_other_with, show as page, show_again, show_conflict,
};

#[derive(Template)]
#[template(path = "monitoring/m3_record.html")]
struct Page {
    layout: Layout,
    frame: Frame,
    form: Form,
    rows: Vec<RowFields>,
    hints: Hints,
    style: ReportStyle,
    styles: Vec<(&'static str, &'static str)>,
    achievements: Vec<(&'static str, &'static str)>,
    layouts: Vec<(&'static str, &'static str)>,
    saved: Saved,
    may_copy: bool,
}

/// What of the report is stored, for the line that is always visible.
enum Saved {
    /// まだ保存していません.
    Nothing,
    /// 下書き.
    Draft(String),
    /// 保存済み.
    Finished(String),
    /// What the fields show is not stored yet (rows were added or moved).
    Unsaved,
}

impl Page {
    fn new(session: &Session, frame: Frame, form: Form, unsaved: bool) -> Self {
        let round = &frame.view.round;
        let saved = match (unsaved, round.draft(), round.finished_report()) {
            (true, _, _) => Saved::Unsaved,
            (_, Some((fact, _)), _) => Saved::Draft(fact_card::by(fact)),
            (_, None, Some((fact, _))) => Saved::Finished(fact_card::by(fact)),
            (_, None, None) => Saved::Nothing,
        };
        let count = read::row_count(&form);
        Self {
            layout: frame.layout(session),
            rows: (0..count).map(|index| RowFields::of(index, count)).collect(),
            hints: Hints::new(),
            style: ReportStyle::from_word(form.value("style")).unwrap_or_default(),
            styles: ReportStyle::ALL.iter().map(|it| (it.word(), it.label())).collect(),
            achievements: Achievement::ALL.iter().map(|it| (it.word(), it.label())).collect(),
            layouts: forms_of(&REPORT).map(|it| (it.file.word.as_str(), it.file.label.as_str())).collect(),
            may_copy: frame.view.last.as_ref().is_some_and(|last| last.finished_report().is_some()),
            saved,
            frame,
            form,
        }
    }
}

/// The names of a row's fields.
struct RowFields {
    /// From 0.
    index: usize,
    last: bool,
    need: String,
    goal: String,
    due: String,
    provision: String,
    satisfaction: String,
    achievement: String,
    achievement_note: String,
    issues: String,
    change_kind: String,
    change_amount: String,
    change_week: String,
    row_notes: String,
}

impl RowFields {
    fn of(index: usize, count: usize) -> Self {
        let name = |field: &str| format!("{field}_{index}");
        Self {
            index,
            last: index + 1 == count,
            need: name("need"),
            goal: name("goal"),
            due: name("due"),
            provision: name("provision"),
            satisfaction: name("satisfaction"),
            achievement: name("achievement"),
            achievement_note: name("achievement_note"),
            issues: name("issues"),
            change_kind: name("change_kind"),
            change_amount: name("change_amount"),
            change_week: name("change_week"),
            row_notes: name("row_notes"),
        }
    }
}

/// 「この様式には印刷されません」 beside each field that a layout lacks.
struct Hints {
    written_on: String,
    plan_made_on: String,
    policy: String,
    overall: String,
    need: String,
    goal: String,
    due: String,
    provision: String,
    satisfaction: String,
    achievement: String,
    achievement_note: String,
    issues: String,
    notes: String,
}

impl Hints {
    fn new() -> Self {
        let row = |field: &str| unprinted(&format!("report.rows[].{field}"));
        Self {
            written_on: unprinted("report.written_on"),
            plan_made_on: unprinted("report.plan_made_on"),
            policy: unprinted("report.policy"),
            overall: unprinted("report.overall"),
            need: row("need"),
            goal: row("goal"),
            due: row("due"),
            provision: row("provision"),
            satisfaction: row("satisfaction"),
            achievement: row("achievement"),
            achievement_note: row("achievement_note"),
            issues: row("issues"),
            notes: row("notes"),
        }
    }
}

/// The layouts that have no room for a field, in words; empty where both print it.
fn unprinted(path: &str) -> String {
    let lacking: Vec<&str> = forms_of(&REPORT)
        .filter(|form| form.not_printed().iter().any(|field| field.path == path))
        .map(|form| form.file.label.as_str())
        .collect();
    if lacking.is_empty() {
        String::new()
    } else {
        format!("この様式には印刷されません：{}", lacking.join("、"))
    }
}

/// The report to start from: the draft, the finished one, or a first row.
fn start(frame: &Frame) -> Report {
    if let Some((_, report)) = frame.view.round.draft().or_else(|| frame.view.round.finished_report()) {
        return report.clone();
    }
    let carried = frame.view.round.carry_over().filter(|_| frame.view.round.is_carried());
    let notes = carried.map(|(_, carried)| {
        format!("予定月（{}月）に実施できなかった理由：{}", frame.view.round.month.month(), carried.reason)
    });
    Report {
        plan_made_on: frame.view.certificate.as_ref().and_then(|certificate| certificate.plan_made_on),
        notes: notes.unwrap_or_default(),
        rows: vec![ReportRow::default()],
        ..Report::default()
    }
}

/// The page of the step.
pub async fn show(State(state): State<AppState>, session: Session, PathId(id): PathId<RoundId>) -> PageResult {
    let frame = Frame::load(&state, &session, id, Some(Step::Record)).await?;
    let form = fill(Form::blank(&state).with_version(frame.view.round.version), &start(&frame));
    Ok(page(&Page::new(&session, frame, form, false)))
}

/// Saves the draft or the finished report, or changes the rows of the form and shows it again.
pub async fn save(
    State(state): State<AppState>,
    session: Session,
    PathId(id): PathId<RoundId>,
    mut form: Form,
) -> PageResult {
    let action = action(&form);
    if let Action::Rows(change) = action {
        let frame = Frame::load(&state, &session, id, Some(Step::Record)).await?;
        let report = changed(read(&mut form.clone()), change);
        return Ok(page(&Page::new(&session, frame, fill(form, &report), true)));
    }
    let entry = entry(id, &form);
    let report = read(&mut form);
    let mut conflict = false;
    if !form.has_errors() {
        let rows = report.rows.len();
        let report = Report { draft: !matches!(action, Action::Finish), ..report };
        let kept =
            Report { rows: report.rows.iter().filter(|row| !row.is_empty()).cloned().collect(), ..report.clone() };
        let sent = state.write(&session, form.operation(), move |cx| match action {
            Action::Copy => copy_last_report(cx, entry, report),
            _ => save_report(cx, entry, report),
        });
        match sent.await {
            Ok(_) if matches!(action, Action::Finish) => {
                return Ok(see_other_with(Flash::Saved, format!("/monitoring/{id}")));
            }
            Ok(_) => return Ok(see_other_with(Flash::Saved, format!("/monitoring/{id}/m3-record"))),
            Err(refusal @ Refusal::Conflict { .. }) => {
                refuse(&state, &session, &mut form, (id, "report"), refusal).await?;
                conflict = true;
            }
            Err(refusal) => {
                // The use case leaves empty rows out: the numbers of its fields are those of the rows that are left.
                if kept.rows.len() < rows {
                    form = fill(form, &kept);
                }
                form.refuse(refusal)?;
            }
        }
    }
    let frame = Frame::load(&state, &session, id, Some(Step::Record)).await?;
    let again = Page::new(&session, frame, form, true);
    Ok(if conflict { show_conflict(&again) } else { show_again(&again) })
}
