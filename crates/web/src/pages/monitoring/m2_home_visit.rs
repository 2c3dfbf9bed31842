//! (2) 自宅訪問: where the person lives or stays, with an interview.

use app::{
    Cx, Refusal,
    drafts::DraftForm,
    monitoring::{Entry, record_home_visit},
};
use askama::Template;
use domain::{
    client::Residence,
    id::RoundId,
    monitoring::{RoundFact, Step, m2_home_visit::HomeVisit},
    text,
};

use super::frame::Frame;
use crate::{
    AppState, Form, Layout, Session, at,
    components::WhyPanel,
    form::{Word, YES_NO, names::HomeVisitField, yes, yes_word},
    pages::step::StepPage,
};

/// The page of the step.
#[derive(Template)]
#[template(path = "monitoring/m2_home_visit.html")]
pub struct Page {
    layout: Layout,
    frame: Frame,
    form: Form,
    /// The step is done: the form for one more is folded in.
    more: bool,
    places: Vec<(&'static str, &'static str)>,
    yes_no: [Word; 2],
    why: WhyPanel,
}

impl Page {
    fn new(state: &AppState, session: &Session, frame: Frame, form: Form) -> Self {
        let places = Residence::ALL.iter().map(|place| (place.word(), place.label())).collect();
        let why = WhyPanel::of(state.law, &frame.view.visit_month_why);
        Self { layout: frame.layout(session), more: frame.adds(&form), frame, form, places, yes_no: YES_NO, why }
    }
}

impl StepPage for Page {
    type Frame = Frame;
    type Fact = HomeVisit;

    const STEP: Option<Step> = Some(Step::HomeVisit);
    const FORM: DraftForm = DraftForm::HomeVisit;
    const KIND: &'static str = "home_visit";

    fn start(session: &Session, frame: &Frame, blank: Form) -> Form {
        blank
            .with(HomeVisitField::Place.name(), frame.view.client.residence.word())
            .with(HomeVisitField::Visitor.name(), &session.actor().name)
    }

    fn correcting(form: Form, fact: &RoundFact) -> Option<Form> {
        let RoundFact::HomeVisit(visit) = fact else { return None };
        Some(fill(form, visit))
    }

    fn read(form: &mut Form) -> Option<HomeVisit> {
        read(form)
    }

    fn record(cx: &mut Cx<'_>, entry: Entry, fact: HomeVisit) -> Result<(), Refusal> {
        record_home_visit(cx, entry, fact).map(drop)
    }

    fn next(id: RoundId, fact: &HomeVisit) -> String {
        // A visit that does not count stays on its page, where it is said what it lacks.
        if fact.counts() { at::round(id) } else { at::step(id, Step::HomeVisit) }
    }

    fn page(state: &AppState, session: &Session, frame: Frame, form: Form) -> Self {
        Self::new(state, session, frame, form)
    }
}

pub(in crate::pages) fn fill(form: Form, visit: &HomeVisit) -> Form {
    form.with_date(HomeVisitField::Date.name(), Some(visit.date))
        .with(HomeVisitField::Place.name(), visit.place.word())
        .with(HomeVisitField::PlaceNote.name(), &visit.place_note)
        .with(HomeVisitField::LivesThere.name(), yes_word(visit.lives_there))
        .with(HomeVisitField::Interviewed.name(), yes_word(visit.interviewed))
        .with(HomeVisitField::Met.name(), &visit.met)
        .with(HomeVisitField::Visitor.name(), &visit.visitor)
        .with(HomeVisitField::Wishes.name(), &visit.wishes)
        .with(HomeVisitField::HomeSituation.name(), &visit.home_situation)
}

pub(in crate::pages) fn read(form: &mut Form) -> Option<HomeVisit> {
    let date = form.required_date(HomeVisitField::Date.name(), "訪問日");
    let place = form.choice(HomeVisitField::Place.name(), "訪問先の種類", Residence::from_word);
    let lives_there = form.choice(HomeVisitField::LivesThere.name(), "本人が住んでいる所かどうか", yes);
    let interviewed = form.choice(HomeVisitField::Interviewed.name(), "面接したかどうか", yes);
    Some(HomeVisit {
        place_note: text::line(form.value(HomeVisitField::PlaceNote.name())),
        met: text::line(form.value(HomeVisitField::Met.name())),
        visitor: text::line(form.value(HomeVisitField::Visitor.name())),
        wishes: text::paragraph(form.value(HomeVisitField::Wishes.name())),
        home_situation: text::paragraph(form.value(HomeVisitField::HomeSituation.name())),
        date: date?,
        place: place?,
        lives_there: lives_there?,
        interviewed: interviewed?,
    })
}
