//! What was heard of somebody who is hard to reach: taken in, and corrected.

use app::{
    Cx, Refusal,
    drafts::DraftForm,
    intake::{IntakeEntry, correct_intake, open_intake},
};
use askama::Template;
use axum::extract::State;
use domain::{
    id::IntakeId,
    intake::{HardToReach, IntakeFact, IntakeNote},
    text,
};

use super::Frame;
use crate::{
    AppState, Flash, Form, Layout, PageResult, Session, at, form::names::IntakeNoteField, pages::step::StepPage,
    see_other_with, show, show_again,
};

/// The form, of a new intake or of one that is corrected.
#[derive(Template)]
#[template(path = "intakes/note.html")]
pub struct Page {
    layout: Layout,
    form: Form,
    action: String,
    /// Where one goes without saving.
    back: String,
    reasons: Vec<(&'static str, &'static str)>,
}

impl Page {
    fn new(session: &Session, title: &str, (action, back): (String, String), form: Form) -> Self {
        let reasons = HardToReach::ALL.iter().map(|it| (it.word(), it.label())).collect();
        Self { layout: Layout::new(session, title), form, action, back, reasons }
    }
}

/// A new intake.
pub async fn open(State(state): State<AppState>, session: Session) -> PageResult {
    let blank = Form::blank(&state);
    let today = blank.today_short();
    let form = blank.with(IntakeNoteField::Date.name(), today);
    Ok(show(&Page::new(&session, TITLE, places(), form)))
}

/// Takes somebody in.
pub async fn send(State(state): State<AppState>, session: Session, mut form: Form) -> PageResult {
    if let Some(note) = read(&mut form) {
        match state.write(&session, form.operation(), move |cx| open_intake(cx, note)).await {
            Ok(id) => return Ok(see_other_with(Flash::Saved, at::intake(id))),
            Err(refusal) => form.refuse(refusal)?,
        }
    }
    Ok(show_again(&Page::new(&session, TITLE, places(), form)))
}

const TITLE: &str = "つながりにくい人の相談";

fn places() -> (String, String) {
    ("/intakes/new".to_owned(), "/intakes".to_owned())
}

impl StepPage for Page {
    type Frame = Frame;
    type Fact = IntakeNote;

    const STEP: () = ();
    const FORM: DraftForm = DraftForm::IntakeNote;
    const KIND: &'static str = "noted";

    /// What stands is what is corrected.
    fn start(_session: &Session, frame: &Frame, blank: Form) -> Form {
        let noted = frame.view.intake.facts.standing().filter_map(|fact| match &fact.body {
            IntakeFact::Noted(note) => Some((fact.id, note)),
            _ => None,
        });
        match noted.last() {
            Some((id, note)) => fill(blank, note).with("corrects", id.to_string()),
            None => blank,
        }
    }

    fn correcting(_form: Form, _fact: &IntakeFact) -> Option<Form> {
        None
    }

    fn read(form: &mut Form) -> Option<IntakeNote> {
        read(form)
    }

    fn record(cx: &mut Cx<'_>, entry: IntakeEntry, fact: IntakeNote) -> Result<(), Refusal> {
        correct_intake(cx, entry, fact).map(drop)
    }

    fn next(id: IntakeId, _fact: &IntakeNote) -> String {
        at::intake(id)
    }

    fn page(_state: &AppState, session: &Session, frame: Frame, form: Form) -> Self {
        Self::new(
            session,
            &format!("{} はじめの相談を直す", frame.name()),
            (at::intake_note(frame.view.intake.id), frame.base),
            form,
        )
    }
}

/// The form with a note in its fields.
pub(super) fn fill(form: Form, note: &IntakeNote) -> Form {
    let mut form = form
        .with_date(IntakeNoteField::Date.name(), Some(note.date))
        .with(IntakeNoteField::Caller.name(), &note.caller)
        .with(IntakeNoteField::Relation.name(), &note.relation)
        .with(IntakeNoteField::Contact.name(), &note.contact)
        .with(IntakeNoteField::Name.name(), &note.name)
        .with(IntakeNoteField::Place.name(), &note.place)
        .with(IntakeNoteField::Situation.name(), &note.situation)
        .with_date(IntakeNoteField::FollowUpOn.name(), note.follow_up_on);
    for reason in &note.reasons {
        form.add(IntakeNoteField::Reasons.name(), reason.word());
    }
    form
}

fn read(form: &mut Form) -> Option<IntakeNote> {
    let date = form.required_date(IntakeNoteField::Date.name(), "相談を受けた日");
    let follow_up_on = form.date(IntakeNoteField::FollowUpOn.name());
    if form.has_errors() {
        return None;
    }
    let line = |field: IntakeNoteField| text::line(form.value(field.name()));
    let reasons = form.values(IntakeNoteField::Reasons.name());
    Some(IntakeNote {
        date: date?,
        caller: line(IntakeNoteField::Caller),
        relation: line(IntakeNoteField::Relation),
        contact: line(IntakeNoteField::Contact),
        name: line(IntakeNoteField::Name),
        place: line(IntakeNoteField::Place),
        reasons: reasons.into_iter().filter_map(HardToReach::from_word).collect(),
        situation: text::paragraph(form.value(IntakeNoteField::Situation.name())),
        follow_up_on,
    })
}
