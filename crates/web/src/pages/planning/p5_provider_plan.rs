//! p5 個別支援計画: of each provider of the plan, whether it was asked for, came, and fits.

use app::{
    Cx, Refusal,
    drafts::DraftForm,
    planning::{CaseEntry, record_provider_plan},
};
use askama::Template;
use calendar::wareki;
use domain::{
    id::CaseId,
    planning::{
        CaseFact, CaseFactKind,
        p5_plan::Plan,
        p5_provider_plan::{PlanFit, ProviderPlan},
    },
    text,
};

use super::frame::Frame;
use crate::{AppState, Form, Layout, Session, at, form::names::ProviderPlanField as Field, pages::step::StepPage};

/// The page of the part.
#[derive(Template)]
#[template(path = "planning/p5_provider_plan.html")]
pub struct Page {
    layout: Layout,
    frame: Frame,
    form: Form,
    providers: Vec<(String, String)>,
    fits: Vec<(&'static str, &'static str)>,
    lines: Vec<Line>,
    /// Every provider has an entry: the form for one more is folded in.
    more: bool,
}

/// One provider.
struct Line {
    name: String,
    asked: String,
    received: String,
    fits: &'static str,
    /// The address of the form with what is known; empty while nothing is.
    href: String,
}

fn line(frame: &Frame, name: &str) -> Line {
    let known = frame.view.case.provider_plan(name);
    let day = |day: Option<calendar::Date>| day.map_or_else(|| "まだ".to_owned(), wareki::short);
    Line {
        asked: day(known.and_then(|(_, it)| it.asked_on)),
        received: day(known.and_then(|(_, it)| it.received_on)),
        fits: known.map_or(PlanFit::Unconfirmed, |(_, it)| it.fits).label(),
        href: known.map(|(fact, _)| frame.correction(&fact.id)).unwrap_or_default(),
        name: name.to_owned(),
    }
}

impl StepPage for Page {
    type Frame = Frame;
    type Fact = ProviderPlan;

    const STEP: Option<CaseFactKind> = Some(CaseFactKind::ProviderPlan);
    const FORM: DraftForm = DraftForm::ProviderPlan;
    const KIND: &'static str = "provider_plan";

    fn start(_session: &Session, _frame: &Frame, blank: Form) -> Form {
        blank.with(Field::Fits.name(), PlanFit::Unconfirmed.word())
    }

    fn correcting(form: Form, fact: &CaseFact) -> Option<Form> {
        let CaseFact::ProviderPlan(it) = fact else { return None };
        Some(fill(form, it))
    }

    fn read(form: &mut Form) -> Option<ProviderPlan> {
        let (asked_on, received_on) = (form.date(Field::AskedOn.name()), form.date(Field::ReceivedOn.name()));
        let fits = form.choice(Field::Fits.name(), "計画に合っているか", PlanFit::from_word);
        let plan = ProviderPlan {
            provider: form.value(Field::Provider.name()).to_owned(),
            asked_on,
            received_on,
            fits: fits?,
            note: text::paragraph(form.value(Field::Note.name())),
        };
        (!form.has_errors()).then_some(plan)
    }

    fn record(cx: &mut Cx<'_>, entry: CaseEntry, fact: ProviderPlan) -> Result<(), Refusal> {
        record_provider_plan(cx, entry, fact).map(drop)
    }

    fn next(id: CaseId, _fact: &ProviderPlan) -> String {
        at::case_part(id, CaseFactKind::ProviderPlan)
    }

    fn page(_state: &AppState, session: &Session, frame: Frame, form: Form) -> Self {
        let names = frame.view.case.text::<Plan>().map(|(_, plan)| plan.text.providers()).unwrap_or_default();
        let all_known = names.iter().all(|name| frame.view.case.provider_plan(name).is_some());
        Self {
            layout: frame.layout(session),
            providers: names.iter().map(|name| (name.clone(), name.clone())).collect(),
            fits: PlanFit::ALL.iter().map(|it| (it.word(), it.label())).collect(),
            lines: names.iter().map(|name| line(&frame, name)).collect(),
            more: all_known && frame.adds(&form),
            frame,
            form,
        }
    }
}

/// The form with a 個別支援計画 in its fields.
pub(super) fn fill(form: Form, it: &ProviderPlan) -> Form {
    form.with(Field::Provider.name(), &it.provider)
        .with_date(Field::AskedOn.name(), it.asked_on)
        .with_date(Field::ReceivedOn.name(), it.received_on)
        .with(Field::Fits.name(), it.fits.word())
        .with(Field::Note.name(), &it.note)
}
