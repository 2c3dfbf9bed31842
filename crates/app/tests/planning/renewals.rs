//! 更新 without change: the reports of the term, the review, what the draft begins with and is asked, the guide, and the plan that is the old
//! one once more.

use app::{
    Refusal,
    planning::{
        AgainstLast, CaseRecorded, GuideState, RenewalGuide, TextView, consent_side, finish_text, record_interview,
        record_plan_consent, renewal_guide, renewal_side, save_working_text, term_reports, text_view,
    },
};
use domain::{
    client::Client,
    id::CaseId,
    monitoring::Lamp,
    office::Role,
    planning::{
        CaseFactKind, CaseKind, CaseText,
        p1_assessment::Assessment,
        p1_review::{FindingKind, Review},
        p2_draft::PlanDraft,
        p5_consent::PlanConsent,
        p5_plan::Plan,
    },
};
use store::certificates;
use testkit::{
    TestApp, day, months,
    planning::{assessment, basic, interview},
    proposal::{draft, plan_consent, plan_row},
    renewal::{keep_before, report, review},
    sentences,
    steps::add_rounds,
};

use super::people::{entry, new_case, open, start, view};

fn finish<T: CaseText + Sync>(app: &TestApp, case: CaseId, text: T) -> Result<CaseRecorded, Refusal> {
    let seen = text_of::<T>(app, case).version();
    let place = entry(&view(app, case));
    app.write(Role::Specialist, move |cx| finish_text(cx, place, seen, text))
}

fn text_of<T: CaseText + Sync>(app: &TestApp, case: CaseId) -> TextView<T> {
    app.read(Role::Viewer, move |cx| text_view(cx, case)).unwrap()
}

fn guide(app: &TestApp, case: CaseId) -> RenewalGuide {
    app.read(Role::Viewer, move |cx| renewal_guide(cx, case)).unwrap().unwrap()
}

fn told(app: &TestApp, case: CaseId, typed: &PlanDraft) -> AgainstLast {
    app.read(Role::Viewer, move |cx| renewal_side(cx, case)).unwrap().unwrap().told(typed)
}

/// 花子 with the plan of 2025, two reports of its term, and a case that follows it.
fn following(kind: CaseKind) -> (TestApp, Client, CaseId) {
    let (app, hanako) = start();
    keep_before(&app, &hanako);
    let mut certificate = months("2025-12..2026-11").every(3).of(&hanako);
    certificate.plan_made_on = None;
    let kept = certificate.clone();
    app.keep(move |tx| certificates::insert(tx, &kept));
    add_rounds(&app, &certificate, &["2026-05", "2026-08"]);
    report(&app, &hanako, "2026-05", "2026-05-12");
    report(&app, &hanako, "2026-08", "2026-08-11");
    let case = open(&app, &hanako, new_case(kind, "2026-11-02")).unwrap();
    (app, hanako, case)
}

/// With everything of the first step.
fn reviewed() -> (TestApp, CaseId) {
    let (app, _, case) = following(CaseKind::Renewal);
    finish(&app, case, basic("2026-11-02")).unwrap();
    let place = entry(&view(&app, case));
    app.write(Role::Specialist, move |cx| record_interview(cx, place, interview("2026-11-09"))).unwrap();
    finish(&app, case, review("2026-11-10")).unwrap();
    finish(&app, case, assessment("2026-11-12")).unwrap();
    (app, case)
}

#[test]
fn the_reports_of_the_term_stand_beside_the_review() {
    let (app, _, case) = following(CaseKind::Renewal);
    let reports = app.read(Role::Viewer, move |cx| term_reports(cx, case)).unwrap();
    assert_eq!(reports.iter().map(|it| it.month.to_string()).collect::<Vec<_>>(), ["2026-08", "2026-05"]);
    let offers: Vec<FindingKind> = reports[0].rows.iter().flat_map(|row| &row.offers).map(|it| it.kind).collect();
    assert_eq!(offers, [FindingKind::Achieved, FindingKind::Unmet, FindingKind::Issue]);
    assert_eq!(reports[0].rows[0].offers[0].from.and_then(|from| from.plan_row), Some(plan_row(1)));
    let strange = app.stranger(Role::Manager);
    let theirs = app.write_as(strange, None, move |cx| term_reports(cx, case));
    assert!(matches!(theirs, Err(Refusal::NotFound)));
}

#[test]
fn the_review_is_a_part_of_a_renewal_and_goes_on_into_assessment_and_draft() {
    let (app, _, case) = following(CaseKind::Renewal);
    assert!(view(&app, case).lacking[0].iter().any(|one| one.0 == "これまでの計画の振り返り"));
    finish(&app, case, review("2026-11-10")).unwrap();
    assert!(!view(&app, case).lacking[0].iter().any(|one| one.0 == "これまでの計画の振り返り"));
    let begun = text_of::<Assessment>(&app, case).start();
    assert!(begun.own_words.iter().any(|own| own.words == "朝が早くても平気"), "{:?}", begun.own_words);
    let begun = text_of::<PlanDraft>(&app, case).start();
    assert!(begun.effect.starts_with("通う所ができ、生活のリズムが整った。"), "{}", begun.effect);
    assert_eq!(begun.unchanged_reason, "いまの回数で無理なく続いている。");
    assert_eq!(begun.needs[0].id, Some(plan_row(1)), "the rows go on");
    assert!(text_of::<Review>(&app, case).before.is_none(), "the review itself begins anew");
}

#[test]
fn a_renewal_without_change_is_finished_with_its_reason_and_says_why_goals_go_on() {
    let (app, case) = reviewed();
    let mut now = text_of::<PlanDraft>(&app, case).start();
    now.written_on = Some(day("2026-11-13"));
    let against = told(&app, case, &now);
    assert_eq!((against.kept_goals, against.changes, against.same), (vec![true, true], Some(Vec::new()), false));
    let offered: Vec<String> = against.offers.into_iter().map(|it| it.row.need).collect();
    assert_eq!(offered, ["家事を続けること", "夕方に疲れが出る"]);
    let refused = sentences(finish(&app, case, now.clone()));
    assert_eq!(refused.len(), 2, "{refused:?}");
    assert!(refused[0].contains("1行目の目標は前の計画と同じです"), "{refused:?}");
    now.needs[0].goal = "花屋で週2日働く".to_owned();
    now.needs[1].kept_reason = "手伝いがまだ要る".to_owned();
    let mut more = now.clone();
    more.services[1].amount = "月12時間".to_owned();
    assert_eq!(told(&app, case, &more).changes.unwrap(), ["居宅介護: 前の計画は月10時間、この計画は月12時間"]);
    let refused = sentences(finish(&app, case, more.clone()));
    assert!(refused[0].contains("サービスの種類・量が前の計画と違います"), "{refused:?}");
    more.unchanged_reason.clear();
    finish(&app, case, more).unwrap();
    finish(&app, case, now).unwrap();
}

#[test]
fn what_a_renewal_asks_a_change_does_not_ask() {
    let (app, _, case) = following(CaseKind::Change);
    let mut now = text_of::<PlanDraft>(&app, case).start();
    now.written_on = Some(day("2026-11-13"));
    let against = told(&app, case, &now);
    assert!(against.kept_goals.is_empty() && !against.same);
    finish(&app, case, now).unwrap();
    assert!(app.read(Role::Viewer, move |cx| renewal_guide(cx, case)).unwrap().is_none());
    finish(&app, case, review("2026-11-14")).unwrap();
    let (app, hanako) = start();
    let first = open(&app, &hanako, new_case(CaseKind::New, "2026-11-02")).unwrap();
    assert!(app.read(Role::Viewer, move |cx| renewal_side(cx, first)).unwrap().is_none());
    let refused = sentences(finish(&app, first, review("2026-11-10")));
    assert_eq!(refused, ["はじめての計画です。振り返る計画はありません"]);
}

#[test]
fn a_plan_that_is_the_old_one_once_more_is_asked_about_before_the_consent() {
    let (app, case) = reviewed();
    let mut now = PlanDraft { written_on: Some(day("2026-11-13")), ..text_of::<PlanDraft>(&app, case).start() };
    now.wishes = draft("2025-11-13").wishes;
    now.needs.iter_mut().for_each(|need| need.kept_reason = "まだ途中".to_owned());
    assert!(told(&app, case, &now).same);
    finish(&app, case, now).unwrap();
    let planned = |change: fn(&mut PlanDraft)| {
        let mut plan = text_of::<Plan>(&app, case).start();
        plan.text.written_on = Some(day("2026-11-20"));
        change(&mut plan.text);
        finish(&app, case, plan).unwrap().fact
    };
    let agree = |consent: PlanConsent| {
        let place = entry(&view(&app, case));
        app.write(Role::Specialist, move |cx| record_plan_consent(cx, place, consent))
    };
    let plan = planned(|_| ());
    assert!(app.read(Role::Viewer, move |cx| consent_side(cx, case)).unwrap().same_as_before);
    let refused = sentences(agree(plan_consent("2026-11-20", plan)));
    assert!(refused[0].contains("前の計画とすべて同じです"), "{refused:?}");
    agree(PlanConsent { accepts_same: true, ..plan_consent("2026-11-20", plan) }).unwrap();
    let newer = planned(|text| text.policy = "花屋で働くことを支える。".to_owned());
    assert!(!app.read(Role::Viewer, move |cx| consent_side(cx, case)).unwrap().same_as_before);
    agree(plan_consent("2026-11-21", newer)).unwrap();
}

#[test]
fn the_guide_says_what_is_prefilled_what_was_typed_and_what_still_needs_a_look() {
    let (app, _, case) = following(CaseKind::Renewal);
    let of = |part: CaseFactKind| guide(&app, case).lines.into_iter().find(|line| line.part == part).unwrap();
    assert_eq!(guide(&app, case).fields.typed, 0, "nothing was typed yet");
    assert_eq!(of(CaseFactKind::Review).looks, ["この期間の報告が2件あります。達成したこと・課題を取り込めます"]);
    assert_eq!(of(CaseFactKind::Interview).looks, ["場所と会った相手は、前の面接から入っています"]);
    let begun = of(CaseFactKind::Draft);
    assert_eq!((begun.state, begun.fields.unwrap().typed), (GuideState::Open, 0));
    assert!(begun.looks[0].contains("前の計画と同じ目標が2つあります"), "{:?}", begun.looks);
    assert!(begun.fields.unwrap().prefilled > 20, "{:?}", begun.fields);
    let mut now = text_of::<Assessment>(&app, case).start();
    now.written_on = Some(day("2026-11-12"));
    now.situation = "週3日、作業に通う。".to_owned();
    let working = now.clone();
    app.write(Role::Specialist, move |cx| save_working_text(cx, (case, i64::MAX), 0, working)).unwrap();
    let written = of(CaseFactKind::Assessment);
    assert_eq!((written.state, written.fields.unwrap().typed), (GuideState::Written, 2));
    finish(&app, case, now).unwrap();
    let done = of(CaseFactKind::Assessment);
    assert_eq!((done.state, done.looks.len(), done.fields.unwrap().typed), (GuideState::Done, 0, 2));
    assert_eq!(guide(&app, case).fields.typed, 2);
    finish(&app, case, review("2026-11-12")).unwrap();
    assert!(of(CaseFactKind::Draft).looks.iter().any(|look| look == "振り返りの課題が2つ、まだ計画にありません"));
    assert_eq!(view(&app, case).lamps[0].letter(), Lamp::Ready.letter(), "the interview is lacking still");
}
