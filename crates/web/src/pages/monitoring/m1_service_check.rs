//! (1) サービス提供状況の確認: a line for each provider, by any means.

use app::{
    Cx, Refusal,
    drafts::DraftForm,
    monitoring::{Entry, record_service_check},
};
use askama::Template;
use domain::{
    id::RoundId,
    monitoring::{
        RoundFact, Step,
        m1_service_check::{CheckMeans, ServiceCheck},
    },
    text,
};

use super::frame::Frame;
use crate::{AppState, Form, Layout, Session, at, form::names::ServiceCheckField, pages::step::StepPage};

/// The page of the step.
#[derive(Template)]
#[template(path = "monitoring/m1_service_check.html")]
pub struct Page {
    layout: Layout,
    frame: Frame,
    form: Form,
    means: Vec<(&'static str, &'static str)>,
    providers: Vec<String>,
}

impl Page {
    fn new(session: &Session, frame: Frame, form: Form) -> Self {
        let rounds = [Some(&frame.view.round), frame.view.last.as_ref()];
        let mut providers: Vec<String> = rounds
            .into_iter()
            .flatten()
            .flat_map(|round| round.service_checks().map(|(_, check)| check.provider.clone()).collect::<Vec<_>>())
            .collect();
        providers.extend(frame.view.providers.iter().map(|used| used.name.clone()).filter(|name| !name.is_empty()));
        providers.sort();
        providers.dedup();
        let means = CheckMeans::ALL.iter().map(|means| (means.word(), means.label())).collect();
        Self { layout: frame.layout(session), frame, form, means, providers }
    }
}

impl StepPage for Page {
    type Frame = Frame;
    type Fact = ServiceCheck;

    const STEP: Option<Step> = Some(Step::ServiceCheck);
    const FORM: DraftForm = DraftForm::ServiceCheck;
    const KIND: &'static str = "service_check";

    fn start(_session: &Session, _frame: &Frame, blank: Form) -> Form {
        blank.with(ServiceCheckField::Means.name(), "phone")
    }

    fn correcting(form: Form, fact: &RoundFact) -> Option<Form> {
        let RoundFact::ServiceCheck(check) = fact else { return None };
        Some(fill(form, check))
    }

    fn read(form: &mut Form) -> Option<ServiceCheck> {
        read(form)
    }

    fn record(cx: &mut Cx<'_>, entry: Entry, fact: ServiceCheck) -> Result<(), Refusal> {
        record_service_check(cx, entry, fact).map(drop)
    }

    fn next(id: RoundId, _fact: &ServiceCheck) -> String {
        at::step(id, Step::ServiceCheck)
    }

    fn page(_state: &AppState, session: &Session, frame: Frame, form: Form) -> Self {
        Self::new(session, frame, form)
    }
}

pub(super) fn fill(form: Form, check: &ServiceCheck) -> Form {
    form.with_date(ServiceCheckField::Date.name(), Some(check.date))
        .with(ServiceCheckField::Means.name(), check.means.word())
        .with(ServiceCheckField::Provider.name(), &check.provider)
        .with(ServiceCheckField::Finding.name(), &check.finding)
        .with(ServiceCheckField::OnSite.name(), if check.on_site { "yes" } else { "" })
}

fn read(form: &mut Form) -> Option<ServiceCheck> {
    let date = form.required_date(ServiceCheckField::Date.name(), "確認した日");
    let means = form.choice(ServiceCheckField::Means.name(), "手段", CheckMeans::from_word);
    Some(ServiceCheck {
        provider: text::line(form.value(ServiceCheckField::Provider.name())),
        finding: text::paragraph(form.value(ServiceCheckField::Finding.name())),
        on_site: form.ticked(ServiceCheckField::OnSite.name()),
        date: date?,
        means: means?,
    })
}
