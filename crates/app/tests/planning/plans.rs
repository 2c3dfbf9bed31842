//! p5 from the draft to the plan in the client's hands, what a day would lose, and the plan's rows in the next report.

use app::{
    Refusal,
    billing::{answer_plan, plan_question},
    monitoring::{copy_plan_rows, round_view},
    planning::{
        CaseEntry, CaseRecorded, PlanVersions, TextView, accept_exception, consent_side, finish_text, plan_side,
        plan_versions, record_decision, record_delivery, record_interview, record_plan_consent, record_provider_plan,
        text_view, withdraw_case_fact,
    },
};
use domain::{
    billing::claimable::PlanFacts,
    client::{Certificate, Client},
    id::{CaseId, FactId},
    monitoring::m3_record::{Report, ReportRow},
    office::Role,
    planning::{
        CaseFactKind, CaseKind, CaseText, PlanStep, done_on,
        p2_draft::PlanDraft,
        p3_decision::GrantDecision,
        p5_consent::PlanConsent,
        p5_plan::Plan,
        p5_plan_changes::RowMark,
        p5_provider_plan::{PlanFit, ProviderPlan},
    },
};
use store::{board, certificates};
use testkit::{
    OFFICE, TestApp, day,
    decision::granted,
    months,
    planning::{assessment, basic, interview},
    proposal::{acceptance, delivery, draft, plan_consent},
    sentences,
    steps::{self as report, add_rounds, round_of, visit, works_at},
};

use super::people::{entry, new_case, open, start, view};

fn finish<T: CaseText + Sync>(app: &TestApp, case: CaseId, text: T) -> Result<CaseRecorded, Refusal> {
    let place = entry(&view(app, case));
    app.write(Role::Specialist, move |cx| finish_text(cx, place, 0, text))
}

pub(crate) fn agree(app: &TestApp, case: CaseId, consent: PlanConsent) -> Result<CaseRecorded, Refusal> {
    let place = entry(&view(app, case));
    app.write(Role::Specialist, move |cx| record_plan_consent(cx, place, consent))
}

/// A case with a draft, and a certificate of its service from May on with a round in November.
fn drafted() -> (TestApp, Client, CaseId, Certificate) {
    let (app, hanako) = start();
    let mut certificate = months("2026-05..2027-04").every(3).of(&hanako);
    certificate.plan_made_on = None;
    let kept = certificate.clone();
    app.keep(move |tx| certificates::insert(tx, &kept));
    add_rounds(&app, &certificate, &["2026-11"]);
    let case = open(&app, &hanako, new_case(CaseKind::Renewal, "2026-11-02")).unwrap();
    finish(&app, case, basic("2026-11-02")).unwrap();
    let place = entry(&view(&app, case));
    app.write(Role::Specialist, move |cx| record_interview(cx, place, interview("2026-11-09"))).unwrap();
    finish(&app, case, assessment("2026-11-12")).unwrap();
    finish(&app, case, draft("2026-11-18")).unwrap();
    (app, hanako, case, certificate)
}

/// The plan as it begins, with its printed day, finished.
pub(crate) fn planned(app: &TestApp, case: CaseId, change: impl Fn(&mut PlanDraft)) -> FactId {
    let begun: TextView<Plan> = app.read(Role::Viewer, move |cx| text_view(cx, case)).unwrap();
    let mut plan = begun.start();
    plan.text.written_on = Some(day("2026-11-20"));
    change(&mut plan.text);
    finish(app, case, plan).unwrap().fact
}

fn versions(app: &TestApp, case: CaseId) -> PlanVersions {
    app.read(Role::Viewer, move |cx| plan_versions(cx, case, (None, None))).unwrap()
}

#[test]
fn from_the_draft_to_the_plan_in_the_clients_hands() {
    let (app, _, case, certificate) = drafted();
    let draft_rows = view(&app, case).case.text::<PlanDraft>().map(|(_, text)| text.needs.clone()).unwrap();
    let first = planned(&app, case, |text| text.needs[0].goal = "花屋で週2日働く".to_owned());
    let plan = view(&app, case).case.text::<Plan>().map(|(_, plan)| plan.clone()).unwrap();
    assert_eq!(
        plan.text.needs.iter().map(|need| need.id).collect::<Vec<_>>(),
        draft_rows.iter().map(|need| need.id).collect::<Vec<_>>(),
        "the rows are the draft's"
    );
    assert!(plan.text.neutrality.is_some(), "兼務 is checked once more");
    let two = versions(&app, case);
    assert_eq!((two.was.unwrap().number, two.now.unwrap().number), (None, Some(1)));
    assert_eq!(two.needs.iter().map(|it| it.mark).collect::<Vec<_>>(), [RowMark::Changed, RowMark::Same]);
    let consent = PlanConsent { certificate: Some(certificate.id), ..plan_consent("2026-11-20", first) };
    agree(&app, case, consent).unwrap();
    let place = entry(&view(&app, case));
    app.write(Role::Specialist, move |cx| record_delivery(cx, place, delivery("2026-11-21", first))).unwrap();
    let seen = view(&app, case).case;
    assert_eq!(done_on(&seen, PlanStep::Plan), Some(day("2026-11-21")));
    let plan = seen.consented_plan().unwrap();
    assert_eq!((plan.made_on(), plan.visited(), plan.delivered(), plan.met()), (day("2026-11-20"), true, true, false));
    let second = planned(&app, case, |text| text.policy = "少しずつ".to_owned());
    let all = versions(&app, case).all;
    assert_eq!(all.iter().map(|it| it.id).skip(1).collect::<Vec<_>>(), [first, second], "no version is lost");
    assert_eq!(all[1].agreed_on, Some(day("2026-11-20")));
    agree(&app, case, plan_consent("2026-11-22", second)).unwrap();
    assert_eq!(
        view(&app, case).case.consented_plan().unwrap().made_on(),
        day("2026-11-20"),
        "a later version has no fee"
    );
}

#[test]
fn decision_and_consent_never_name_two_certificates() {
    let (app, hanako, case, certificate) = drafted();
    let mut other = months("2026-05..2027-04").every(6).of(&hanako);
    other.id = domain::id::CertificateId(testkit::id(4_000_777));
    (other.number, other.plan_made_on) = ("9999999999".to_owned(), None);
    let kept = other.clone();
    app.keep(move |tx| certificates::insert(tx, &kept));
    let decide = |named| {
        let place = entry(&view(&app, case));
        let corrects = view(&app, case).case.standing_of(CaseFactKind::Decision).last().map(|fact| fact.id);
        let decision = GrantDecision { certificate: Some(named), ..granted("2026-11-18") };
        app.write(Role::Specialist, move |cx| record_decision(cx, CaseEntry { corrects, ..place }, decision))
    };
    decide(certificate.id).unwrap();
    let plan = planned(&app, case, |_| ());
    let wrong = PlanConsent { certificate: Some(other.id), ..plan_consent("2026-11-20", plan) };
    let told = sentences(agree(&app, case, wrong));
    let number = &certificate.number;
    assert!(told[0].contains(&format!("支給決定の記録では、別の受給者証（番号 {number}）")), "{told:?}");
    agree(&app, case, PlanConsent { certificate: Some(certificate.id), ..plan_consent("2026-11-20", plan) }).unwrap();
    let told = sentences(decide(other.id));
    assert!(told[0].contains(&format!("計画への同意では、別の受給者証（番号 {number}）")), "{told:?}");
    decide(certificate.id).unwrap();
}

#[test]
fn a_day_that_loses_a_fee_is_told_before_and_recorded_only_by_whoever_has_read_it() {
    let (app, hanako, case, certificate) = drafted();
    visit(&app, &hanako, "2026-11", "2026-11-10");
    let plan = planned(&app, case, |_| ());
    let consent = PlanConsent { certificate: Some(certificate.id), ..plan_consent("2026-11-20", plan) };
    let side = app.read(Role::Viewer, move |cx| consent_side(cx, case)).unwrap();
    let told = side.check(&consent);
    assert_eq!(
        told.losses.iter().map(|loss| loss.what.as_str()).collect::<Vec<_>>(),
        ["令和8年11月10日のモニタリング"]
    );
    assert_eq!(told.better_from, None, "the city denies the monitoring right before a renewal, too");
    let refused = sentences(agree(&app, case, consent.clone()));
    assert!(refused[0].contains("令和8年11月10日のモニタリングの報酬がなくなります"), "{refused:?}");
    report::agree(&app, &hanako, "2026-11", "2026-11-11");
    report::submit(&app, &hanako, "2026-11", "2026-11-12");
    let lamp = |app: &TestApp| {
        let round = round_of(app, &hanako, "2026-11").id;
        app.keep(move |tx| board::find(tx, OFFICE, round)).unwrap().lamps
    };
    let before = lamp(&app);
    agree(&app, case, PlanConsent { accepts_loss: true, ..consent }).unwrap();
    assert_ne!(lamp(&app), before, "the board follows the consent");
    let fact = view(&app, case).case.standing_consent().map(|(fact, _)| fact.id).unwrap();
    app.write(Role::Specialist, move |cx| withdraw_case_fact(cx, case, fact, "日付の誤り".to_owned())).unwrap();
    assert_eq!(lamp(&app), before, "and its withdrawal");
}

#[test]
fn the_certificate_and_the_case_never_say_two_days() {
    let (app, hanako, case, certificate) = drafted();
    let plan = planned(&app, case, |_| ());
    let other = months("2025-12..2026-11").every(3).for_child().of(&hanako);
    let kept = other.clone();
    app.keep(move |tx| certificates::insert(tx, &kept));
    let wrong = PlanConsent { certificate: Some(other.id), ..plan_consent("2026-11-20", plan) };
    assert_eq!(sentences(agree(&app, case, wrong)), ["この計画の受給者証を、一覧から選んでください"]);
    let id = certificate.id;
    app.keep(move |tx| {
        let entered = Certificate { plan_made_on: Some(day("2026-11-19")), ..certificate };
        certificates::update(tx, &entered)
    });
    let consent = PlanConsent { certificate: Some(id), ..plan_consent("2026-11-20", plan) };
    let refused = sentences(agree(&app, case, consent.clone()));
    assert!(refused[0].contains("受給者証に入力した計画作成日は令和8年11月19日です"), "{refused:?}");
    let side = app.read(Role::Viewer, move |cx| consent_side(cx, case)).unwrap();
    let agreed = PlanConsent { agreed_on: day("2026-11-19"), ..consent };
    let told = side.check(&agreed);
    assert_eq!(
        told.losses.iter().map(|loss| loss.what.as_str()).collect::<Vec<_>>(),
        ["計画"],
        "the child's last month"
    );
    assert_eq!(told.better_from, Some(day("2026-12-01")));
    agree(&app, case, PlanConsent { accepts_loss: true, ..agreed }).unwrap();
    let question = app.read(Role::Viewer, move |cx| plan_question(cx, id)).unwrap();
    assert_eq!(question.case, Some(case), "the case answers");
    let refused = sentences(app.write(Role::Manager, move |cx| answer_plan(cx, id, PlanFacts::Elsewhere)));
    assert!(refused[0].contains("計画の経過に同意の記録があります"), "{refused:?}");
}

#[test]
fn a_plan_at_an_office_in_common_is_judged_by_its_own_providers() {
    let (app, _, case, _) = drafted();
    works_at(&app, "もみじ", "2026-10-01");
    assert!(!view(&app, case).case.needs_exception());
    planned(&app, case, |text| text.services[0].provider = "もみじ".to_owned());
    assert!(view(&app, case).case.needs_exception(), "the plan named another provider than the draft");
    let side = app.read(Role::Viewer, move |cx| plan_side(cx, case)).unwrap();
    assert_eq!(side.providers, ["もみじ", "さくら"]);
    let place = entry(&view(&app, case));
    app.write(Role::Specialist, move |cx| accept_exception(cx, place, acceptance("2026-11-21"))).unwrap();
}

#[test]
fn a_providers_own_plan_goes_on_in_one_entry() {
    let (app, _, case, _) = drafted();
    planned(&app, case, |_| ());
    let asked = ProviderPlan {
        provider: "さくら".to_owned(),
        asked_on: Some(day("2026-11-20")),
        received_on: None,
        fits: PlanFit::Unconfirmed,
        note: String::new(),
    };
    for known in [asked.clone(), ProviderPlan { received_on: Some(day("2026-11-21")), fits: PlanFit::Fits, ..asked }] {
        let place = entry(&view(&app, case));
        app.write(Role::Specialist, move |cx| record_provider_plan(cx, place, known)).unwrap();
    }
    let seen = view(&app, case).case;
    assert_eq!(seen.standing_of(CaseFactKind::ProviderPlan).count(), 1);
    assert_eq!(seen.provider_plan("さくら").map(|(_, it)| it.fits), Some(PlanFit::Fits));
}

#[test]
fn the_report_begins_with_the_rows_of_the_plan_that_was_agreed_to() {
    let (app, hanako, case, certificate) = drafted();
    let round = round_of(&app, &hanako, "2026-11").id;
    let seen = move |app: &TestApp| app.read(Role::Viewer, move |cx| round_view(cx, round)).unwrap().planned;
    let plan = planned(&app, case, |_| ());
    assert_eq!(seen(&app), None, "nobody has agreed to it yet");
    let typed =
        Report { rows: vec![ReportRow { need: "通院".to_owned(), ..ReportRow::default() }], ..Report::default() };
    let early = typed.clone();
    let refused = sentences(app.write(Role::Specialist, move |cx| copy_plan_rows(cx, (round, i64::MAX), 0, early)));
    assert_eq!(refused, ["同意を得た計画がまだありません"]);
    agree(&app, case, PlanConsent { certificate: Some(certificate.id), ..plan_consent("2026-11-20", plan) }).unwrap();
    let begun = seen(&app).unwrap().put_in(Report::default());
    let planned = view(&app, case).case.text::<Plan>().map(|(_, plan)| plan.text.clone()).unwrap();
    assert_eq!(
        begun.rows.iter().map(|row| (row.plan_row, row.goal.clone())).collect::<Vec<_>>(),
        planned.needs.iter().map(|need| (need.id, need.goal.clone())).collect::<Vec<_>>()
    );
    assert_eq!((begun.plan_made_on, begun.policy), (Some(day("2026-11-20")), planned.policy));
    app.write(Role::Specialist, move |cx| copy_plan_rows(cx, (round, i64::MAX), 0, typed)).unwrap();
    let written = app.read(Role::Viewer, move |cx| round_view(cx, round)).unwrap().working.unwrap().body;
    assert_eq!(written.rows.len(), 1 + planned.needs.len(), "what was typed stays above");
    assert_eq!((written.rows[0].need.as_str(), written.rows[0].plan_row), ("通院", None));
}
