//! p3 連絡調整: dated entries with each provider after the decision.

use app::{
    Cx, Refusal,
    drafts::DraftForm,
    planning::{CaseEntry, record_coordination},
};
use askama::Template;
use domain::{
    client::ContactChannel,
    id::CaseId,
    planning::{CaseFact, CaseFactKind, p3_coordination::Coordination},
    text,
};

use super::frame::Frame;
use crate::{
    AppState, Form, Layout, Session, at,
    form::{Word, names::CoordinationField as Field},
    pages::step::StepPage,
};

/// The page of the part.
#[derive(Template)]
#[template(path = "planning/p3_coordination.html")]
pub struct Page {
    layout: Layout,
    frame: Frame,
    form: Form,
    /// Every provider of the draft has an entry: the form for one more is folded in.
    more: bool,
    /// Whether a grant is recorded, after which this begins.
    granted: bool,
    /// The providers of the draft without an entry.
    missing: Vec<String>,
    providers: Vec<(String, String)>,
    channels: Vec<Word>,
}

impl StepPage for Page {
    type Frame = Frame;
    type Fact = Coordination;

    const STEP: Option<CaseFactKind> = Some(CaseFactKind::Coordination);
    const FORM: DraftForm = DraftForm::Coordination;
    const KIND: &'static str = "coordination";

    /// The first provider of the draft that has no entry yet: out of the register where it is there.
    fn start(_session: &Session, frame: &Frame, blank: Form) -> Form {
        let Some(name) = frame.view.case.not_coordinated().into_iter().next() else { return blank };
        let registered = frame.decision.as_ref().and_then(|side| side.providers.iter().find(|it| it.label == name));
        match registered {
            Some(provider) => blank.with(Field::Provider.name(), provider.id.to_string()),
            None => blank.with(Field::ProviderName.name(), name),
        }
    }

    fn correcting(form: Form, fact: &CaseFact) -> Option<Form> {
        let CaseFact::Coordination(it) = fact else { return None };
        Some(fill(form, it))
    }

    fn read(form: &mut Form) -> Option<Coordination> {
        let date = form.required_date(Field::Date.name(), "日付");
        let channel = form.choice(Field::Channel.name(), "手段", ContactChannel::from_word);
        Some(Coordination {
            provider: form.value(Field::Provider.name()).parse().ok(),
            provider_name: text::line(form.value(Field::ProviderName.name())),
            person: text::line(form.value(Field::Person.name())),
            content: text::paragraph(form.value(Field::Content.name())),
            result: text::paragraph(form.value(Field::Result.name())),
            date: date?,
            channel: channel?,
        })
    }

    fn record(cx: &mut Cx<'_>, entry: CaseEntry, fact: Coordination) -> Result<(), Refusal> {
        record_coordination(cx, entry, fact).map(drop)
    }

    fn next(id: CaseId, _fact: &Coordination) -> String {
        at::case_part(id, CaseFactKind::Coordination)
    }

    fn page(_state: &AppState, session: &Session, frame: Frame, form: Form) -> Self {
        let missing = frame.view.case.not_coordinated();
        let providers = frame.decision.as_ref().map(|side| side.providers.as_slice()).unwrap_or_default();
        Self {
            layout: frame.layout(session),
            more: frame.adds(&form) && missing.is_empty(),
            granted: frame.view.case.granted().is_some(),
            missing,
            providers: providers.iter().map(|it| (it.id.to_string(), it.label.clone())).collect(),
            channels: ContactChannel::ALL.iter().map(|it| (it.word(), it.label())).collect(),
            frame,
            form,
        }
    }
}

/// The form with an entry in its fields: the provider by the register, or by the name that was typed.
pub(super) fn fill(form: Form, it: &Coordination) -> Form {
    let (provider, name) = match it.provider {
        Some(id) => (id.to_string(), ""),
        None => (String::new(), it.provider_name.as_str()),
    };
    form.with_date(Field::Date.name(), Some(it.date))
        .with(Field::Provider.name(), provider)
        .with(Field::ProviderName.name(), name)
        .with(Field::Person.name(), &it.person)
        .with(Field::Channel.name(), it.channel.word())
        .with(Field::Content.name(), &it.content)
        .with(Field::Result.name(), &it.result)
}
