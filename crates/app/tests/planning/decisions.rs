//! p3 from the hand-in to the certificate: what is stamped, what is refused, what a 却下 closes.

use app::{
    Refusal,
    planning::{
        CaseFilter, CaseRecorded, DecisionSide, case_start, decision_side, finish_text, hand_in_together, list_cases,
        record_coordination, record_decision, record_draft_consent, record_hand_in, to_hand_in, withdraw_case_fact,
    },
    providers::{ProviderText, add_provider},
};
use domain::{
    client::{Client, Decision},
    id::{CaseId, CertificateId},
    office::Role,
    planning::{
        CaseFact, CaseFactKind, CaseKind, PlanStep, PlanningCase,
        p2_interval::IntervalProposal,
        p3_coordination::Coordination,
        p3_decision::{GrantDecision, Outcome},
        p3_hand_in::HandIn,
    },
};
use store::certificates;
use testkit::{
    OFFICE, TestApp, client, day,
    decision::{coordination, decided, granted, hand_in},
    id, months,
    planning::{assessment, basic, case_of, coverage, interview, keep},
    proposal::{draft, draft_consent, interval, week_plan},
    sentences,
};

use super::people::{entry, start, view};

/// 花子's case with the consent to the draft.
pub fn agreed(app: &TestApp, hanako: &Client, kind: CaseKind) -> CaseId {
    agreed_with(app, hanako, kind, interval(3))
}

pub fn agreed_with(app: &TestApp, hanako: &Client, kind: CaseKind, proposal: IntervalProposal) -> CaseId {
    let case = drawn_up(app, hanako, 1, (kind, proposal));
    agree(app, &case);
    case.id
}

/// A case with all that a draft takes, without the consent to it.
fn drawn_up(
    app: &TestApp,
    client: &Client,
    reception: i64,
    (kind, proposal): (CaseKind, IntervalProposal),
) -> PlanningCase {
    let mut case = case_of(client, reception)
        .with(CaseFact::Coverage(coverage(&["居宅介護"])))
        .with(CaseFact::Basic(basic("2026-11-02")))
        .with(CaseFact::Interview(interview("2026-11-09")))
        .with(CaseFact::Assessment(assessment("2026-11-10")))
        .with(CaseFact::Draft(draft("2026-11-11")))
        .with(CaseFact::WeekPlan(week_plan("2026-11-11")))
        .with(CaseFact::Interval(proposal))
        .build();
    case.kind = kind;
    keep(app, &case);
    case
}

/// The consent to the draft of a case.
fn agree(app: &TestApp, case: &PlanningCase) {
    let (place, texts) = (entry(&view(app, case.id)), case.consentable());
    let consent = draft_consent("2026-11-12", texts);
    app.write(Role::Specialist, move |cx| record_draft_consent(cx, place, consent)).unwrap();
}

pub fn hand(app: &TestApp, case: CaseId, fact: HandIn) -> Result<CaseRecorded, Refusal> {
    let place = entry(&view(app, case));
    app.write(Role::Specialist, move |cx| record_hand_in(cx, place, fact))
}

pub fn decide(app: &TestApp, case: CaseId, fact: GrantDecision) -> Result<CaseRecorded, Refusal> {
    let place = entry(&view(app, case));
    app.write(Role::Specialist, move |cx| record_decision(cx, place, fact))
}

fn coordinate(app: &TestApp, case: CaseId, fact: Coordination) -> Result<CaseRecorded, Refusal> {
    let place = entry(&view(app, case));
    app.write(Role::Specialist, move |cx| record_coordination(cx, place, fact))
}

fn side(app: &TestApp, case: CaseId) -> DecisionSide {
    app.read(Role::Viewer, move |cx| decision_side(cx, case)).unwrap()
}

/// As a page reads it: what was proposed is not on it.
fn typed(mut decision: GrantDecision) -> GrantDecision {
    decision.proposed = domain::planning::p3_decision::Proposed::default();
    decision.certificate = None;
    decision
}

fn missing(app: &TestApp, case: CaseId) -> Vec<String> {
    view(app, case).lacking[2].iter().map(|one| one.0.clone()).collect()
}

#[test]
fn a_hand_in_is_stamped_with_the_texts_that_went_with_it() {
    let (app, hanako) = start();
    let case = agreed(&app, &hanako, CaseKind::New);
    hand(&app, case, hand_in("2026-11-13", Vec::new())).unwrap();
    let seen = view(&app, case).case;
    assert_eq!(seen.hand_ins().last().unwrap().texts, seen.consentable());
    assert_eq!(missing(&app, case), ["支給決定"]);
    let place = entry(&view(&app, case));
    app.write(Role::Specialist, move |cx| finish_text(cx, place, 0, draft("2026-11-16"))).unwrap();
    assert_eq!(missing(&app, case), ["直した計画案の提出", "支給決定"]);
    // Mending the day of the old hand-in hands no newer draft in.
    let old = view(&app, case).case.standing_of(CaseFactKind::HandIn).last().unwrap().id;
    let place = app::planning::CaseEntry { corrects: Some(old), ..entry(&view(&app, case)) };
    let mended = hand_in("2026-11-14", Vec::new());
    app.write(Role::Specialist, move |cx| record_hand_in(cx, place, mended)).unwrap();
    assert_eq!(missing(&app, case), ["直した計画案の提出", "支給決定"]);
}

#[test]
fn a_decision_is_stamped_with_the_services_of_the_law_that_the_draft_proposed() {
    let (app, hanako) = start();
    let case = agreed(&app, &hanako, CaseKind::New);
    let proposed = side(&app, case).proposed;
    let names: Vec<&str> = proposed.services.iter().map(|one| one.service.as_str()).collect();
    assert_eq!(names, ["就労継続支援B型", "居宅介護"]);
    assert_eq!(proposed.interval_months, Some(3));
    hand(&app, case, hand_in("2026-11-13", Vec::new())).unwrap();
    let less = GrantDecision { services: vec![decided("居宅介護", "月8時間")], ..typed(granted("2026-11-16")) };
    decide(&app, case, less).unwrap();
    let stands = view(&app, case).case.decision().cloned().unwrap();
    assert_eq!(stands.proposed, proposed);
    assert_eq!(stands.differences().len(), 2);
    assert_eq!(
        missing(&app, case),
        ["決定が案とちがう理由", "案とちがうことの本人への説明", "受給者証の登録", "さくらとの連絡調整"]
    );
}

#[test]
fn a_service_that_nobody_knows_and_a_certificate_of_somebody_else_are_refused() {
    let (app, hanako) = start();
    let case = agreed(&app, &hanako, CaseKind::New);
    let strange = GrantDecision { services: vec![decided("散歩", "週1回")], ..typed(granted("2026-11-16")) };
    assert!(sentences(decide(&app, case, strange))[0].contains("「散歩」というサービスの種類はありません"));
    let taro = client("幸 太郎").build();
    let other = months("2026-05..2027-04").every(6).number("0000000009").of(&taro);
    let elsewhere = months("2026-05..2027-04").every(6).number("0000000008").of(&hanako);
    let elsewhere = domain::client::Certificate { municipality: "141003".to_owned(), ..elsewhere };
    let (kept, theirs, of_another_city) = (taro.clone(), other.clone(), elsewhere.clone());
    app.keep(move |tx| {
        store::clients::insert(tx, &kept)?;
        certificates::insert(tx, &theirs)?;
        certificates::insert(tx, &of_another_city)
    });
    for certificate in [other.id, elsewhere.id, CertificateId(id(1))] {
        let crossed = GrantDecision { certificate: Some(certificate), ..typed(granted("2026-11-16")) };
        let refused = sentences(decide(&app, case, crossed));
        assert!(refused[0].contains("この市町村のものではありません"), "{refused:?}");
    }
    assert!(view(&app, case).case.decision().is_none(), "nothing of it was kept");
}

#[test]
fn a_refused_application_closes_the_case_and_taking_it_back_opens_it_again() {
    let (app, hanako) = start();
    let case = agreed(&app, &hanako, CaseKind::New);
    hand(&app, case, hand_in("2026-11-13", Vec::new())).unwrap();
    let rejected =
        GrantDecision { outcome: Outcome::Rejected, reason: "対象外".to_owned(), ..typed(granted("2026-11-16")) };
    let fact = decide(&app, case, rejected).unwrap().fact;
    let seen = view(&app, case).case;
    assert_eq!(seen.closed_on, Some(day("2026-11-16")));
    assert!(seen.decision().unwrap().services.is_empty(), "a refusal grants nothing");
    assert!(app.read(Role::Viewer, |cx| list_cases(cx, &CaseFilter::default())).unwrap().lines.is_empty());
    let of = hanako.id;
    let next = app.read(Role::Specialist, move |cx| case_start(cx, of, None)).unwrap();
    assert_eq!(next.kind, CaseKind::New, "an application that was refused made no plan to renew");
    let early = sentences(coordinate(&app, case, coordination("2026-11-17", "さくら")));
    assert!(early[0].contains("支給決定がまだ記録されていません"), "{early:?}");
    app.write(Role::Specialist, move |cx| withdraw_case_fact(cx, case, fact, "書きまちがい".to_owned())).unwrap();
    let opened = view(&app, case);
    assert_eq!((opened.case.closed_on, opened.open), (None, Some(PlanStep::Decision)));
}

#[test]
fn coordination_takes_the_providers_name_from_the_register_or_from_what_is_typed() {
    let (app, hanako) = start();
    let case = agreed(&app, &hanako, CaseKind::New);
    hand(&app, case, hand_in("2026-11-13", Vec::new())).unwrap();
    decide(&app, case, typed(granted("2026-11-16"))).unwrap();
    let sakura = ProviderText { name: "さくら".to_owned(), ..ProviderText::default() };
    let provider = app.write(Role::Clerk, move |cx| add_provider(cx, &sakura)).unwrap();
    let both = Coordination { provider: Some(provider), ..coordination("2026-11-17", "もみじ") };
    assert!(sentences(coordinate(&app, case, both))[0].contains("どちらか1つ"));
    let chosen = Coordination { provider: Some(provider), ..coordination("2026-11-17", "") };
    coordinate(&app, case, chosen).unwrap();
    let seen = view(&app, case).case;
    let CaseFact::Coordination(kept) = &seen.facts.last().unwrap().body else { unreachable!("another fact") };
    assert_eq!(kept.provider_name, "さくら");
    assert_eq!(missing(&app, case), ["受給者証の登録"]);
    let gone = Coordination { provider: Some(domain::id::ProviderId(id(3))), ..coordination("2026-11-17", "") };
    assert!(sentences(coordinate(&app, case, gone))[0].contains("選び直してください"));
}

#[test]
fn another_interval_than_that_of_the_certificate_asks_for_the_notice() {
    let (app, hanako) = start();
    let certificate = months("2026-05..2027-04").every(6).decision(Decision::Renewal).of(&hanako);
    let kept = certificate.clone();
    app.keep(move |tx| certificates::insert(tx, &kept));
    let case = agreed(&app, &hanako, CaseKind::Change);
    let seen = side(&app, case);
    assert_eq!((seen.other_interval, seen.to_change), (Some(6), Some(certificate.id)));
    assert_eq!(seen.certificates.len(), 1);
    assert_eq!(app.keep(move |tx| store::planning_cases::find(tx, OFFICE, case)).unwrap().kind, CaseKind::Change);
}

#[test]
fn several_cases_of_one_municipality_are_handed_in_together_all_or_none() {
    let (app, hanako) = start();
    let first = agreed(&app, &hanako, CaseKind::New);
    let taro = client("幸 太郎").kana("サイワイ タロウ").build();
    let kept = taro.clone();
    app.keep(move |tx| store::clients::insert(tx, &kept));
    let second = drawn_up(&app, &taro, 2, (CaseKind::New, interval(3)));
    let waiting = |app: &TestApp| app.read(Role::Specialist, to_hand_in).unwrap();
    assert_eq!(waiting(&app).len(), 1, "one is not agreed to yet");
    agree(&app, &second);
    let both: Vec<_> = waiting(&app).iter().map(|it| it.case).collect();
    assert_eq!(both.len(), 2);
    let early = HandIn { papers: Vec::new(), ..hand_in("2026-11-01", Vec::new()) };
    let chosen = both.clone();
    let refused = app.write(Role::Specialist, move |cx| hand_in_together(cx, &chosen, &early));
    assert!(sentences(refused)[0].contains("さん: "), "who is meant is said");
    assert_eq!(waiting(&app).len(), 2, "and nothing of it is kept");
    let fact = HandIn { papers: Vec::new(), ..hand_in("2026-11-13", Vec::new()) };
    let (chosen, again) = (both.clone(), fact.clone());
    assert_eq!(app.write(Role::Specialist, move |cx| hand_in_together(cx, &chosen, &fact)).unwrap(), 2);
    assert!(waiting(&app).is_empty());
    let case = view(&app, first).case;
    assert!(case.missing_papers().is_empty() && case.awaits_answer_since() == Some(day("2026-11-13")));
    assert!(!case.hands_in_again(), "the draft that was handed in is known");
    let twice = app.write(Role::Specialist, move |cx| hand_in_together(cx, &both, &again));
    assert!(sentences(twice)[0].contains("もう提出されています"));
}
