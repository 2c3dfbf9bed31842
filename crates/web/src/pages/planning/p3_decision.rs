//! p3 支給決定: what the municipality decided beside what the draft proposed, and the certificate that came of it.

use app::{
    Cx, Refusal,
    drafts::DraftForm,
    planning::{CaseEntry, record_decision},
};
use askama::Template;
use calendar::wareki;
use domain::{
    client::Certificate,
    id::CaseId,
    monitoring::decided_interval::every,
    planning::{
        CaseFact, CaseFactKind, CaseKind,
        p3_decision::{DecidedService, GrantDecision, Outcome, Proposed},
        service_use::{ComparedService, Difference},
    },
    text,
};

use super::frame::Frame;
use crate::{
    AppState, Form, Layout, Session, at,
    form::{
        Word,
        names::DecisionField as Field,
        rows::{DECIDED, Row},
    },
    pages::step::StepPage,
};

/// Months that an interval may have: as many as a certificate.
const MOST_MONTHS: u32 = 60;

/// The button that takes the proposed interval as the decided one; its value is the months.
const AS_PROPOSED: &str = "_as_proposed";

/// The page of the part.
#[derive(Template)]
#[template(path = "planning/p3_decision.html")]
pub struct Page {
    layout: Layout,
    frame: Frame,
    form: Form,
    outcomes: Vec<Word>,
    rows: Vec<Row>,
    services: Vec<(String, String)>,
    certificates: Vec<(String, String)>,
    /// Services side by side, once a decision stands.
    compared: Vec<ComparedService>,
    /// Every difference in words.
    differences: Vec<String>,
    /// What the draft proposes, in months and in words: 「3か月ごと」; none where it says none.
    proposed_interval: Option<(u32, String)>,
    /// Where the certificate is entered with what is known; empty where there is nothing to enter.
    enter: String,
}

impl Page {
    fn difference(&self, one: &ComparedService) -> &'static str {
        match one.difference {
            Difference::Same => "同じ",
            Difference::Amount => "▲ 量がちがう",
            Difference::Gone => "▲ 決定にない",
            Difference::Added => "▲ 案にない",
        }
    }
}

/// 「R8.12.1 〜 R9.11.30　番号 0000000001」.
fn certificate_words(certificate: &Certificate) -> (String, String) {
    let day = |day: Option<calendar::Date>| day.map(wareki::short).unwrap_or_default();
    let term = format!("{} 〜 {}", day(certificate.starts_on()), day(certificate.ends_on()));
    (certificate.id.to_string(), format!("{term}　{}　番号 {}", certificate.decision.label(), certificate.number))
}

/// Where the certificate of a decision is entered: a 変更 as the change of the one that holds.
fn enter(frame: &Frame) -> String {
    let case = &frame.view.case;
    let Some(decision) = case.granted().filter(|decision| decision.certificate.is_none()) else { return String::new() };
    let to_change = frame.decision.as_ref().and_then(|side| side.to_change);
    match (case.kind, to_change) {
        _ if decision.services.is_empty() => String::new(),
        (CaseKind::Change, Some(id)) => at::certificate_change_of(id, case.id),
        _ => at::new_certificate_of(case.client, case.id),
    }
}

impl StepPage for Page {
    type Frame = Frame;
    type Fact = GrantDecision;

    const STEP: Option<CaseFactKind> = Some(CaseFactKind::Decision);
    const FORM: DraftForm = DraftForm::GrantDecision;
    const KIND: &'static str = "decision";

    /// The decision that stands, to be corrected; else the services that the draft proposes.
    fn start(_session: &Session, frame: &Frame, blank: Form) -> Form {
        if let Some((fact, decision)) = standing(frame) {
            return fill(blank, decision).with("corrects", fact.to_string());
        }
        let proposed = frame.decision.as_ref().map(|side| side.proposed.services.as_slice());
        // A plan that was agreed to before names its certificate already.
        let named = frame.view.case.plan_consents().filter_map(|(_, consent)| consent.certificate).last();
        let blank = blank.with(Field::Certificate.name(), named.map(|id| id.to_string()).unwrap_or_default());
        with_rows(blank, proposed.unwrap_or_default())
    }

    /// The form holds the decision that stands anyway.
    fn correcting(_form: Form, _fact: &CaseFact) -> Option<Form> {
        None
    }

    fn read(form: &mut Form) -> Option<GrantDecision> {
        let outcome = form.choice(Field::Outcome.name(), "決定の結果", Outcome::from_word);
        let decided_on = form.required_date(Field::DecidedOn.name(), "決定の日");
        let before = form.errors().len();
        let notified_on = form.date(Field::NotifiedOn.name());
        let interval_months =
            form.whole(Field::IntervalMonths.name(), "決定したモニタリング期間", ("か月", MOST_MONTHS));
        if form.errors().len() > before {
            return None;
        }
        let row = |row: Row| DecidedService {
            row: form.value(&row.name("decided_row")).parse().ok(),
            service: text::line(form.value(&row.name("decided_service"))),
            amount: text::line(form.value(&row.name("decided_amount"))),
        };
        let services = DECIDED.all(form).into_iter().map(row).filter(|row| !row.is_empty());
        Some(GrantDecision {
            services: services.collect(),
            reason: text::paragraph(form.value(Field::Reason.name())),
            told: text::paragraph(form.value(Field::Told.name())),
            certificate: form.value(Field::Certificate.name()).parse().ok(),
            proposed: Proposed::default(),
            outcome: outcome?,
            decided_on: decided_on?,
            notified_on,
            interval_months,
        })
    }

    fn record(cx: &mut Cx<'_>, entry: CaseEntry, fact: GrantDecision) -> Result<(), Refusal> {
        record_decision(cx, entry, fact).map(drop)
    }

    fn next(id: CaseId, _fact: &GrantDecision) -> String {
        at::case_part(id, CaseFactKind::Decision)
    }

    /// 「提案と同じ」 puts the proposed interval into the field and records nothing.
    fn rearrange(form: &mut Form) -> bool {
        let proposed = form.value(AS_PROPOSED).parse::<u32>().ok().filter(|months| (1..=MOST_MONTHS).contains(months));
        if let Some(months) = proposed {
            form.set(Field::IntervalMonths.name(), months.to_string());
        }
        DECIDED.rearrange(form) || proposed.is_some()
    }

    fn page(_state: &AppState, session: &Session, frame: Frame, form: Form) -> Self {
        let decision = frame.view.case.granted();
        let side = frame.decision.as_ref();
        let interval = side.and_then(|side| side.proposed.interval_months);
        Self {
            layout: frame.layout(session),
            outcomes: Outcome::ALL.iter().map(|it| (it.word(), it.label())).collect(),
            rows: DECIDED.all(&form),
            services: side
                .map(|side| side.services.iter().map(|it| (it.clone(), it.clone())).collect())
                .unwrap_or_default(),
            certificates: side
                .map(|side| side.certificates.iter().map(certificate_words).collect())
                .unwrap_or_default(),
            compared: decision.map(GrantDecision::compared).unwrap_or_default(),
            differences: decision.map(GrantDecision::differences).unwrap_or_default(),
            proposed_interval: interval.map(|months| (months, every(months))),
            enter: enter(&frame),
            frame,
            form,
        }
    }
}

/// The decision that stands, with its fact.
fn standing(frame: &Frame) -> Option<(domain::id::FactId, &GrantDecision)> {
    let facts = frame.view.case.standing_of(CaseFactKind::Decision);
    let decisions = facts.filter_map(|fact| match &fact.body {
        CaseFact::Decision(decision) => Some((fact.id, decision)),
        _ => None,
    });
    decisions.last()
}

fn with_rows(mut form: Form, services: &[DecidedService]) -> Form {
    for (row, it) in services.iter().enumerate() {
        form.set(&DECIDED.field("decided_service", row), &it.service);
        form.set(&DECIDED.field("decided_amount", row), &it.amount);
        form.set(&DECIDED.field("decided_row", row), it.row.map(|id| id.to_string()).unwrap_or_default());
    }
    form
}

/// The form with a decision in its fields.
pub(super) fn fill(form: Form, it: &GrantDecision) -> Form {
    with_rows(form, &it.services)
        .with(Field::Outcome.name(), it.outcome.word())
        .with_date(Field::DecidedOn.name(), Some(it.decided_on))
        .with_date(Field::NotifiedOn.name(), it.notified_on)
        .with(Field::IntervalMonths.name(), it.interval_months.map(|months| months.to_string()).unwrap_or_default())
        .with(Field::Reason.name(), &it.reason)
        .with(Field::Told.name(), &it.told)
        .with(Field::Certificate.name(), it.certificate.map(|id| id.to_string()).unwrap_or_default())
}
