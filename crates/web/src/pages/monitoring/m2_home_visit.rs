//! (2) 自宅訪問: where the person lives or stays, with an interview.

use app::monitoring::record_home_visit;
use askama::Template;
use axum::extract::{Query, State};
use domain::{
    client::Residence,
    id::RoundId,
    monitoring::{RoundFact, Step, m2_home_visit::HomeVisit},
    text,
};

use super::{StepQuery, entry, frame::Frame, refuse, yes, yes_word};
use crate::{
    AppState, Flash, Form, Layout, PageResult, PathId, Session, components::WhyPanel, see_other_with, show as page,
    show_again, show_conflict,
};

#[derive(Template)]
#[template(path = "monitoring/m2_home_visit.html")]
struct Page {
    layout: Layout,
    frame: Frame,
    form: Form,
    /// The step is done: the form for one more is folded in.
    more: bool,
    places: Vec<(&'static str, &'static str)>,
    yes_no: [(&'static str, &'static str); 2],
    why: WhyPanel,
}

impl Page {
    fn new(state: &AppState, session: &Session, frame: Frame, form: Form) -> Self {
        let places = Residence::ALL.iter().map(|place| (place.word(), place.label())).collect();
        let why = WhyPanel::of(state.law, &frame.view.visit_month_why);
        Self {
            layout: frame.layout(session),
            more: frame.adds(&form),
            frame,
            form,
            places,
            yes_no: [("yes", "はい"), ("no", "いいえ")],
            why,
        }
    }
}

/// The page of the step.
pub async fn show(
    State(state): State<AppState>,
    session: Session,
    PathId(id): PathId<RoundId>,
    Query(query): Query<StepQuery>,
) -> PageResult {
    let frame = Frame::load(&state, &session, id, Some(Step::HomeVisit)).await?;
    let mut form = Form::blank(&state)
        .with_version(frame.view.round.version)
        .with("place", frame.view.client.residence.word())
        .with("visitor", &session.actor().name);
    if let Some(fact) = query.fact().and_then(|fact| frame.view.round.facts.find(fact))
        && let RoundFact::HomeVisit(visit) = &fact.body
    {
        form = fill(form, visit).with("corrects", fact.id.to_string());
    }
    Ok(page(&Page::new(&state, &session, frame, form)))
}

/// Records a visit.
pub async fn save(
    State(state): State<AppState>,
    session: Session,
    PathId(id): PathId<RoundId>,
    mut form: Form,
) -> PageResult {
    if let Some(visit) = read(&mut form) {
        let entry = entry(id, &form);
        let counts = visit.counts();
        match state.write(&session, form.operation(), move |cx| record_home_visit(cx, entry, visit)).await {
            // A visit that does not count stays on its page, where it is said what it lacks.
            Ok(_) if counts => return Ok(see_other_with(Flash::Saved, format!("/monitoring/{id}"))),
            Ok(_) => return Ok(see_other_with(Flash::Saved, format!("/monitoring/{id}/m2-home-visit"))),
            Err(refusal) => refuse(&state, &session, &mut form, (id, "home_visit"), refusal).await?,
        }
    }
    let conflict = form.conflict().is_some();
    let frame = Frame::load(&state, &session, id, Some(Step::HomeVisit)).await?;
    let again = Page::new(&state, &session, frame, form);
    Ok(if conflict { show_conflict(&again) } else { show_again(&again) })
}

pub(super) fn fill(form: Form, visit: &HomeVisit) -> Form {
    form.with_date("date", Some(visit.date))
        .with("place", visit.place.word())
        .with("place_note", &visit.place_note)
        .with("lives_there", yes_word(visit.lives_there))
        .with("interviewed", yes_word(visit.interviewed))
        .with("met", &visit.met)
        .with("visitor", &visit.visitor)
        .with("wishes", &visit.wishes)
        .with("home_situation", &visit.home_situation)
}

fn read(form: &mut Form) -> Option<HomeVisit> {
    let date = form.required_date("date", "訪問日");
    let place = form.choice("place", "訪問先の種類", Residence::from_word);
    let lives_there = form.choice("lives_there", "本人が住んでいる所かどうか", yes);
    let interviewed = form.choice("interviewed", "面接したかどうか", yes);
    Some(HomeVisit {
        place_note: text::line(form.value("place_note")),
        met: text::line(form.value("met")),
        visitor: text::line(form.value("visitor")),
        wishes: text::paragraph(form.value("wishes")),
        home_situation: text::paragraph(form.value("home_situation")),
        date: date?,
        place: place?,
        lives_there: lives_there?,
        interviewed: interviewed?,
    })
}
