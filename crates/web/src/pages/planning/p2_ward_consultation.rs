//! p2 区役所・支所への連絡・相談: what was thought of, what the ward was asked, what it said, the day agreed on for the plan.

use app::{
    Cx, Refusal,
    drafts::DraftForm,
    planning::{CaseEntry, record_ward_consultation},
};
use askama::Template;
use domain::{
    client::ContactChannel,
    id::CaseId,
    planning::{CaseFact, CaseFactKind, CaseKind, p2_ward_consultation::WardConsultation},
    text,
};

use super::frame::Frame;
use crate::{
    AppState, Form, Layout, Session, at,
    form::{Word, names::WardConsultationField as Field},
    pages::step::StepPage,
};

/// The page of the part.
#[derive(Template)]
#[template(path = "planning/p2_ward_consultation.html")]
pub struct Page {
    layout: Layout,
    frame: Frame,
    form: Form,
    /// One is there already: the form for one more is folded in.
    more: bool,
    is_change: bool,
    told: Vec<String>,
    channels: Vec<Word>,
}

impl StepPage for Page {
    type Frame = Frame;
    type Fact = WardConsultation;

    const STEP: Option<CaseFactKind> = Some(CaseFactKind::WardConsultation);
    const FORM: DraftForm = DraftForm::WardConsultation;
    const KIND: &'static str = "ward_consultation";

    /// The ward of the client as of today; what was thought of goes on from the last consultation.
    fn start(_session: &Session, frame: &Frame, blank: Form) -> Form {
        let (client, case) = (&frame.view.client, &frame.view.case);
        let last = case.ward_consultations().into_iter().next_back();
        let to = last.map(|it| it.to.as_str()).or(client.wards.on(frame.view.today)).unwrap_or_default();
        let cause = frame.view.cause.as_ref().filter(|_| last.is_none());
        blank
            .with(Field::Asked.name(), cause.map(|cause| format!("{cause}のため、")).unwrap_or_default())
            .with(Field::To.name(), to)
            .with(Field::Options.name(), last.map(|it| it.options.as_str()).unwrap_or_default())
            .with(Field::Channel.name(), ContactChannel::Phone.word())
    }

    fn correcting(form: Form, fact: &CaseFact) -> Option<Form> {
        let CaseFact::WardConsultation(it) = fact else { return None };
        Some(fill(form, it))
    }

    fn read(form: &mut Form) -> Option<WardConsultation> {
        let consulted_on = form.required_date(Field::ConsultedOn.name(), "相談した日");
        let channel = form.choice(Field::Channel.name(), "手段", ContactChannel::from_word);
        let plan_day = form.date(Field::PlanDay.name());
        if form.has_errors() {
            return None;
        }
        Some(WardConsultation {
            to: text::line(form.value(Field::To.name())),
            person: text::line(form.value(Field::Person.name())),
            options: text::paragraph(form.value(Field::Options.name())),
            asked: text::paragraph(form.value(Field::Asked.name())),
            answer: text::paragraph(form.value(Field::Answer.name())),
            consulted_on: consulted_on?,
            channel: channel?,
            plan_day,
        })
    }

    fn record(cx: &mut Cx<'_>, entry: CaseEntry, fact: WardConsultation) -> Result<(), Refusal> {
        record_ward_consultation(cx, entry, fact).map(drop)
    }

    fn next(id: CaseId, _fact: &WardConsultation) -> String {
        at::case(id)
    }

    fn page(_state: &AppState, session: &Session, frame: Frame, form: Form) -> Self {
        Self {
            layout: frame.layout(session),
            more: frame.adds(&form),
            is_change: frame.view.case.kind == CaseKind::Change,
            told: frame.view.case.ward_told(),
            channels: ContactChannel::ALL.iter().map(|it| (it.word(), it.label())).collect(),
            frame,
            form,
        }
    }
}

/// The form with a consultation in its fields.
pub(super) fn fill(form: Form, it: &WardConsultation) -> Form {
    form.with_date(Field::ConsultedOn.name(), Some(it.consulted_on))
        .with(Field::Channel.name(), it.channel.word())
        .with(Field::To.name(), &it.to)
        .with(Field::Person.name(), &it.person)
        .with(Field::Options.name(), &it.options)
        .with(Field::Asked.name(), &it.asked)
        .with(Field::Answer.name(), &it.answer)
        .with_date(Field::PlanDay.name(), it.plan_day)
}
