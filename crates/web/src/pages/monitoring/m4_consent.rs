//! (4) 同意: in person with a typed or drawn name, on paper, by post or by mail.

use app::monitoring::record_consent;
use askama::Template;
use axum::extract::State;
use domain::{
    client::Residence,
    id::{FactId, RoundId},
    monitoring::{
        Step,
        m4_consent::{Consent, ConsentMethod, SignerRelation},
    },
    text,
};

use super::{entry, frame::Frame, refuse};
use crate::{
    AppState, Flash, Form, Layout, PageResult, PathId, Session, see_other_with, show as page, show_again, show_conflict,
};

#[derive(Template)]
#[template(path = "monitoring/m4_consent.html")]
struct Page {
    layout: Layout,
    frame: Frame,
    form: Form,
    methods: Vec<(&'static str, &'static str)>,
    relations: Vec<(&'static str, &'static str)>,
    places: Vec<(&'static str, &'static str)>,
    has_report: bool,
}

impl Page {
    fn new(session: &Session, frame: Frame, form: Form) -> Self {
        Self {
            layout: frame.layout(session),
            has_report: frame.view.round.finished_report().is_some(),
            methods: ConsentMethod::ALL.iter().map(|it| (it.word(), it.label())).collect(),
            relations: SignerRelation::ALL.iter().map(|it| (it.word(), it.label())).collect(),
            places: Residence::ALL.iter().map(|it| (it.word(), it.label())).collect(),
            frame,
            form,
        }
    }
}

/// The page of the step. What was sent by post or mail is there already; only the answer is still to be typed.
pub async fn show(State(state): State<AppState>, session: Session, PathId(id): PathId<RoundId>) -> PageResult {
    let frame = Frame::load(&state, &session, id, Some(Step::Consent)).await?;
    let mut form = Form::blank(&state)
        .with_version(frame.view.round.version)
        .with("relation", "client")
        .with("method", "in_person");
    if let Some((report, _)) = frame.view.round.finished_report() {
        form.set("report", report.id.to_string());
        if let Some((_, consent)) = frame.view.round.consent().filter(|(_, consent)| consent.report == report.id) {
            form = fill(form, consent);
        }
    }
    Ok(page(&Page::new(&session, frame, form)))
}

/// Records the consent, or the day on which it was asked for.
pub async fn save(
    State(state): State<AppState>,
    session: Session,
    PathId(id): PathId<RoundId>,
    mut form: Form,
) -> PageResult {
    if let Some(consent) = read(&mut form) {
        let entry = entry(id, &form);
        match state.write(&session, form.operation(), move |cx| record_consent(cx, entry, consent)).await {
            Ok(_) => return Ok(see_other_with(Flash::Saved, format!("/monitoring/{id}"))),
            Err(refusal) => refuse(&state, &session, &mut form, (id, "consent"), refusal).await?,
        }
    }
    let conflict = form.conflict().is_some();
    let frame = Frame::load(&state, &session, id, Some(Step::Consent)).await?;
    let again = Page::new(&session, frame, form);
    Ok(if conflict { show_conflict(&again) } else { show_again(&again) })
}

pub(super) fn fill(form: Form, consent: &Consent) -> Form {
    form.with("method", consent.method.word())
        .with_date("sent_on", consent.sent_on)
        .with_date("agreed_on", consent.agreed_on)
        .with("signer", &consent.signer)
        .with("relation", consent.relation.word())
        .with("relation_note", &consent.relation_note)
        .with("place", consent.place.map(Residence::word).unwrap_or_default())
        .with("place_note", &consent.place_note)
        .with("drawing", &consent.drawing)
}

fn read(form: &mut Form) -> Option<Consent> {
    let method = form.choice("method", "同意の方法", ConsentMethod::from_word);
    let relation = form.choice("relation", "本人か代理人か", SignerRelation::from_word);
    let before = form.errors().len();
    let (sent_on, agreed_on) = (form.date("sent_on"), form.date("agreed_on"));
    if form.errors().len() > before {
        return None;
    }
    let by_letter = method.is_some_and(ConsentMethod::is_by_letter);
    // A name drawn on this screen belongs to a consent given at this screen alone.
    let drawn = method == Some(ConsentMethod::InPerson);
    Some(Consent {
        method: method?,
        sent_on: sent_on.filter(|_| by_letter),
        agreed_on,
        signer: text::line(form.value("signer")),
        relation: relation?,
        relation_note: text::line(form.value("relation_note")),
        drawing: if drawn { form.text("drawing") } else { String::new() },
        place: Residence::from_word(form.value("place")).filter(|_| !by_letter),
        place_note: if by_letter { String::new() } else { text::line(form.value("place_note")) },
        report: form.value("report").parse().unwrap_or(FactId(uuid::Uuid::nil())),
    })
}
