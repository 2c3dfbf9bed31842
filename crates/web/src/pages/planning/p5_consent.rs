//! p5 計画への同意: before anybody signs, the page says what the day would lose.

use app::{
    Cx, Refusal,
    drafts::DraftForm,
    planning::{CaseEntry, ConsentSide, FeeCheck, record_plan_consent},
};
use askama::Template;
use calendar::wareki;
use domain::{
    client::Certificate,
    id::{CaseId, FactId},
    monitoring::m4_consent::SignerRelation,
    planning::{CaseFact, CaseFactKind, p5_consent::PlanConsent, p5_plan::Plan},
    text,
};

use super::frame::Frame;
use crate::{
    AppState, Form, Layout, Session, at,
    form::{names::PlanConsentField as Field, tick},
    pages::step::StepPage,
};

/// The page of the part.
#[derive(Template)]
#[template(path = "planning/p5_consent.html")]
pub struct Page {
    layout: Layout,
    frame: Frame,
    form: Form,
    relations: Vec<(&'static str, &'static str)>,
    certificates: Vec<(String, String)>,
    /// 「いいえ」 and the visits that may have led to the plan; empty where there was none.
    flows: Vec<(String, String)>,
    /// The day of which the losses are: the typed one, else today.
    day: String,
    check: FeeCheck,
    /// 「R9.1.1」, from which nothing would be lost.
    better_from: String,
    /// What is to be told about the day beside the fees.
    told: Vec<String>,
    /// 印刷上の作成日, where it is another day than the typed one.
    printed: Option<String>,
    finished: bool,
    /// Whether a consent stands that was given to an older version.
    stale: bool,
    lacks: Vec<String>,
    /// A renewal whose plan says the same as the one before.
    same_as_before: bool,
}

/// The field that carries the version of the plan as the page showed it.
const PLAN: &str = "plan";
/// The choice that no monitoring led to the plan.
const NO_FLOW: &str = "none";

fn paper(certificate: &Certificate) -> String {
    let span = certificate.starts_on().zip(certificate.ends_on());
    let span = span.map(|(from, to)| format!("（{}〜{}）", wareki::short(from), wareki::short(to)));
    let [decision, number] = [certificate.decision.label(), certificate.number.as_str()];
    format!("{decision} {number}{}", span.unwrap_or_default())
}

/// 印刷上の作成日.
fn printed_on(frame: &Frame) -> Option<calendar::Date> {
    frame.view.case.text::<Plan>().and_then(|(_, plan)| plan.text.written_on)
}

/// The certificate that the decision names, where the consent may name it, too.
fn decided(frame: &Frame) -> String {
    let named = frame.view.case.granted().and_then(|decision| decision.certificate);
    let offered = frame.consent.iter().flat_map(|side| &side.certificates);
    offered.map(|it| it.id).find(|id| Some(*id) == named).map(|id| id.to_string()).unwrap_or_default()
}

/// The visits of the two months before and up to today.
fn flows(side: &ConsentSide, today: calendar::Date) -> Vec<(String, String)> {
    let near = side.visits.iter().filter_map(|round| {
        let (_, visit) = round.home_visit()?;
        let month = calendar::YearMonth::of(visit.date);
        let months = calendar::YearMonth::of(today).months_since(month);
        (0..=2)
            .contains(&months)
            .then(|| (round.id.to_string(), format!("{}の訪問に続けて作った", wareki::long(visit.date))))
    });
    let near: Vec<_> = near.collect();
    if near.is_empty() {
        return near;
    }
    let none = (NO_FLOW.to_owned(), "いいえ（訪問とは別に作った）".to_owned());
    std::iter::once(none).chain(near).collect()
}

/// The consent of the fields, with the day given.
fn consent(form: &Form, agreed_on: calendar::Date, (plan, relation): (FactId, SignerRelation)) -> PlanConsent {
    PlanConsent {
        agreed_on,
        signer: text::line(form.value(Field::Signer.name())),
        relation,
        relation_note: text::line(form.value(Field::RelationNote.name())),
        plan,
        certificate: form.value(Field::Certificate.name()).parse().ok(),
        one_flow_with: form.value(Field::OneFlowWith.name()).parse().ok(),
        accepts_loss: form.ticked(Field::AcceptsLoss.name()),
        accepts_same: form.ticked(Field::AcceptsSame.name()),
    }
}

impl StepPage for Page {
    type Frame = Frame;
    type Fact = PlanConsent;

    const STEP: Option<CaseFactKind> = Some(CaseFactKind::Consent);
    const FORM: DraftForm = DraftForm::PlanConsent;
    const KIND: &'static str = "consent";

    /// The consent that stands to the plan that stands; else the person signs.
    fn start(_session: &Session, frame: &Frame, blank: Form) -> Form {
        let case = &frame.view.case;
        let plan = case.text::<Plan>().map(|(fact, _)| fact.id.to_string()).unwrap_or_default();
        let blank = blank.with(PLAN, plan);
        match case.standing_consent() {
            Some((_, it)) => fill(blank, it),
            // The day that is printed on the plan is offered: it is to be the day of the consent.
            None => blank
                .with_date(Field::AgreedOn.name(), printed_on(frame))
                .with(Field::Certificate.name(), decided(frame))
                .with(Field::Relation.name(), SignerRelation::Client.word())
                .with(Field::Signer.name(), &frame.view.client.name),
        }
    }

    /// The form holds the consent that stands anyway.
    fn correcting(_form: Form, _fact: &CaseFact) -> Option<Form> {
        None
    }

    /// 「この日で確かめる」 records nothing.
    fn rearrange(form: &mut Form) -> bool {
        form.value("action") == "look"
    }

    fn read(form: &mut Form) -> Option<PlanConsent> {
        let agreed_on = form.required_date(Field::AgreedOn.name(), "説明し、同意を得た日");
        let relation = form.choice(Field::Relation.name(), "本人か代理人か", SignerRelation::from_word);
        if form.value("asks_flow") == "yes" {
            let chosen = |word: &str| (!word.is_empty()).then_some(());
            form.choice(Field::OneFlowWith.name(), "訪問との続き", chosen)?;
        }
        let plan: Option<FactId> = form.value(PLAN).parse().ok();
        if plan.is_none() {
            form.error(Field::AgreedOn.name(), "計画がまだ仕上がっていません。先に仕上げてください");
        }
        Some(consent(form, agreed_on?, (plan?, relation?)))
    }

    fn record(cx: &mut Cx<'_>, entry: CaseEntry, fact: PlanConsent) -> Result<(), Refusal> {
        record_plan_consent(cx, entry, fact).map(drop)
    }

    fn next(id: CaseId, _fact: &PlanConsent) -> String {
        at::case_part(id, CaseFactKind::Delivery)
    }

    fn page(_state: &AppState, session: &Session, frame: Frame, form: Form) -> Self {
        let (case, today) = (&frame.view.case, frame.view.today);
        let typed = form.clone().date(Field::AgreedOn.name());
        let day = typed.unwrap_or(today);
        let side = frame.consent.as_ref();
        let plan = side.and_then(ConsentSide::plan);
        let typed = side.zip(plan).map(|(side, plan)| (side, consent(&form, day, (plan, SignerRelation::Client))));
        let check = typed.as_ref().map(|(side, consent)| side.check(consent)).unwrap_or_default();
        let told = typed.map(|(side, consent)| side.day_told(&consent)).unwrap_or_default();
        let printed = printed_on(&frame).filter(|printed| *printed != day);
        Self {
            layout: frame.layout(session),
            relations: SignerRelation::ALL.iter().map(|it| (it.word(), it.label())).collect(),
            certificates: side
                .map(|it| it.certificates.iter().map(|it| (it.id.to_string(), paper(it))).collect())
                .unwrap_or_default(),
            flows: side.map(|side| flows(side, today)).unwrap_or_default(),
            day: wareki::long(day),
            better_from: check.better_from.map(wareki::long).unwrap_or_default(),
            printed: printed.map(wareki::long),
            finished: plan.is_some(),
            stale: case.plan_consents().next().is_some() && case.standing_consent().is_none(),
            lacks: side.map(|side| side.lacks.clone()).unwrap_or_default(),
            same_as_before: side.is_some_and(|side| side.same_as_before),
            check,
            told,
            frame,
            form,
        }
    }
}

/// The form with a consent in its fields.
pub(super) fn fill(form: Form, it: &PlanConsent) -> Form {
    form.with(PLAN, it.plan.to_string())
        .with_date(Field::AgreedOn.name(), Some(it.agreed_on))
        .with(Field::Signer.name(), &it.signer)
        .with(Field::Relation.name(), it.relation.word())
        .with(Field::RelationNote.name(), &it.relation_note)
        .with(Field::Certificate.name(), it.certificate.map(|id| id.to_string()).unwrap_or_default())
        .with(Field::OneFlowWith.name(), it.one_flow_with.map_or_else(|| NO_FLOW.to_owned(), |id| id.to_string()))
        .with(Field::AcceptsLoss.name(), tick(it.accepts_loss))
        .with(Field::AcceptsSame.name(), tick(it.accepts_same))
}
