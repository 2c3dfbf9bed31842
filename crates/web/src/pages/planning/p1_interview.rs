//! p1 訪問しての面接: where the person lives, before the draft.

use app::{
    Cx, Refusal,
    drafts::DraftForm,
    planning::{CaseEntry, record_interview},
};
use askama::Template;
use domain::{
    client::Residence,
    facts::Fact,
    id::CaseId,
    planning::{CaseFact, CaseFactKind, PlanningCase, p1_interview::Interview},
    text,
};

use super::{cards::card, frame::Frame};
use crate::{
    AppState, Form, Layout, Session, at,
    form::{
        Word, YES_NO,
        names::{HomeVisitField, InterviewField},
    },
    pages::{
        monitoring::{fact_card::FactCard, m2_home_visit},
        step::StepPage,
    },
};

/// Minutes that an interview may take: a day.
const MOST_MINUTES: u32 = 1440;

/// The page of the part.
#[derive(Template)]
#[template(path = "planning/p1_interview.html")]
pub struct Page {
    layout: Layout,
    frame: Frame,
    form: Form,
    /// An interview is there: the form for one more is folded in.
    more: bool,
    places: Vec<(&'static str, &'static str)>,
    yes_no: [Word; 2],
    /// The interview before the plan that is replaced, with the fields in which a recorded one differs.
    before: Option<(FactCard, Vec<String>)>,
}

impl StepPage for Page {
    type Frame = Frame;
    type Fact = Interview;

    const STEP: Option<CaseFactKind> = Some(CaseFactKind::Interview);
    const FORM: DraftForm = DraftForm::Interview;
    const KIND: &'static str = "interview";

    fn start(session: &Session, frame: &Frame, blank: Form) -> Form {
        let before = before(frame).map(|(_, interview)| &interview.visit);
        // Where they met goes on while the person lives as before; what was said is asked anew.
        let same = before.filter(|visit| visit.place == frame.view.client.residence);
        blank
            .with(HomeVisitField::Place.name(), frame.view.client.residence.word())
            .with(HomeVisitField::PlaceNote.name(), same.map(|visit| visit.place_note.as_str()).unwrap_or_default())
            .with(HomeVisitField::Met.name(), before.map(|visit| visit.met.as_str()).unwrap_or_default())
            .with(HomeVisitField::Visitor.name(), &session.actor().name)
            .with(InterviewField::Affiliation.name(), session.organisation_name())
    }

    fn correcting(form: Form, fact: &CaseFact) -> Option<Form> {
        let CaseFact::Interview(interview) = fact else { return None };
        Some(fill(form, interview))
    }

    fn read(form: &mut Form) -> Option<Interview> {
        let minutes = form.whole(InterviewField::Minutes.name(), "かかった時間", ("分", MOST_MINUTES));
        let affiliation = text::line(form.value(InterviewField::Affiliation.name()));
        let visit = m2_home_visit::read(form)?;
        (!form.has_errors()).then_some(Interview { visit, affiliation, minutes })
    }

    fn record(cx: &mut Cx<'_>, entry: CaseEntry, fact: Interview) -> Result<(), Refusal> {
        record_interview(cx, entry, fact).map(drop)
    }

    fn next(id: CaseId, fact: &Interview) -> String {
        // A visit that does not count stays on its page, where it is said what it lacks.
        if fact.visit.counts() { at::case(id) } else { at::case_part(id, CaseFactKind::Interview) }
    }

    fn page(state: &AppState, session: &Session, frame: Frame, form: Form) -> Self {
        Self {
            before: before(&frame).map(|(fact, was)| (card(fact), differing(state, &frame, was))),
            layout: frame.layout(session),
            more: frame.adds(&form),
            frame,
            form,
            places: Residence::ALL.iter().map(|place| (place.word(), place.label())).collect(),
            yes_no: YES_NO,
        }
    }
}

/// The interview before the plan that is replaced.
fn before(frame: &Frame) -> Option<(&Fact<CaseFact>, &Interview)> {
    frame.view.replaced.as_ref().and_then(PlanningCase::interview)
}

/// The fields in which the recorded interview says something else; its day is another anyway.
fn differing(state: &AppState, frame: &Frame, was: &Interview) -> Vec<String> {
    let Some((_, now)) = frame.view.case.interview() else { return Vec::new() };
    let mut was = was.clone();
    was.visit.date = now.visit.date;
    let form = |it: &Interview| fill(Form::blank(state), it);
    form(now).labels_differing(&form(&was), "/p1-interview")
}

/// The form with an interview in its fields.
pub(super) fn fill(form: Form, interview: &Interview) -> Form {
    m2_home_visit::fill(form, &interview.visit)
        .with(InterviewField::Affiliation.name(), &interview.affiliation)
        .with(InterviewField::Minutes.name(), interview.minutes.map(|minutes| minutes.to_string()).unwrap_or_default())
}
