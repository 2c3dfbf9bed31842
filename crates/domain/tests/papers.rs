//! 書類: where each paper stands, by the facts of its case or round and by its marks.

use domain::{
    id::OperationId,
    paper::{Paper, PaperFact, PaperKey, PaperKind, PaperLog, PaperMark, PaperOf, PaperState, papers_of_case},
    planning::{
        CaseFact, PlanningCase,
        p3_hand_in::HandInPaper,
        p5_delivery::Delivery,
        p5_provider_plan::{PlanFit, ProviderPlan},
    },
};
use testkit::{
    OFFICE, client, day,
    decision::hand_in,
    id,
    planning::{assessment, basic, case_of, end, fact, fact_of},
    proposal::{delivery, draft, draft_consent, interval, plan, plan_consent, week_plan},
};

fn log(case: &PlanningCase) -> PaperLog {
    PaperLog::new(OFFICE, case.client, PaperOf::Case(case.id))
}

fn mark(log: &mut PaperLog, key: &PaperKey, mark: PaperMark, on: &str) {
    let number = 8_000_000 + log.facts.version().unsigned_abs();
    let body = PaperFact::Marked { key: key.clone(), mark, on: day(on), batch: OperationId(id(1)) };
    log.facts.append(fact_of(number, body));
}

/// The papers of a kind: state, since when, and the mark that can be set next.
fn of(papers: &[Paper], kind: PaperKind) -> Vec<(PaperState, String, Option<PaperMark>)> {
    let own = papers.iter().filter(|paper| paper.key.paper == kind);
    own.map(|paper| (paper.state, paper.since.to_string(), paper.next)).collect()
}

fn proposed() -> PlanningCase {
    case_of(&client("川崎 花子").build(), 1)
        .with(CaseFact::Basic(basic("2026-11-02")))
        .with(CaseFact::Draft(draft("2026-11-11")))
        .with(CaseFact::WeekPlan(week_plan("2026-11-11")))
        .with(CaseFact::Interval(interval(3)))
        .build()
}

#[test]
fn a_draft_is_printed_given_to_be_signed_and_comes_back_with_the_consent() {
    let case = proposed();
    let mut log = log(&case);
    let state = |log: &PaperLog, case: &PlanningCase| of(&papers_of_case(case, log), PaperKind::Draft);
    let printed = Some(PaperMark::Printed);
    assert_eq!(state(&log, &case), [(PaperState::ToPrint, "2026-11-12".to_owned(), printed)]);
    let key = papers_of_case(&case, &log).into_iter().find(|it| it.key.paper == PaperKind::Draft).unwrap().key;
    mark(&mut log, &key, PaperMark::Printed, "2026-11-13");
    assert_eq!(state(&log, &case), [(PaperState::ToSend, "2026-11-13".to_owned(), Some(PaperMark::Sent))]);
    mark(&mut log, &key, PaperMark::Sent, "2026-11-14");
    assert_eq!(state(&log, &case), [(PaperState::ToReturn, "2026-11-14".to_owned(), None)]);
    let texts = case.consentable();
    let mut agreed = case.clone();
    agreed.facts.append(fact(9_100_001, CaseFact::DraftConsent(draft_consent("2026-11-15", texts))));
    assert_eq!(state(&log, &agreed), [(PaperState::Done, "2026-11-15".to_owned(), None)]);
    // Corrected afterwards it is another paper, of which nothing is printed.
    agreed.facts.append(fact(9_100_002, CaseFact::Draft(draft("2026-11-16"))));
    assert_eq!(state(&log, &agreed)[0].0, PaperState::ToPrint);
}

#[test]
fn what_is_for_the_file_is_done_when_it_is_printed_or_not_needed() {
    let case = proposed();
    let mut log = log(&case);
    let basic = papers_of_case(&case, &log).into_iter().find(|it| it.key.paper == PaperKind::Basic).unwrap();
    assert_eq!((basic.state, basic.whom.as_str()), (PaperState::ToPrint, "事務所の控え"));
    mark(&mut log, &basic.key, PaperMark::NotNeeded, "2026-11-13");
    assert_eq!(of(&papers_of_case(&case, &log), PaperKind::Basic)[0].0, PaperState::Done);
}

#[test]
fn the_papers_of_a_hand_in_are_those_that_are_missing() {
    let case = proposed();
    let log = log(&case);
    let stands = |case: &PlanningCase, kind| of(&papers_of_case(case, &log), kind).first().map(|it| it.0);
    assert_eq!(stands(&case, PaperKind::Application), Some(PaperState::ToPrint));
    assert_eq!(stands(&case, PaperKind::DraftHandIn), None, "nobody has agreed to it");
    let texts = case.consentable();
    let mut agreed = case.clone();
    let consent = draft_consent("2026-11-12", texts.clone());
    agreed.facts.append(fact(9_200_001, CaseFact::DraftConsent(consent)));
    assert_eq!(stands(&agreed, PaperKind::DraftHandIn), Some(PaperState::ToSend));
    let mut handed = hand_in("2026-11-13", texts);
    handed.papers.retain(|paper| *paper != HandInPaper::Notice);
    handed.not_asked.push(HandInPaper::Notice);
    agreed.facts.append(fact(9_200_002, CaseFact::HandIn(handed)));
    assert_eq!(stands(&agreed, PaperKind::DraftHandIn), Some(PaperState::Done));
    assert_eq!(stands(&agreed, PaperKind::Application), Some(PaperState::Done));
    assert_eq!(stands(&agreed, PaperKind::Notice), None, "the municipality does not ask for it");
    let mut ended = agreed.clone();
    ended.facts.append(fact(9_200_003, CaseFact::Ended(end("2026-11-20"))));
    assert_eq!(papers_of_case(&ended, &log), []);
}

#[test]
fn a_plan_goes_to_everybody_and_the_providers_answer() {
    let text = plan("2026-11-16", None);
    let provider = text.text.providers().remove(0);
    let built = case_of(&client("川崎 花子").build(), 1)
        .with(CaseFact::Assessment(assessment("2026-11-10")))
        .with(CaseFact::Plan(text));
    let version = built.clone().build().facts.last().unwrap().id;
    let signed = built.with(CaseFact::Consent(plan_consent("2026-11-16", version)));
    let case = signed.clone().build();
    let log = log(&case);
    let copies = of(&papers_of_case(&case, &log), PaperKind::PlanCopy);
    assert!(copies.len() >= 3 && copies.iter().all(|it| it.0 == PaperState::ToSend), "{copies:?}");
    assert_eq!(of(&papers_of_case(&case, &log), PaperKind::ProviderPlan), [], "the provider has no plan yet");
    let handed = Delivery { providers: vec![provider.clone()], ..delivery("2026-11-17", version) };
    let case = signed.clone().with(CaseFact::Delivery(handed)).build();
    let papers = papers_of_case(&case, &log);
    let stands = |whom: &str, kind| papers.iter().find(|it| it.key.paper == kind && it.whom == whom).unwrap().state;
    assert_eq!(stands(&provider, PaperKind::PlanCopy), PaperState::Done);
    assert_eq!(stands(&provider, PaperKind::ProviderPlan), PaperState::ToSend, "to be asked for");
    let asked = ProviderPlan {
        provider: provider.clone(),
        asked_on: Some(day("2026-11-18")),
        received_on: None,
        fits: PlanFit::Unconfirmed,
        note: String::new(),
    };
    let case = signed.with(CaseFact::ProviderPlan(asked)).build();
    let found = of(&papers_of_case(&case, &log), PaperKind::ProviderPlan);
    assert_eq!(found, [(PaperState::ToReturn, "2026-11-18".to_owned(), None)]);
}
