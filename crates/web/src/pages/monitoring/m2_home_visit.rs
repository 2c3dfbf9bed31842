//! (2) 自宅訪問: where the person lives or stays, with an interview.

use app::{
    Cx, Refusal,
    drafts::DraftForm,
    monitoring::{Entry, off_month, record_home_visit_warned},
};
use askama::Template;
use axum::extract::State;
use calendar::{Time, clock};
use domain::{
    client::{ConsultationService, Residence},
    id::RoundId,
    monitoring::{RoundFact, Step, m2_home_visit::HomeVisit},
    text::{self, say},
};

use super::{fact_card::FactCard, frame::Frame};
use crate::{
    AppState, Form, Layout, PageResult, PathId, Session, at,
    components::WhyPanel,
    form::{
        Word, YES_NO,
        names::{HomeVisitField, VisitField},
        yes, yes_word,
    },
    pages::step::StepPage,
    show as page_of,
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
    /// 訪問の予定, tries that failed, whom the office told.
    beside: Vec<FactCard>,
    /// How many tries failed, where somebody has to be told of it.
    not_met: Option<usize>,
    /// Whether a day outside of the month is to be accepted.
    off_month: bool,
}

impl Page {
    fn new(state: &AppState, session: &Session, frame: Frame, form: Form) -> Self {
        let places = Residence::ALL.iter().map(|place| (place.word(), place.label())).collect();
        let why = WhyPanel::of(state.law, &frame.view.visit_month_why);
        let round = &frame.view.round;
        let beside = round.standing().filter(|fact| super::visit_plan::is_own(&fact.body)).map(FactCard::of).collect();
        let raised = round.is_to_be_raised(frame.view.settings.attempts_raised);
        let not_met = raised.then(|| round.attempts().count());
        let off_month = form.ticked(VisitField::OffMonth.name())
            || form.errors_at("date").iter().any(|it| it.contains("この日で記録する"));
        Self {
            beside,
            not_met,
            off_month,
            layout: frame.layout(session),
            more: frame.adds(&form),
            frame,
            form,
            places,
            yes_no: YES_NO,
            why,
        }
    }
}

impl StepPage for Page {
    type Frame = Frame;
    /// The visit, and whether a day outside of the month was accepted.
    type Fact = (HomeVisit, bool);

    const STEP: Option<Step> = Some(Step::HomeVisit);
    const FORM: DraftForm = DraftForm::HomeVisit;
    const KIND: &'static str = "home_visit";

    fn start(session: &Session, frame: &Frame, blank: Form) -> Form {
        let agreed = frame.view.round.appointment().filter(|it| it.day <= frame.view.today);
        let met = agreed.map(|it| it.with.as_str()).unwrap_or(match frame.view.round.service {
            ConsultationService::Plan => "本人",
            ConsultationService::Child => "本人と保護者",
        });
        let last = frame.view.last.as_ref().and_then(|last| last.home_visit()).map(|(_, visit)| visit);
        let place_note = last.filter(|it| it.place == frame.view.client.residence).map(|it| it.place_note.as_str());
        blank
            .with_date(HomeVisitField::Date.name(), agreed.map(|it| it.day))
            .with(VisitField::Start.name(), agreed.and_then(|it| it.from).map(clock).unwrap_or_default())
            .with(HomeVisitField::Place.name(), frame.view.client.residence.word())
            .with(HomeVisitField::PlaceNote.name(), place_note.unwrap_or_default())
            .with(HomeVisitField::LivesThere.name(), "yes")
            .with(HomeVisitField::Interviewed.name(), "yes")
            .with(HomeVisitField::Met.name(), met)
            .with(HomeVisitField::Visitor.name(), &session.actor().name)
    }

    fn correcting(form: Form, fact: &RoundFact) -> Option<Form> {
        let RoundFact::HomeVisit(visit) = fact else { return None };
        Some(fill(form, visit))
    }

    fn read(form: &mut Form) -> Option<(HomeVisit, bool)> {
        let (start, end) = (
            required_time(form, VisitField::Start.name(), "はじめの時刻"),
            required_time(form, VisitField::End.name(), "おわりの時刻"),
        );
        let visit = read(form);
        let accepted = form.ticked(VisitField::OffMonth.name());
        Some((HomeVisit { start: Some(start?), end: Some(end?), ..visit? }, accepted))
    }

    fn record(cx: &mut Cx<'_>, entry: Entry, fact: (HomeVisit, bool)) -> Result<(), Refusal> {
        record_home_visit_warned(cx, entry, fact).map(drop)
    }

    fn next(id: RoundId, (fact, _): &(HomeVisit, bool)) -> String {
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
        .with(VisitField::Start.name(), visit.start.map(clock).unwrap_or_default())
        .with(VisitField::End.name(), visit.end.map(clock).unwrap_or_default())
}

/// A time that must be there.
fn required_time(form: &mut Form, name: &'static str, label: &str) -> Option<Time> {
    if form.text(name).is_empty() {
        form.error(name, say::missing(label));
        return None;
    }
    form.time(name, label)
}

/// `POST /monitoring/{round}/visit-day`: how a day is understood, and a warning of one outside of the month, before anything is saved.
pub async fn visit_day(
    State(state): State<AppState>,
    session: Session,
    PathId(id): PathId<RoundId>,
    mut form: Form,
) -> PageResult {
    let name = HomeVisitField::Date.name();
    let echo = form.echo(name);
    let typed = form.date(name);
    let warning = state.read(&session, move |cx| off_month(cx, id, typed.unwrap_or(cx.today))).await?;
    let warning = warning.filter(|_| typed.is_some()).unwrap_or_default();
    Ok(page_of(&DayEcho { echo, warning }))
}

/// The line under the day.
#[derive(Template)]
#[template(path = "monitoring/visit_day.html")]
struct DayEcho {
    echo: String,
    warning: String,
}

pub(in crate::pages) fn read(form: &mut Form) -> Option<HomeVisit> {
    let date = form.required_date(HomeVisitField::Date.name(), "訪問日");
    let place = form.choice(HomeVisitField::Place.name(), "訪問先の種類", Residence::from_word);
    // 自宅 answers the question by itself.
    let lives_there = match place {
        Some(Residence::Home) => Some(true),
        _ => form.choice(HomeVisitField::LivesThere.name(), "本人が住んでいる所かどうか", yes),
    };
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
        start: None,
        end: None,
        neutrality: String::new(),
    })
}
