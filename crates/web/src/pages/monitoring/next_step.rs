//! 申請の勧奨 to the person and 連絡調整 with each provider, after a report that leads to a 支給決定の変更 or 更新.

use app::{
    Cx, Refusal,
    drafts::DraftForm,
    monitoring::{Entry, record_next_step},
};
use askama::Template;
use domain::{
    id::RoundId,
    monitoring::{
        RoundFact, Step,
        attempts::AttemptMeans,
        m1_service_check::CheckMeans,
        next_step::{Advice, AdviceAnswer, ProviderContact},
    },
    planning::CaseKind,
    text,
};

use super::{fact_card::FactCard, frame::Frame};
use crate::{AppState, Form, Layout, Session, at, form::names::NextStepField as Field, pages::step::StepPage};

/// The page with its two forms; the button says which one is sent.
#[derive(Template)]
#[template(path = "monitoring/next_step.html")]
pub struct Page {
    layout: Layout,
    frame: Frame,
    form: Form,
    /// What is recorded, with the address that corrects it.
    cards: Vec<(FactCard, String)>,
    open: Vec<String>,
    means: Vec<(&'static str, &'static str)>,
    check_means: Vec<(&'static str, &'static str)>,
    answers: Vec<(&'static str, &'static str)>,
    /// The providers that were asked this month.
    providers: Vec<String>,
    action: String,
    /// Where the change and the renewal are begun, what the report asks for alone where it asks for one.
    begin: Vec<(String, &'static str)>,
}

impl StepPage for Page {
    type Frame = Frame;
    type Fact = RoundFact;

    const STEP: Option<Step> = None;
    const FORM: DraftForm = DraftForm::NextStep;
    const KIND: &'static str = "advice";

    fn start(_session: &Session, frame: &Frame, blank: Form) -> Form {
        blank
            .with_date(Field::AdvisedOn.name(), Some(frame.view.today))
            .with(Field::Advised.name(), "本人")
            .with(Field::AdvisedBy.name(), AttemptMeans::Visit.word())
            .with_date(Field::ContactedOn.name(), Some(frame.view.today))
            .with(Field::ContactedBy.name(), CheckMeans::Phone.word())
    }

    fn correcting(form: Form, fact: &RoundFact) -> Option<Form> {
        is_own(fact).then(|| fill(form, fact))
    }

    fn read(form: &mut Form) -> Option<RoundFact> {
        if form.value("action") == "contact" { contact(form) } else { advice(form) }
    }

    fn record(cx: &mut Cx<'_>, entry: Entry, fact: RoundFact) -> Result<(), Refusal> {
        record_next_step(cx, entry, fact).map(drop)
    }

    fn next(id: RoundId, _fact: &RoundFact) -> String {
        format!("{}/next-step", at::round(id))
    }

    fn page(_state: &AppState, session: &Session, frame: Frame, form: Form) -> Self {
        let round = &frame.view.round;
        let action = format!("{}/next-step", frame.base);
        let own = round.standing().filter(|fact| is_own(&fact.body));
        Self {
            layout: Layout::new(session, "申請の勧奨と連絡調整"),
            cards: own.map(|fact| (FactCard::of(fact), format!("{action}?fact={}", fact.id))).collect(),
            open: round.open_next_steps(),
            means: AttemptMeans::ALL.iter().map(|it| (it.word(), it.label())).collect(),
            check_means: CheckMeans::OFFERED.iter().map(|it| (it.word(), it.label())).collect(),
            answers: AdviceAnswer::ALL.iter().map(|it| (it.word(), it.label())).collect(),
            providers: round.checked_providers().into_iter().map(|one| one.name).collect(),
            begin: plans(&frame),
            action,
            frame,
            form,
        }
    }
}

/// The kinds of plan that the report leads to, each with its page; both where it says none.
fn plans(frame: &Frame) -> Vec<(String, &'static str)> {
    let report = frame.view.round.report();
    let mut kinds: Vec<CaseKind> =
        report.iter().flat_map(|(_, report)| &report.next).filter_map(|next| next.plan()).collect();
    if kinds.is_empty() {
        kinds = vec![CaseKind::Change, CaseKind::Renewal];
    }
    kinds.into_iter().map(|kind| (at::new_case(frame.view.client.id, kind), kind.label())).collect()
}

fn is_own(body: &RoundFact) -> bool {
    matches!(body, RoundFact::Advice(_) | RoundFact::ProviderContact(_))
}

fn advice(form: &mut Form) -> Option<RoundFact> {
    let on = form.required_date(Field::AdvisedOn.name(), "勧めた日");
    let means = form.choice(Field::AdvisedBy.name(), "勧めた方法", AttemptMeans::from_word);
    let answer = form.choice(Field::AdviceAnswer.name(), "本人の答え", AdviceAnswer::from_word);
    let note = text::paragraph(form.value(Field::AdviceNote.name()));
    let whom = text::line(form.value(Field::Advised.name()));
    Some(RoundFact::Advice(Advice { on: on?, whom, means: means?, answer: answer?, note }))
}

fn contact(form: &mut Form) -> Option<RoundFact> {
    let on = form.required_date(Field::ContactedOn.name(), "連絡した日");
    let means = form.choice(Field::ContactedBy.name(), "連絡した方法", CheckMeans::from_word);
    let provider = text::line(form.value(Field::Contacted.name()));
    let content = text::paragraph(form.value(Field::ContactContent.name()));
    Some(RoundFact::ProviderContact(ProviderContact { on: on?, provider, means: means?, content }))
}

/// The form with a fact in its fields.
pub(super) fn fill(form: Form, body: &RoundFact) -> Form {
    match body {
        RoundFact::Advice(it) => form
            .with_date(Field::AdvisedOn.name(), Some(it.on))
            .with(Field::Advised.name(), &it.whom)
            .with(Field::AdvisedBy.name(), it.means.word())
            .with(Field::AdviceAnswer.name(), it.answer.word())
            .with(Field::AdviceNote.name(), &it.note),
        RoundFact::ProviderContact(it) => form
            .with_date(Field::ContactedOn.name(), Some(it.on))
            .with(Field::Contacted.name(), &it.provider)
            .with(Field::ContactedBy.name(), it.means.word())
            .with(Field::ContactContent.name(), &it.content),
        _ => form,
    }
}
