//! The plan of a planning case in its month: what is taken back is claimed no more, and what was claimed stands still.

#![expect(clippy::unwrap_used, reason = "tests")]

use app::{
    Refusal,
    billing::{MarkAll, MarkInput, mark, mark_all},
    planning::{
        CaseEntry, CaseRecorded, case_view, end_case, record_delivery, record_plan_consent, restore_case_fact,
        withdraw_case_fact,
    },
};
use domain::{
    billing::claim_life::ClaimState,
    client::{Certificate, Client, ConsultationService::Plan},
    facts::Fact,
    id::{CaseId, FactId},
    office::Role,
    planning::{
        CaseFact, CaseFactKind, PlanStep, PlanningCase, done_on, p3_decision::GrantDecision, p5_consent::PlanConsent,
        p5_delivery::Delivery, p5_plan::Plan as PlanText,
    },
};
use testkit::{
    OFFICE, TestApp, client, day,
    decision::granted,
    id,
    meeting::conference,
    month, months,
    planning::{assessment, case_of, coverage, end, fact, insert, interview},
    proposal::{delivery, plan, plan_consent},
};

use super::people::{keep, part, press_close, sentences, states};

const NOVEMBER: &str = "2026-11";
const CLAIMED: &str = "請求する 1572単位 17229円";

/// On 2026-12-05: a case with everything of a plan of 2026-11-20, and its certificate.
fn planned() -> (TestApp, Client, Certificate, CaseId) {
    let app = TestApp::new().on(day("2026-12-05"));
    let hanako = client("川崎 花子").kana("カワサキ ハナコ").build();
    let certificate = months("2026-12..2027-11").number("0000000001").of(&hanako);
    keep(&app, &hanako, &certificate, &[]);
    let case = whole(&hanako, 1, &certificate);
    let kept = case.clone();
    app.keep(move |tx| insert(tx, &kept));
    (app, hanako, certificate, case.id)
}

fn whole(client: &Client, number: i64, certificate: &Certificate) -> PlanningCase {
    let decision = GrantDecision { certificate: Some(certificate.id), ..granted("2026-11-16") };
    let written = case_of(client, number)
        .with(CaseFact::Coverage(coverage(&["居宅介護"])))
        .with(CaseFact::Interview(interview("2026-11-09")))
        .with(CaseFact::Assessment(assessment("2026-11-10")))
        .with(CaseFact::Decision(decision))
        .with(CaseFact::Conference(conference("2026-11-18")))
        .with(CaseFact::Plan(plan("2026-11-20", None)));
    let text = written.clone().build().text::<PlanText>().map(|(fact, _)| fact.id).unwrap();
    let consent = PlanConsent { certificate: Some(certificate.id), ..plan_consent("2026-11-20", text) };
    written.with(CaseFact::Consent(consent)).with(CaseFact::Delivery(delivery("2026-11-21", text))).build()
}

fn seen(app: &TestApp, case: CaseId) -> PlanningCase {
    app.read(Role::Viewer, move |cx| case_view(cx, case)).unwrap().case
}

fn standing(app: &TestApp, case: CaseId, kind: CaseFactKind) -> FactId {
    seen(app, case).standing_of(kind).last().map(|fact| fact.id).unwrap()
}

fn withdraw(app: &TestApp, case: CaseId, kind: CaseFactKind) -> Result<CaseRecorded, Refusal> {
    let fact = standing(app, case, kind);
    app.write(Role::Specialist, move |cx| withdraw_case_fact(cx, case, fact, "誤り".to_owned()))
}

fn entry(app: &TestApp, case: CaseId) -> CaseEntry {
    CaseEntry { case, version: seen(app, case).version, corrects: None }
}

fn rows(app: &TestApp) -> Vec<String> {
    states(&part(app, NOVEMBER, Plan)).into_iter().map(|(_, state)| state).collect()
}

#[test]
fn a_plan_that_was_agreed_to_goes_after_its_consent_and_nothing_of_it_is_claimed() {
    let (app, _, _, case) = planned();
    assert_eq!(rows(&app), [CLAIMED]);
    let refused = sentences(withdraw(&app, case, CaseFactKind::Plan));
    assert!(refused[0].contains("先に「計画への同意」を取り消すか"), "{refused:?}");
    assert_eq!(rows(&app), [CLAIMED]);
    withdraw(&app, case, CaseFactKind::Consent).unwrap();
    assert!(rows(&app).is_empty());
    withdraw(&app, case, CaseFactKind::Plan).unwrap();
    let gone = seen(&app, case);
    assert_eq!((gone.consented_plan(), gone.text::<PlanText>().is_none()), (None, true));
}

#[test]
fn a_plan_that_was_taken_back_before_this_was_asked_is_claimed_by_nobody() {
    let (app, hanako, certificate, _) = planned();
    let mut old = whole(&hanako, 2, &certificate);
    let plan = old.text::<PlanText>().map(|(fact, _)| fact.id);
    let body = CaseFact::Withdrawn { reason: "誤り".to_owned() };
    old.facts.append(Fact { corrects: plan, ..fact(6_009_000, body) });
    assert_eq!((old.consented_plan(), old.agreed_plan(day("2026-12-01"))), (None, None));
    assert_eq!((old.plan_consents().count(), old.deliveries().count()), (0, 0), "nobody agreed to anything");
    assert_eq!(done_on(&old, PlanStep::Plan), None);
    app.keep(move |tx| insert(tx, &old));
    assert_eq!(rows(&app), [CLAIMED], "the other one alone");
}

#[test]
fn a_plan_waits_for_the_decision_that_was_taken_back() {
    let (app, _, _, case) = planned();
    let withdrawal = withdraw(&app, case, CaseFactKind::Decision).unwrap().fact;
    assert_eq!(rows(&app), ["まだ: 支給決定の記録"]);
    app.write(Role::Specialist, move |cx| restore_case_fact(cx, case, withdrawal)).unwrap();
    assert_eq!(rows(&app), [CLAIMED]);
}

#[test]
fn what_a_closed_claim_rests_on_stands_still_until_it_comes_back() {
    let (app, _, _, case) = planned();
    let closing = press_close(&app, NOVEMBER, Plan).unwrap().closing;
    let still = |refused: Vec<String>| assert!(refused[0].contains("令和8年11月分の請求を締めた"), "{refused:?}");
    let kinds = [
        CaseFactKind::Interview,
        CaseFactKind::Decision,
        CaseFactKind::Conference,
        CaseFactKind::Consent,
        CaseFactKind::Delivery,
    ];
    for kind in kinds {
        still(sentences(withdraw(&app, case, kind)));
    }
    let given_up = entry(&app, case);
    still(sentences(app.write(Role::Specialist, move |cx| end_case(cx, given_up, end("2026-12-01")))));
    let late = CaseEntry { corrects: Some(standing(&app, case, CaseFactKind::Interview)), ..entry(&app, case) };
    let corrected =
        app.write(Role::Specialist, move |cx| app::planning::record_interview(cx, late, interview("2026-11-21")));
    still(sentences(corrected));
    // What the claim does not hang on goes on.
    let (place, text) = (entry(&app, case), standing(&app, case, CaseFactKind::Plan));
    let to_city =
        Delivery { to_municipality: true, to_client: false, providers: Vec::new(), ..delivery("2026-12-01", text) };
    app.write(Role::Specialist, move |cx| record_delivery(cx, place, to_city)).unwrap();
    let sent = MarkAll { closing, state: ClaimState::Sent, on: day("2026-12-05") };
    app.write(Role::Clerk, move |cx| mark_all(cx, sent)).unwrap();
    let claim = app.keep(|tx| store::claims::of_month(tx, OFFICE, month(NOVEMBER))).remove(0).id;
    let returned = MarkInput {
        claim,
        state: ClaimState::Returned,
        on: day("2026-12-05"),
        code: "EG02".to_owned(),
        reason: "受給者情報なし".to_owned(),
    };
    app.write(Role::Clerk, move |cx| mark(cx, returned)).unwrap();
    withdraw(&app, case, CaseFactKind::Consent).unwrap();
    assert!(rows(&app).is_empty());
}

#[test]
fn a_case_that_was_given_up_comes_back_beside_no_successor() {
    let (app, hanako, certificate, case) = planned();
    let place = entry(&app, case);
    app.write(Role::Specialist, move |cx| end_case(cx, place, end("2026-12-01"))).unwrap();
    let next = case_of(&hanako, 2).build();
    app.keep(move |tx| insert(tx, &next));
    let refused = sentences(withdraw(&app, case, CaseFactKind::Ended));
    assert!(refused[0].contains("まだ終わっていない"), "{refused:?}");
    // The successor is over, but its consent names the same certificate.
    let done = whole(&hanako, 3, &certificate);
    app.keep(move |tx| {
        let of_next = CaseId(id(5_000_002));
        store::planning_cases::set_closed(tx, OFFICE, of_next, Some(day("2026-12-02")))?;
        insert(tx, &done)?;
        store::planning_cases::set_closed(tx, OFFICE, done.id, Some(day("2026-12-02")))
    });
    let refused = sentences(withdraw(&app, case, CaseFactKind::Ended));
    assert!(refused[0].contains("ほかの計画でも選ばれています"), "{refused:?}");
    withdraw(&app, CaseId(id(5_000_003)), CaseFactKind::Consent).unwrap();
    app.keep(move |tx| store::planning_cases::set_closed(tx, OFFICE, CaseId(id(5_000_003)), Some(day("2026-12-02"))));
    withdraw(&app, case, CaseFactKind::Ended).unwrap();
    assert_eq!(rows(&app), [CLAIMED]);
}

#[test]
fn a_later_version_is_agreed_to_on_no_earlier_day() {
    let (app, _, _, case) = planned();
    let place = CaseEntry { corrects: Some(standing(&app, case, CaseFactKind::Plan)), ..entry(&app, case) };
    let mut text = plan("2026-11-25", None);
    text.text.policy = "少しずつ".to_owned();
    let second = app.write(Role::Specialist, move |cx| {
        app::planning::finish_text(cx, CaseEntry { corrects: None, ..place }, 0, text)
    });
    let second = second.unwrap().fact;
    let agree = |on: &'static str| {
        let place = entry(&app, case);
        app.write(Role::Specialist, move |cx| record_plan_consent(cx, place, plan_consent(on, second)))
    };
    let refused = sentences(agree("2026-11-19"));
    assert!(refused[0].contains("前の版の計画への同意の日（令和8年11月20日）より前"), "{refused:?}");
    agree("2026-11-25").unwrap();
    let now = seen(&app, case);
    assert_eq!(now.agreed_plan(day("2026-12-01")).map(|(on, _)| on), Some(day("2026-11-25")));
    assert_eq!(now.consented_plan().map(|it| it.made_on()), Some(day("2026-11-20")), "the fee stays with the first");
}
