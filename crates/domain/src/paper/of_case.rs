//! The papers of a planning case, from 基本情報 to the 個別支援計画 of the providers.

use calendar::Date;

use super::{
    Paper, PaperKind, PaperLog, PaperPlace,
    stands::{Desk, Settled, Sheet, settled},
};
use crate::{
    facts,
    planning::{
        CaseFact, CaseFactKind, CaseText, PlanningCase,
        p1_assessment::Assessment,
        p1_basic::BasicInformation,
        p2_draft::PlanDraft,
        p2_draft_consent::CONSENTED,
        p3_hand_in::{HandIn, HandInPaper},
        p4_conference::Conference,
        p5_delivery::Delivery,
        p5_plan::Plan,
    },
};

const PERSON: &str = "本人";
const TOWN: &str = "市町村";
const FILE: &str = "事務所の控え";

type CaseFactEntry = facts::Fact<CaseFact>;

/// What stands of the papers of a case; none where it leads to nothing.
pub fn papers_of_case(case: &PlanningCase, log: &PaperLog) -> Vec<Paper> {
    if case.ended().is_some() {
        return Vec::new();
    }
    let mut desk = Desk::new(log);
    filed::<BasicInformation>(&mut desk, case, PaperKind::Basic);
    filed::<Assessment>(&mut desk, case, PaperKind::Assessment);
    draft(&mut desk, case);
    handed_in(&mut desk, case);
    if let Some((fact, decision)) = decision(case) {
        let place = PaperPlace::Part(CaseFactKind::Decision);
        let sheet = Sheet::new(PaperKind::Certificate, None, PERSON, place, decision.0);
        desk.get(sheet, true, decision.1.then(|| settled(fact, fact.recorded_on())));
    }
    filed::<Conference>(&mut desk, case, PaperKind::Minutes);
    plan(&mut desk, case);
    desk.papers
}

fn filed<T: CaseText>(desk: &mut Desk<'_>, case: &PlanningCase, paper: PaperKind) {
    if let Some((fact, _)) = case.text::<T>() {
        desk.file(Sheet::new(paper, Some(fact.id), FILE, PaperPlace::Part(T::PART), fact.recorded_on()));
    }
}

/// A fact of the case, and its day.
fn day(fact: &CaseFactEntry) -> Date {
    fact.body.day().unwrap_or_else(|| fact.recorded_on())
}

fn draft(desk: &mut Desk<'_>, case: &PlanningCase) {
    let Some((fact, _)) = case.text::<PlanDraft>() else { return };
    if CONSENTED.into_iter().any(|part| case.standing_of(part).next().is_none()) {
        return;
    }
    let place = PaperPlace::Part(CaseFactKind::DraftConsent);
    let consented = case.standing_of(CaseFactKind::DraftConsent).last();
    let agreed = case.draft_consent().filter(|consent| consent.texts == case.consentable()).zip(consented);
    let sheet = |kind, from| Sheet::new(kind, Some(fact.id), PERSON, place, from);
    desk.sign(sheet(PaperKind::Draft, fact.recorded_on()), agreed.map(|(it, fact)| settled(fact, it.agreed_on)));
    if let Some((consent, fact)) = agreed {
        let handed = consent.handed_on.map(|day| settled(fact, day));
        desk.send(sheet(PaperKind::DraftCopy, consent.agreed_on), handed);
    }
}

fn handed_in(desk: &mut Desk<'_>, case: &PlanningCase) {
    let place = PaperPlace::Part(CaseFactKind::HandIn);
    let hand_ins: Vec<(&CaseFactEntry, &HandIn)> = case
        .facts
        .standing()
        .filter_map(|fact| match &fact.body {
            CaseFact::HandIn(body) => Some((fact, body)),
            _ => None,
        })
        .collect();
    let last_with = |paper: HandInPaper| hand_ins.iter().rfind(|(_, it)| it.papers.contains(&paper));
    let done = |paper| last_with(paper).map(|(fact, it)| settled(fact, it.handed_on));
    if let Some(consent) = case.draft_consent() {
        // A draft that was corrected after it was handed in, and is not decided on, is handed in once more.
        let current = |settled: &Settled| !case.hands_in_again() || settled.0 > consent.agreed_on;
        let sheet = Sheet::new(PaperKind::DraftHandIn, None, TOWN, place, consent.agreed_on);
        desk.send(sheet, done(HandInPaper::Draft).filter(current));
    }
    for (paper, kind) in [(HandInPaper::Application, PaperKind::Application), (HandInPaper::Notice, PaperKind::Notice)]
    {
        if !hand_ins.iter().any(|(_, it)| it.not_asked.contains(&paper)) {
            desk.send_printed(Sheet::new(kind, None, TOWN, place, case.opened_on), done(paper));
        }
    }
}

/// 支給決定 that was granted: the day of the notice, and whether its certificate is entered.
fn decision(case: &PlanningCase) -> Option<(&CaseFactEntry, (Date, bool))> {
    let fact = case.standing_of(CaseFactKind::Decision).last()?;
    let granted = case.granted()?;
    Some((fact, (granted.notified_on.unwrap_or(granted.decided_on), granted.certificate.is_some())))
}

fn plan(desk: &mut Desk<'_>, case: &PlanningCase) {
    let Some((fact, plan)) = case.text::<Plan>() else { return };
    let consent = case.standing_consent();
    let sheet =
        Sheet::new(PaperKind::Plan, Some(fact.id), PERSON, PaperPlace::Part(CaseFactKind::Consent), fact.recorded_on());
    desk.sign(sheet, consent.map(|(fact, it)| settled(fact, it.agreed_on)));
    let Some((_, consent)) = consent else { return };
    let deliveries: Vec<(&CaseFactEntry, &Delivery)> = case
        .facts
        .standing()
        .filter_map(|fact| match &fact.body {
            CaseFact::Delivery(body) if body.plan == consent.plan => Some((fact, body)),
            _ => None,
        })
        .collect();
    let delivered = |to: &dyn Fn(&Delivery) -> bool| {
        deliveries.iter().find(|(_, it)| to(it)).map(|(fact, it)| settled(fact, it.delivered_on))
    };
    let place = PaperPlace::Part(CaseFactKind::Delivery);
    let copy = |whom: &str| Sheet::new(PaperKind::PlanCopy, Some(consent.plan), whom, place, consent.agreed_on);
    desk.send(copy(PERSON), delivered(&|it| it.to_client));
    desk.send(town(copy(TOWN)), delivered(&|it| it.to_municipality));
    for name in plan.text.providers() {
        let got = delivered(&|it| it.providers.contains(&name));
        provider_plan(desk, case, &name, got.as_ref());
        desk.send(copy("").of_provider(&name), got);
    }
}

/// The municipality's copy is another paper than the person's.
fn town(mut sheet: Sheet) -> Sheet {
    TOWN.clone_into(&mut sheet.key.provider);
    sheet
}

/// 個別支援計画: asked for once the provider has the plan.
fn provider_plan(desk: &mut Desk<'_>, case: &PlanningCase, name: &str, delivered: Option<&Settled>) {
    let known = case.provider_plan(name);
    let Some(from) = known.map(|(fact, _)| day(fact)).or(delivered.map(|(day, _)| *day)) else { return };
    let place = PaperPlace::Part(CaseFactKind::ProviderPlan);
    let sheet = Sheet::new(PaperKind::ProviderPlan, None, "", place, from).of_provider(name);
    let asked = known.is_some_and(|(_, it)| it.asked_on.is_some());
    let received = known.and_then(|(fact, it)| Some(settled(fact, it.received_on?)));
    desk.get(sheet, asked, received);
}
