//! (3) 記録: モニタリング報告書, free or check style, with rows that come and go without JavaScript.

mod beside;
mod read;
mod views;

use app::{
    Cx, Refusal,
    drafts::DraftForm,
    monitoring::{
        Entry, TakeOver, copy_last_report, copy_plan_rows, discard_working_report, save_report, save_working_report,
        take_over,
    },
};
use askama::Template;
use axum::extract::State;
use calendar::wareki;
use domain::{
    id::RoundId,
    monitoring::{
        RoundFact, Step,
        m3_record::{
            Achievement, NextAction, Report, ReportRow, ReportStyle, Satisfied, Seen, TextPlace, questions, suggested,
        },
    },
};
use forms::REPORT;

pub(super) use self::read::fill;
use self::{
    beside::{Beside, Offer, Printed},
    read::{Action, action, all_yes, read},
    views::View,
};
use super::{fact_card, frame::Frame};
use crate::{
    AppState, Flash, Form, Layout, PageResult, PathId, Session, at,
    form::rows::{NEEDS, RowTools},
    pages::{paper::layouts, step::StepPage},
    see_other_with, time,
};

/// The page of the step.
#[derive(Template)]
#[template(path = "monitoring/m3_record.html")]
pub struct Page {
    layout: Layout,
    frame: Frame,
    form: Form,
    rows: Vec<RowFields>,
    /// What the municipality's layout has room for.
    prints: Printed,
    action: String,
    style: ReportStyle,
    styles: Vec<(&'static str, &'static str)>,
    achievements: Vec<(&'static str, &'static str)>,
    satisfied: Vec<(&'static str, &'static str)>,
    seen: Vec<(&'static str, &'static str)>,
    next: Vec<(&'static str, &'static str)>,
    views: Vec<View>,
    /// What can be taken over into 全体の状況.
    overall: Vec<Offer>,
    /// Whether the report is being written; a finished one is read first, and corrected by 訂正する.
    editing: bool,
    /// The address that opens the finished report for a correction.
    correct: String,
    layouts: Vec<(&'static str, &'static str)>,
    saved: Saved,
    may_copy: bool,
    /// 「R8.11.20」: the day of the plan whose rows can be put in; empty without one.
    plan_of: String,
}

/// What of the report is stored, for the line that is always visible.
enum Saved {
    /// まだ保存していません.
    Nothing,
    /// 作業版: by whom and when, and its version (0 where it was recorded as 下書き before there were any).
    Working(String, i64),
    /// 保存済み.
    Finished(String),
    /// What the fields show is not stored yet (rows were added or moved).
    Unsaved,
}

impl Page {
    fn new(session: &Session, frame: Frame, form: Form) -> Self {
        let round = &frame.view.round;
        let saved = match (form.is_sent(), &frame.view.working, round.finished_report()) {
            (true, _, _) => Saved::Unsaved,
            (_, Some(working), _) => {
                Saved::Working(time::stamped(&working.saved_by_name, &working.saved_at), working.version)
            }
            (_, None, Some((fact, _))) => Saved::Finished(fact_card::by(fact)),
            (_, None, None) => Saved::Nothing,
        };
        let count = NEEDS.count(&form);
        Self {
            layout: frame.layout(session),
            rows: (0..count).map(|index| RowFields::of(&frame, &form, (index, count))).collect(),
            prints: Printed::of(&frame, &form),
            views: View::all(&frame, &form),
            overall: beside::overall(&frame, &form),
            editing: is_editing(&frame, &form),
            correct: frame
                .view
                .round
                .finished_report()
                .map(|(fact, _)| at::correction(round.id, Step::Record, fact.id))
                .unwrap_or_default(),
            satisfied: Satisfied::ALL.iter().map(|it| (it.word(), it.label())).collect(),
            seen: Seen::ALL.iter().map(|it| (it.word(), it.label())).collect(),
            next: NextAction::ALL.iter().map(|it| (it.word(), it.label())).collect(),
            action: at::step(round.id, Step::Record),
            style: ReportStyle::from_word(form.value("style")).unwrap_or_default(),
            styles: ReportStyle::ALL.iter().map(|it| (it.word(), it.label())).collect(),
            achievements: Achievement::ALL.iter().map(|it| (it.word(), it.in_words())).collect(),
            layouts: layouts(&REPORT),
            may_copy: frame.view.last.as_ref().is_some_and(|last| last.finished_report().is_some()),
            plan_of: frame.view.planned.as_ref().map(|plan| wareki::short(plan.made_on)).unwrap_or_default(),
            saved,
            frame,
            form,
        }
    }
}

/// Whether the form is open: nothing is finished, or a correction has begun.
fn is_editing(frame: &Frame, form: &Form) -> bool {
    let begun = frame.view.working.is_some() || form.is_sent() || form.shows_draft() || form.ticked("editing");
    begun || frame.view.round.finished_report().is_none()
}

/// The names of a row's fields, and what stands beside them.
struct RowFields {
    /// From 0.
    index: usize,
    tools: RowTools,
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
    satisfied: String,
    /// The row of the plan, hidden.
    plan_row: String,
    row_sources: String,
    beside: Beside,
}

impl RowFields {
    fn of(frame: &Frame, form: &Form, (index, count): (usize, usize)) -> Self {
        let name = |field: &str| NEEDS.field(field, index);
        Self {
            index,
            tools: NEEDS.tools(index, count),
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
            satisfied: name("satisfied"),
            plan_row: name("plan_row"),
            row_sources: name("row_sources"),
            beside: Beside::of(frame, form, index),
        }
    }
}

/// The report to start from: the working version, the finished one, the rows of the plan, or a first row.
fn start(frame: &Frame) -> Report {
    let finished = frame.view.round.finished_report().map(|(_, report)| report);
    if let Some(report) = frame.view.working.as_ref().map(|working| &working.body).or(finished) {
        return asked(frame, report.clone());
    }
    let carried = frame.view.round.carry_over().filter(|_| frame.view.round.is_carried());
    let notes = carried.map(|(_, carried)| {
        format!("予定月（{}月）に実施できなかった理由：{}", frame.view.round.month.month(), carried.reason)
    });
    let before = frame.view.last.as_ref().and_then(|last| last.finished_report());
    let blank = Report {
        style: before.map(|(_, report)| report.style).unwrap_or_default(),
        written_on: Some(frame.view.today),
        notes: notes.unwrap_or_default(),
        rows: vec![ReportRow::default()],
        ..Report::default()
    };
    let report = match &frame.view.planned {
        Some(planned) => planned.put_in(blank),
        None => Report {
            plan_made_on: frame.view.certificate.as_ref().and_then(|certificate| certificate.plan_made_on),
            ..blank
        },
    };
    asked(frame, report)
}

/// The report with every question of the round, and with what it suggests to do next where nothing is chosen.
fn asked(frame: &Frame, mut report: Report) -> Report {
    let providers: Vec<String> = frame.view.checks.lines.iter().map(|line| line.provider.name.clone()).collect();
    for question in questions(&providers) {
        if !report.viewpoints.iter().any(|one| one.asks_the_same(&question)) {
            report.viewpoints.push(question);
        }
    }
    if report.next.is_empty() {
        report.next = suggested(report.change_needed(), frame.certificate_ends_soon());
    }
    report
}

/// The form made on a version of the working version; 0 where there is none.
fn on_version(form: Form, version: i64) -> Form {
    form.with("working", version.to_string())
}

/// What a button of the form sends.
pub struct Sent {
    action: Action,
    /// The working version that the form showed.
    working: i64,
    report: Report,
}

impl StepPage for Page {
    type Frame = Frame;
    type Fact = Sent;

    const STEP: Option<Step> = Some(Step::Record);
    const FORM: DraftForm = DraftForm::Report;
    const KIND: &'static str = "report";

    fn start(_session: &Session, frame: &Frame, blank: Form) -> Form {
        let version = frame.view.working.as_ref().map_or(0, |working| working.version);
        on_version(fill(blank, &start(frame)), version)
    }

    /// The form holds the report that stands anyway: it is only opened.
    fn correcting(form: Form, fact: &RoundFact) -> Option<Form> {
        matches!(fact, RoundFact::Report(_)).then(|| form.with("editing", "yes"))
    }

    fn rearrange(form: &mut Form) -> bool {
        let action = action(form);
        if matches!(action, Action::AllYes) {
            all_yes(form);
        }
        NEEDS.rearrange(form) || matches!(action, Action::Style | Action::AllYes)
    }

    fn read(form: &mut Form) -> Option<Sent> {
        let report = read(form);
        if form.has_errors() {
            return None;
        }
        let rows = report.rows.iter().filter(|row| !row.is_empty()).cloned().collect();
        let kept = Report { rows, ..report };
        if kept.rows.len() < NEEDS.count(form) && !kept.rows.is_empty() {
            // Empty rows are left out: the numbers of what is refused are those of the rows that are left.
            *form = fill(form.clone(), &kept);
        }
        let working = form.value("working").parse().unwrap_or(0);
        Some(Sent { action: action(form), working, report: kept })
    }

    fn record(cx: &mut Cx<'_>, entry: Entry, sent: Sent) -> Result<(), Refusal> {
        match sent.action {
            Action::Finish => save_report(cx, entry, sent.working, sent.report).map(drop),
            Action::Copy => copy_last_report(cx, (entry.round, entry.version), sent.working, sent.report).map(drop),
            Action::Plan => copy_plan_rows(cx, (entry.round, entry.version), sent.working, sent.report).map(drop),
            Action::Take(what) => {
                take_over(cx, (entry.round, entry.version), sent.working, (sent.report, what)).map(drop)
            }
            Action::Keep | Action::Style | Action::AllYes => {
                save_working_report(cx, (entry.round, entry.version), sent.working, sent.report).map(drop)
            }
        }
    }

    fn next(id: RoundId, sent: &Sent) -> String {
        let page = at::step(id, Step::Record);
        match sent.action {
            Action::Finish => at::round(id),
            Action::Take(TakeOver::One { place, row, .. }) => format!("{page}#{}", place_name(place, row)),
            Action::Take(TakeOver::All) => format!("{page}#rows"),
            _ => page,
        }
    }

    fn page(_state: &AppState, session: &Session, frame: Frame, form: Form) -> Self {
        Self::new(session, frame, form)
    }

    /// The working version, where somebody else saved one first; else the report that was finished meanwhile.
    fn stored(state: &AppState, frame: &Frame, form: &mut Form) -> Option<Form> {
        let view = &frame.view;
        let finished = view.round.finished_report().map(|(_, report)| report);
        let version = view.working.as_ref().map_or(0, |working| working.version);
        *form = on_version(form.clone(), version);
        let report = view.working.as_ref().map(|working| &working.body).or(finished);
        report.map(|report| fill(Form::blank(state), report))
    }
}

/// The field of a place.
fn place_name(place: TextPlace, row: Option<usize>) -> String {
    row.map_or_else(|| place.word().to_owned(), |row| NEEDS.field(place.word(), row))
}

/// 作業版を捨てる.
pub async fn discard(
    State(state): State<AppState>,
    session: Session,
    PathId(id): PathId<RoundId>,
    form: Form,
) -> PageResult {
    let seen = form.value("working").parse().unwrap_or(0);
    state.write(&session, form.operation(), move |cx| discard_working_report(cx, id, seen)).await?;
    Ok(see_other_with(Flash::Removed, at::step(id, Step::Record)))
}
