//! (4) 同意: in person with a typed or drawn name, on paper, by post or by mail.

use app::{
    Cx, Refusal,
    drafts::DraftForm,
    monitoring::{Entry, record_consent},
};
use askama::Template;
use domain::{
    client::Residence,
    id::{FactId, RoundId},
    monitoring::{
        Lamp, RoundFact, Step,
        m4_consent::{Consent, ConsentMethod, SignerRelation},
    },
    text,
};

use super::frame::Frame;
use crate::{AppState, Form, Layout, Session, at, form::names::ConsentField, pages::step::StepPage};

/// The page of the step.
#[derive(Template)]
#[template(path = "monitoring/m4_consent.html")]
pub struct Page {
    layout: Layout,
    frame: Frame,
    form: Form,
    methods: Vec<(&'static str, &'static str)>,
    relations: Vec<(&'static str, &'static str)>,
    places: Vec<(&'static str, &'static str)>,
    has_report: bool,
    /// Why no consent is wanted, where the municipality wants none.
    not_wanted: Option<String>,
}

impl Page {
    fn new(session: &Session, frame: Frame, form: Form) -> Self {
        Self {
            layout: frame.layout(session),
            has_report: frame.view.round.finished_report().is_some(),
            not_wanted: match frame.view.lamps.get(usize::from(Step::Consent.number()) - 1) {
                Some(Lamp::NotRequired(why)) => Some(why.clone()),
                _ => None,
            },
            methods: ConsentMethod::ALL.iter().map(|it| (it.word(), it.label())).collect(),
            relations: SignerRelation::ALL.iter().map(|it| (it.word(), it.label())).collect(),
            places: Residence::ALL.iter().map(|it| (it.word(), it.label())).collect(),
            frame,
            form,
        }
    }
}

impl StepPage for Page {
    type Frame = Frame;
    type Fact = Consent;

    const STEP: Option<Step> = Some(Step::Consent);
    const FORM: DraftForm = DraftForm::Consent;
    const KIND: &'static str = "consent";

    /// What was sent by post or mail is there already; only the answer is still to be typed.
    fn start(_session: &Session, frame: &Frame, blank: Form) -> Form {
        let mut form = blank
            .with(ConsentField::Relation.name(), "client")
            .with(ConsentField::Method.name(), "in_person")
            .with_date(ConsentField::SentOn.name(), Some(frame.view.today));
        if let Some((report, _)) = frame.view.round.finished_report() {
            form.set("report", report.id.to_string());
            if let Some((_, consent)) = frame.view.round.consent().filter(|(_, consent)| consent.report == report.id) {
                form = fill(form, consent);
                // The answer to a letter mostly bears the name of the person it went to.
                if consent.sent_on.is_some() && consent.signer.is_empty() {
                    form.set(ConsentField::Signer.name(), &frame.view.client.name);
                }
            }
        }
        form
    }

    /// The form holds the consent that stands anyway.
    fn correcting(_form: Form, _fact: &RoundFact) -> Option<Form> {
        None
    }

    fn read(form: &mut Form) -> Option<Consent> {
        read(form)
    }

    fn record(cx: &mut Cx<'_>, entry: Entry, fact: Consent) -> Result<(), Refusal> {
        record_consent(cx, entry, fact).map(drop)
    }

    fn next(id: RoundId, _fact: &Consent) -> String {
        at::round(id)
    }

    fn page(_state: &AppState, session: &Session, frame: Frame, form: Form) -> Self {
        Self::new(session, frame, form)
    }
}

pub(super) fn fill(form: Form, consent: &Consent) -> Form {
    form.with(ConsentField::Method.name(), consent.method.word())
        .with_date(ConsentField::SentOn.name(), consent.sent_on)
        .with_date(ConsentField::AgreedOn.name(), consent.agreed_on)
        .with(ConsentField::Signer.name(), &consent.signer)
        .with(ConsentField::Relation.name(), consent.relation.word())
        .with(ConsentField::RelationNote.name(), &consent.relation_note)
        .with(ConsentField::Place.name(), consent.place.map(Residence::word).unwrap_or_default())
        .with(ConsentField::PlaceNote.name(), &consent.place_note)
        .with(ConsentField::Drawing.name(), &consent.drawing)
}

fn read(form: &mut Form) -> Option<Consent> {
    let method = form.choice(ConsentField::Method.name(), "同意の方法", ConsentMethod::from_word);
    let relation = form.choice(ConsentField::Relation.name(), "本人か代理人か", SignerRelation::from_word);
    let before = form.errors().len();
    let (sent_on, agreed_on) = (form.date(ConsentField::SentOn.name()), form.date(ConsentField::AgreedOn.name()));
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
        signer: text::line(form.value(ConsentField::Signer.name())),
        relation: relation?,
        relation_note: text::line(form.value(ConsentField::RelationNote.name())),
        drawing: if drawn { form.text(ConsentField::Drawing.name()) } else { String::new() },
        place: Residence::from_word(form.value(ConsentField::Place.name())).filter(|_| !by_letter),
        place_note: if by_letter { String::new() } else { text::line(form.value(ConsentField::PlaceNote.name())) },
        report: form.value("report").parse().unwrap_or(FactId(uuid::Uuid::nil())),
    })
}
