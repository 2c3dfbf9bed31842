//! p5 計画の交付: to the client, to each provider, to the municipality, each handing over an entry.

use app::{
    Cx, Refusal,
    drafts::DraftForm,
    planning::{CaseEntry, record_delivery},
};
use askama::Template;
use domain::{
    id::{CaseId, FactId},
    planning::{
        CaseFact, CaseFactKind,
        p5_delivery::{Delivery, DeliveryMeans},
        p5_plan::Plan,
    },
    text,
};

use super::frame::Frame;
use crate::{AppState, Form, Layout, Session, at, form::names::DeliveryField as Field, pages::step::StepPage};

/// The page of the part.
#[derive(Template)]
#[template(path = "planning/p5_delivery.html")]
pub struct Page {
    layout: Layout,
    frame: Frame,
    form: Form,
    means: Vec<(&'static str, &'static str)>,
    /// To whom it may go.
    to: Vec<(String, String)>,
    /// Whether the plan as it stands was agreed to.
    agreed: bool,
    /// Who has not got it.
    missing: Vec<String>,
    /// A handing over is there: the form for one more is folded in.
    more: bool,
}

/// The field that carries the version of the plan as the page showed it.
const PLAN: &str = "plan";
const CLIENT: &str = "client";
const MUNICIPALITY: &str = "municipality";
/// Before the name of a provider.
const PROVIDER: &str = "provider:";

fn with_plan(form: Form, frame: &Frame) -> Form {
    let plan = frame.view.case.text::<Plan>().map(|(fact, _)| fact.id.to_string());
    form.with(PLAN, plan.unwrap_or_default())
}

impl StepPage for Page {
    type Frame = Frame;
    type Fact = Delivery;

    const STEP: Option<CaseFactKind> = Some(CaseFactKind::Delivery);
    const FORM: DraftForm = DraftForm::Delivery;
    const KIND: &'static str = "delivery";

    fn start(session: &Session, frame: &Frame, blank: Form) -> Form {
        // Most plans are handed over on the day on which they were agreed to.
        let agreed = frame.view.case.standing_consent().map(|(_, consent)| consent.agreed_on);
        let first = frame.facts.is_empty();
        with_plan(blank, frame)
            .with_date(Field::DeliveredOn.name(), agreed.filter(|_| first))
            .with(Field::By.name(), &session.actor().name)
    }

    fn correcting(form: Form, fact: &CaseFact) -> Option<Form> {
        let CaseFact::Delivery(delivery) = fact else { return None };
        Some(fill(form, delivery))
    }

    fn read(form: &mut Form) -> Option<Delivery> {
        let delivered_on = form.required_date(Field::DeliveredOn.name(), "交付した日");
        let means = form.choice(Field::Means.name(), "交付の方法", DeliveryMeans::from_word);
        let plan: Option<FactId> = form.value(PLAN).parse().ok();
        if plan.is_none() {
            form.error(Field::DeliveredOn.name(), "計画がまだ仕上がっていません。先に仕上げてください");
        }
        let to = form.values(Field::To.name());
        Some(Delivery {
            to_client: to.contains(&CLIENT),
            to_municipality: to.contains(&MUNICIPALITY),
            providers: to.iter().filter_map(|word| word.strip_prefix(PROVIDER)).map(str::to_owned).collect(),
            by: text::line(form.value(Field::By.name())),
            note: text::paragraph(form.value(Field::Note.name())),
            delivered_on: delivered_on?,
            means: means?,
            plan: plan?,
        })
    }

    fn record(cx: &mut Cx<'_>, entry: CaseEntry, fact: Delivery) -> Result<(), Refusal> {
        record_delivery(cx, entry, fact).map(drop)
    }

    fn next(id: CaseId, _fact: &Delivery) -> String {
        at::case_part(id, CaseFactKind::Delivery)
    }

    fn page(_state: &AppState, session: &Session, frame: Frame, form: Form) -> Self {
        let case = &frame.view.case;
        let providers = case.text::<Plan>().map(|(_, plan)| plan.text.providers()).unwrap_or_default();
        let named = providers.iter().map(|name| (format!("{PROVIDER}{name}"), name.clone()));
        let client = (CLIENT.to_owned(), format!("利用者（{}）", frame.view.client.name));
        let city = (MUNICIPALITY.to_owned(), "市町村（区役所・支所）".to_owned());
        let person = (!case.client_has_plan()).then(|| "利用者".to_owned());
        Self {
            layout: frame.layout(session),
            means: DeliveryMeans::ALL.iter().map(|it| (it.word(), it.label())).collect(),
            to: std::iter::once(client).chain(named).chain([city]).collect(),
            agreed: case.standing_consent().is_some(),
            missing: person.into_iter().chain(case.undelivered_providers()).collect(),
            more: frame.adds(&form),
            frame,
            form,
        }
    }
}

/// The form with a handing over in its fields.
pub(super) fn fill(form: Form, it: &Delivery) -> Form {
    let mut form = form
        .with(PLAN, it.plan.to_string())
        .with_date(Field::DeliveredOn.name(), Some(it.delivered_on))
        .with(Field::Means.name(), it.means.word())
        .with(Field::By.name(), &it.by)
        .with(Field::Note.name(), &it.note);
    let client = it.to_client.then(|| CLIENT.to_owned());
    let city = it.to_municipality.then(|| MUNICIPALITY.to_owned());
    for word in client.into_iter().chain(it.providers.iter().map(|name| format!("{PROVIDER}{name}"))).chain(city) {
        form.add(Field::To.name(), word);
    }
    form
}
