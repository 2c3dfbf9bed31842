//! 訪問の予定 of a round, what became of it when the person was not met, and whom the office told.

use app::{
    Cx, Refusal,
    drafts::DraftForm,
    monitoring::{Entry, record_visit_plan},
};
use askama::Template;
use calendar::clock;
use domain::{
    id::RoundId,
    monitoring::{
        RoundFact, Step,
        attempts::{Appointment, Attempt, AttemptMeans, Raised, RaisedTo},
    },
    text,
};

use super::{fact_card::FactCard, frame::Frame};
use crate::{AppState, Form, Layout, Session, at, form::names::VisitPlanField as Field, pages::step::StepPage};

/// The page with its three forms; the button says which one is sent.
#[derive(Template)]
#[template(path = "monitoring/visit_plan.html")]
pub struct Page {
    layout: Layout,
    frame: Frame,
    form: Form,
    /// What is recorded, with the address that corrects it.
    cards: Vec<(FactCard, String)>,
    means: Vec<(&'static str, &'static str)>,
    raised_to: Vec<(&'static str, &'static str)>,
    not_met: Option<usize>,
    action: String,
}

/// Whether a fact belongs here.
pub(super) fn is_own(body: &RoundFact) -> bool {
    matches!(body, RoundFact::Appointment(_) | RoundFact::Attempt(_) | RoundFact::Raised(_))
}

impl StepPage for Page {
    type Frame = Frame;
    type Fact = RoundFact;

    const STEP: Option<Step> = None;
    const FORM: DraftForm = DraftForm::VisitPlan;
    const KIND: &'static str = "appointment";

    fn start(_session: &Session, frame: &Frame, blank: Form) -> Form {
        let ward = frame.view.ward.clone().unwrap_or_default();
        blank
            .with(Field::With.name(), "本人")
            .with_date(Field::TriedOn.name(), Some(frame.view.today))
            .with(Field::TriedBy.name(), AttemptMeans::Visit.word())
            .with_date(Field::RaisedOn.name(), Some(frame.view.today))
            .with(Field::RaisedTo.name(), RaisedTo::Ward.word())
            .with(Field::RaisedPerson.name(), ward)
    }

    fn correcting(form: Form, fact: &RoundFact) -> Option<Form> {
        is_own(fact).then(|| fill(form, fact))
    }

    fn read(form: &mut Form) -> Option<RoundFact> {
        match form.value("action") {
            "attempt" => attempt(form),
            "raised" => raised(form),
            _ => appointment(form),
        }
    }

    fn record(cx: &mut Cx<'_>, entry: Entry, fact: RoundFact) -> Result<(), Refusal> {
        record_visit_plan(cx, entry, fact).map(drop)
    }

    fn next(id: RoundId, _fact: &RoundFact) -> String {
        at::step(id, Step::HomeVisit)
    }

    fn page(_state: &AppState, session: &Session, frame: Frame, form: Form) -> Self {
        let round = &frame.view.round;
        let action = format!("{}/visit-plan", frame.base);
        let own = round.standing().filter(|fact| is_own(&fact.body));
        let cards = own.map(|fact| (FactCard::of(fact), format!("{action}?fact={}", fact.id))).collect();
        let not_met = round.is_to_be_raised(frame.view.settings.attempts_raised).then(|| round.attempts().count());
        Self {
            layout: Layout::new(session, "訪問の予定・会えなかったとき"),
            means: AttemptMeans::ALL.iter().map(|it| (it.word(), it.label())).collect(),
            raised_to: RaisedTo::ALL.iter().map(|it| (it.word(), it.label())).collect(),
            cards,
            not_met,
            action,
            frame,
            form,
        }
    }
}

fn appointment(form: &mut Form) -> Option<RoundFact> {
    let day = form.required_date(Field::Day.name(), "予定日");
    let from = form.time(Field::From.name(), "時刻");
    let (with, note) = (line(form, Field::With), line(form, Field::AppointmentNote));
    (!form.has_errors()).then_some(())?;
    Some(RoundFact::Appointment(Appointment { day: day?, from, with, note }))
}

fn attempt(form: &mut Form) -> Option<RoundFact> {
    let date = form.required_date(Field::TriedOn.name(), "会えなかった日");
    let time = form.time(Field::TriedAt.name(), "会えなかった時刻");
    let means = form.choice(Field::TriedBy.name(), "会おうとした方法", AttemptMeans::from_word);
    let note = line(form, Field::TriedNote);
    (!form.has_errors()).then_some(())?;
    Some(RoundFact::Attempt(Attempt { date: date?, time, means: means?, note }))
}

fn raised(form: &mut Form) -> Option<RoundFact> {
    let on = form.required_date(Field::RaisedOn.name(), "相談した日");
    let to = form.choice(Field::RaisedTo.name(), "相談したところ", RaisedTo::from_word);
    let (person, note) = (line(form, Field::RaisedPerson), text::paragraph(form.value(Field::RaisedNote.name())));
    Some(RoundFact::Raised(Raised { on: on?, to: to?, person, note }))
}

fn line(form: &Form, field: Field) -> String {
    text::line(form.value(field.name()))
}

/// The form with a fact in its fields.
pub(super) fn fill(form: Form, body: &RoundFact) -> Form {
    match body {
        RoundFact::Appointment(it) => form
            .with_date(Field::Day.name(), Some(it.day))
            .with(Field::From.name(), it.from.map(clock).unwrap_or_default())
            .with(Field::With.name(), &it.with)
            .with(Field::AppointmentNote.name(), &it.note),
        RoundFact::Attempt(it) => form
            .with_date(Field::TriedOn.name(), Some(it.date))
            .with(Field::TriedAt.name(), it.time.map(clock).unwrap_or_default())
            .with(Field::TriedBy.name(), it.means.word())
            .with(Field::TriedNote.name(), &it.note),
        RoundFact::Raised(it) => form
            .with_date(Field::RaisedOn.name(), Some(it.on))
            .with(Field::RaisedTo.name(), it.to.word())
            .with(Field::RaisedPerson.name(), &it.person)
            .with(Field::RaisedNote.name(), &it.note),
        _ => form,
    }
}
