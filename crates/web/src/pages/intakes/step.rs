//! One intake: what is still to be done, what was done, and the form for one more step.

use app::{
    Cx, Refusal,
    drafts::DraftForm,
    intake::{IntakeEntry, follow_intake},
};
use askama::Template;
use domain::{
    id::IntakeId,
    intake::{IntakeAct, IntakeFact, IntakeStep},
    text,
};

use super::Frame;
use crate::{AppState, Form, Layout, Session, at, form::names::IntakeStepField, pages::step::StepPage};

/// The page of an intake.
#[derive(Template)]
#[template(path = "intakes/show.html")]
pub struct Page {
    layout: Layout,
    frame: Frame,
    form: Form,
    acts: Vec<(&'static str, &'static str)>,
}

impl StepPage for Page {
    type Frame = Frame;
    type Fact = IntakeStep;

    const STEP: () = ();
    const FORM: DraftForm = DraftForm::IntakeStep;
    const KIND: &'static str = "followed";

    fn start(_session: &Session, _frame: &Frame, blank: Form) -> Form {
        let today = blank.today_short();
        blank.with(IntakeStepField::Date.name(), today)
    }

    fn correcting(form: Form, fact: &IntakeFact) -> Option<Form> {
        let IntakeFact::Followed(step) = fact else { return None };
        Some(fill(form, step))
    }

    fn read(form: &mut Form) -> Option<IntakeStep> {
        let date = form.required_date(IntakeStepField::Date.name(), "日付");
        let what = form.choice(IntakeStepField::What.name(), "したこと", IntakeAct::from_word);
        let follow_up_on = form.date(IntakeStepField::FollowUpOn.name());
        if form.has_errors() {
            return None;
        }
        Some(IntakeStep {
            date: date?,
            what: what?,
            who: text::line(form.value(IntakeStepField::Who.name())),
            content: text::paragraph(form.value(IntakeStepField::Content.name())),
            next: text::paragraph(form.value(IntakeStepField::Next.name())),
            follow_up_on,
        })
    }

    fn record(cx: &mut Cx<'_>, entry: IntakeEntry, fact: IntakeStep) -> Result<(), Refusal> {
        follow_intake(cx, entry, fact).map(drop)
    }

    fn next(id: IntakeId, _fact: &IntakeStep) -> String {
        at::intake(id)
    }

    fn page(_state: &AppState, session: &Session, frame: Frame, form: Form) -> Self {
        let layout = Layout::new(session, format!("{} つながりにくい人", frame.name()));
        Self { layout, frame, form, acts: IntakeAct::ALL.iter().map(|it| (it.word(), it.label())).collect() }
    }
}

/// The form with a step in its fields.
pub(super) fn fill(form: Form, step: &IntakeStep) -> Form {
    form.with_date(IntakeStepField::Date.name(), Some(step.date))
        .with(IntakeStepField::What.name(), step.what.word())
        .with(IntakeStepField::Who.name(), &step.who)
        .with(IntakeStepField::Content.name(), &step.content)
        .with(IntakeStepField::Next.name(), &step.next)
        .with_date(IntakeStepField::FollowUpOn.name(), step.follow_up_on)
}
