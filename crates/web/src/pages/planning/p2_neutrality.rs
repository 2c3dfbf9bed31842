//! p2 兼務の中立性: what the check says, and やむを得ない場合 that somebody accepted.

use app::{
    Cx, Refusal,
    drafts::DraftForm,
    planning::{CaseEntry, accept_exception},
};
use askama::Template;
use domain::{
    id::CaseId,
    planning::{
        CaseFact, CaseFactKind,
        p2_neutrality::{Exception, NeutralityAcceptance},
    },
    text,
};

use super::frame::Frame;
use crate::{AppState, Form, Layout, Session, at, form::names::NeutralityField as Field, pages::step::StepPage};

/// The page of the part.
#[derive(Template)]
#[template(path = "planning/p2_neutrality.html")]
pub struct Page {
    layout: Layout,
    frame: Frame,
    form: Form,
    exceptions: Vec<(&'static str, &'static str)>,
}

impl StepPage for Page {
    type Frame = Frame;
    type Fact = NeutralityAcceptance;

    const STEP: Option<CaseFactKind> = Some(CaseFactKind::Neutrality);
    const FORM: DraftForm = DraftForm::Neutrality;
    const KIND: &'static str = "neutrality";

    fn start(_session: &Session, _frame: &Frame, blank: Form) -> Form {
        blank
    }

    fn correcting(form: Form, fact: &CaseFact) -> Option<Form> {
        let CaseFact::Neutrality(acceptance) = fact else { return None };
        Some(fill(form, acceptance))
    }

    fn read(form: &mut Form) -> Option<NeutralityAcceptance> {
        let exception = form.choice(Field::Exception.name(), "やむを得ない場合", Exception::from_word);
        let accepted_on = form.required_date(Field::AcceptedOn.name(), "認めた日");
        Some(NeutralityAcceptance {
            exception: exception?,
            reason: text::paragraph(form.value(Field::Reason.name())),
            accepted_by: text::line(form.value(Field::AcceptedBy.name())),
            accepted_on: accepted_on?,
        })
    }

    fn record(cx: &mut Cx<'_>, entry: CaseEntry, fact: NeutralityAcceptance) -> Result<(), Refusal> {
        accept_exception(cx, entry, fact).map(drop)
    }

    fn next(id: CaseId, _fact: &NeutralityAcceptance) -> String {
        at::case(id)
    }

    fn page(_state: &AppState, session: &Session, frame: Frame, form: Form) -> Self {
        Self {
            layout: frame.layout(session),
            exceptions: Exception::ALL.iter().map(|it| (it.word(), it.label())).collect(),
            frame,
            form,
        }
    }
}

/// The form with an acceptance in its fields.
pub(super) fn fill(form: Form, it: &NeutralityAcceptance) -> Form {
    form.with(Field::Exception.name(), it.exception.word())
        .with(Field::Reason.name(), &it.reason)
        .with(Field::AcceptedBy.name(), &it.accepted_by)
        .with_date(Field::AcceptedOn.name(), Some(it.accepted_on))
}
