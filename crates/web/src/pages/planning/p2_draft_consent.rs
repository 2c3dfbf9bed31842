//! p2 計画案への同意と交付.

use app::{
    Cx, Refusal,
    drafts::DraftForm,
    planning::{CaseEntry, record_draft_consent},
};
use askama::Template;
use domain::{
    id::{CaseId, FactId},
    monitoring::m4_consent::SignerRelation,
    planning::{
        CaseFact, CaseFactKind,
        p2_draft::PlanDraft,
        p2_draft_consent::{CONSENTED, DraftConsent},
    },
    text,
};

use super::frame::Frame;
use crate::{AppState, Form, Layout, Session, at, form::names::DraftConsentField as Field, pages::step::StepPage};

/// The page of the part.
#[derive(Template)]
#[template(path = "planning/p2_draft_consent.html")]
pub struct Page {
    layout: Layout,
    frame: Frame,
    form: Form,
    relations: Vec<(&'static str, &'static str)>,
    /// The parts that are not finished yet, with their pages.
    unfinished: Vec<(&'static str, String)>,
    /// Whether a consent stands that was given to older texts.
    stale: bool,
}

/// The field that carries the texts as the page showed them.
const TEXTS: &str = "texts";

fn joined(texts: &[FactId]) -> String {
    texts.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
}

impl StepPage for Page {
    type Frame = Frame;
    type Fact = DraftConsent;

    const STEP: Option<CaseFactKind> = Some(CaseFactKind::DraftConsent);
    const FORM: DraftForm = DraftForm::DraftConsent;
    const KIND: &'static str = "draft_consent";

    /// The consent that stands, where it is to the texts that stand; else the person signs.
    fn start(_session: &Session, frame: &Frame, blank: Form) -> Form {
        let case = &frame.view.case;
        let blank = blank.with(TEXTS, joined(&case.consentable()));
        match case.draft_consent().filter(|it| it.texts == case.consentable()) {
            Some(it) => fill(blank, it),
            None => blank
                .with_date(Field::AgreedOn.name(), case.text::<PlanDraft>().and_then(|(_, draft)| draft.written_on))
                .with(Field::Relation.name(), SignerRelation::Client.word())
                .with(Field::Signer.name(), &frame.view.client.name),
        }
    }

    /// The form holds the consent that stands anyway.
    fn correcting(_form: Form, _fact: &CaseFact) -> Option<Form> {
        None
    }

    fn read(form: &mut Form) -> Option<DraftConsent> {
        let agreed_on = form.required_date(Field::AgreedOn.name(), "同意の日付");
        let relation = form.choice(Field::Relation.name(), "本人か代理人か", SignerRelation::from_word);
        let before = form.errors().len();
        let handed_on = form.date(Field::HandedOn.name());
        if form.errors().len() > before {
            return None;
        }
        Some(DraftConsent {
            agreed_on: agreed_on?,
            signer: text::line(form.value(Field::Signer.name())),
            relation: relation?,
            relation_note: text::line(form.value(Field::RelationNote.name())),
            handed_on,
            texts: form.value(TEXTS).split(' ').filter_map(|id| id.parse().ok()).collect(),
        })
    }

    fn record(cx: &mut Cx<'_>, entry: CaseEntry, fact: DraftConsent) -> Result<(), Refusal> {
        record_draft_consent(cx, entry, fact).map(drop)
    }

    fn next(id: CaseId, _fact: &DraftConsent) -> String {
        at::case(id)
    }

    fn page(_state: &AppState, session: &Session, frame: Frame, form: Form) -> Self {
        let case = &frame.view.case;
        let open = CONSENTED.into_iter().filter(|part| case.standing_of(*part).next().is_none());
        Self {
            layout: frame.layout(session),
            relations: SignerRelation::ALL.iter().map(|it| (it.word(), it.label())).collect(),
            unfinished: open.map(|part| (part.label(), at::case_part(case.id, part))).collect(),
            stale: case.draft_consent().is_some_and(|it| it.texts != case.consentable()),
            frame,
            form,
        }
    }
}

/// The form with a consent in its fields.
pub(super) fn fill(form: Form, it: &DraftConsent) -> Form {
    form.with(TEXTS, joined(&it.texts))
        .with_date(Field::AgreedOn.name(), Some(it.agreed_on))
        .with(Field::Signer.name(), &it.signer)
        .with(Field::Relation.name(), it.relation.word())
        .with(Field::RelationNote.name(), &it.relation_note)
        .with_date(Field::HandedOn.name(), it.handed_on)
}
