//! 変更 as a guided way: the ward, both sides compared with the replaced plan, the guide.

use app::{
    Refusal,
    billing::month_page,
    planning::{CaseRecorded, finish_text, record_ward_consultation},
};
use domain::{
    billing::fees::FeeKind,
    client::Client,
    id::CaseId,
    office::Role,
    planning::{
        CaseFact, PlanStep, PlanningCase, SinceLast,
        change_guide::{GuideLine, GuideMark, GuideStep},
        p2_draft::PlanDraft,
        p2_ward_consultation::WardConsultation,
        p2_week_plan::WeekPlan,
        p5_plan::Plan,
    },
};
use testkit::{
    TestApp, month, months,
    planning::{case_of, interview, keep},
    proposal::{draft, plan, plan_consent, ward_consultation, week_plan},
    sentences,
    steps::add_rounds,
};

use super::people::{entry, start, view};

/// 花子's plan of April, and a case that changes it.
fn begun(app: &TestApp, hanako: &Client) -> PlanningCase {
    let earlier = case_of(hanako, 1)
        .with(CaseFact::WeekPlan(week_plan("2026-04-10")))
        .with(CaseFact::Plan(Plan { made_from: None, text: draft("2026-04-10") }))
        .closed("2026-04-20")
        .build();
    keep(app, &earlier);
    let change = case_of(hanako, 2).changes(&earlier).with(CaseFact::Interview(interview("2026-11-09"))).build();
    keep(app, &change);
    change
}

fn ask(app: &TestApp, case: CaseId, fact: WardConsultation) -> Result<CaseRecorded, Refusal> {
    let place = entry(&view(app, case));
    app.write(Role::Specialist, move |cx| record_ward_consultation(cx, place, fact))
}

fn finish_draft(app: &TestApp, case: CaseId, draft: PlanDraft) {
    let place = entry(&view(app, case));
    app.write(Role::Specialist, move |cx| finish_text(cx, place, 0, draft)).unwrap();
}

fn finish_week(app: &TestApp, case: CaseId, week: WeekPlan) {
    let place = entry(&view(app, case));
    app.write(Role::Specialist, move |cx| finish_text(cx, place, 0, week)).unwrap();
}

fn line(app: &TestApp, case: CaseId, step: GuideStep) -> GuideLine {
    view(app, case).guide.unwrap().into_iter().find(|line| line.step == step).unwrap()
}

fn one_side(app: &TestApp, case: CaseId) -> Vec<String> {
    let lacks = view(app, case).lacking[1].clone().into_iter().map(|one| one.0);
    lacks.filter(|one| one.contains("変更不要")).collect()
}

#[test]
fn the_ward_is_asked_before_a_change_is_drafted() {
    let (app, hanako) = start();
    let case = begun(&app, &hanako).id;
    assert_eq!(line(&app, case, GuideStep::Ward).mark, GuideMark::Open);
    let refused =
        ask(&app, case, WardConsultation { asked: String::new(), ..ward_consultation("2026-11-10", "2026-11-20") });
    assert_eq!(sentences(refused).len(), 1);
    ask(&app, case, ward_consultation("2026-11-10", "2026-11-20")).unwrap();
    for step in [GuideStep::Interview, GuideStep::Options, GuideStep::Ward, GuideStep::Day] {
        assert_eq!(line(&app, case, step).mark, GuideMark::Done, "{step:?}");
    }
    ask(&app, case, ward_consultation("2026-11-12", "2026-11-25")).unwrap();
    let seen = view(&app, case).case;
    assert_eq!(seen.ward_consultations().len(), 2, "one stands beside the other");
    finish_draft(&app, case, draft("2026-11-09"));
    let ward = line(&app, case, GuideStep::Ward);
    assert_eq!((ward.mark, ward.told.len()), (GuideMark::Told, 1), "a later day is told: {ward:?}");
    let denied = {
        let place = entry(&view(&app, case));
        let fact = ward_consultation("2026-11-10", "2026-11-20");
        app.write(Role::Viewer, move |cx| record_ward_consultation(cx, place, fact))
    };
    assert!(matches!(denied, Err(Refusal::Forbidden)), "{denied:?}");
}

#[test]
fn a_change_of_the_services_alone_is_not_finished() {
    let (app, hanako) = start();
    let case = begun(&app, &hanako).id;
    let mut more = draft("2026-11-18");
    more.services[1].amount = "月20時間".to_owned();
    finish_draft(&app, case, more);
    finish_week(&app, case, week_plan("2026-11-18"));
    assert_eq!(one_side(&app, case), ["週間計画の変更（または変更不要の理由）"]);
    let both = line(&app, case, GuideStep::Both);
    assert!(both.told.iter().any(|it| it.contains("居宅介護") && it.contains("月20時間")), "{both:?}");
    let stays = SinceLast { differs: None, stays: true, stays_because: "曜日は同じ。".to_owned() };
    finish_week(&app, case, WeekPlan { since_last: stays, ..week_plan("2026-11-18") });
    assert!(one_side(&app, case).is_empty());
    assert_eq!(line(&app, case, GuideStep::Both).mark, GuideMark::Done);
    let mut fewer = week_plan("2026-11-18");
    fewer.entries.remove(0);
    finish_week(&app, case, fewer);
    assert!(one_side(&app, case).is_empty());
    finish_draft(&app, case, draft("2026-11-18"));
    assert_eq!(one_side(&app, case), ["サービスの種類・量の変更（または変更不要の理由）"]);
    assert!(view(&app, case).open == Some(PlanStep::Assessment), "the lamps go on in their order");
}

/// 花子's change, agreed to on 2026-11-20, beside a certificate of which these months are due.
fn changed(app: &TestApp, hanako: &Client, due: &[&str]) -> CaseId {
    let certificate = months("2026-05..2027-04").every(3).of(hanako);
    let kept = certificate.clone();
    app.keep(move |tx| store::certificates::insert(tx, &kept));
    add_rounds(app, &certificate, due);
    let earlier = case_of(hanako, 1).with(CaseFact::Plan(plan("2026-04-10", None))).closed("2026-04-20").build();
    keep(app, &earlier);
    let change = case_of(hanako, 2).changes(&earlier).with(CaseFact::Plan(plan("2026-11-20", None)));
    let version = change.clone().build().facts.last().unwrap().id;
    let mut change = change.with(CaseFact::Consent(plan_consent("2026-11-20", version))).build();
    change.municipality.clone_from(&certificate.municipality);
    keep(app, &change);
    change.id
}

#[test]
fn a_change_outside_of_the_monitoring_months_is_marked_for_the_claim() {
    for (due, off_month) in [("2026-10", true), ("2026-11", false)] {
        let (app, hanako) = start();
        let case = changed(&app, &hanako, &[due]);
        let told = line(&app, case, GuideStep::Month).told;
        assert_eq!(told[0].contains("令和8年11月はモニタリング予定月ではありません"), off_month, "{told:?}");
        let page = app.read(Role::Viewer, |cx| month_page(cx, month("2026-11"))).unwrap();
        let parts = page.services.into_iter().flat_map(|service| service.rows).flat_map(|row| row.parts);
        let marks: Vec<bool> = parts.filter(|part| part.kind == FeeKind::Plan).map(|part| part.off_month).collect();
        assert_eq!(marks, [off_month], "on the page of the month");
    }
}

#[test]
fn the_use_stands_in_the_guide_before_the_ward_is_asked() {
    let (app, hanako) = start();
    let case = begun(&app, &hanako).id;
    assert_eq!(line(&app, case, GuideStep::Usage).mark, GuideMark::Open);
    let (client, fact) = (hanako.id, testkit::used::told(1, "居宅介護", "2026-10", 62 * 60));
    app.keep(move |tx| store::used_amounts::append(tx, testkit::OFFICE, client, &fact));
    let usage = line(&app, case, GuideStep::Usage);
    assert_eq!(usage.mark, GuideMark::Done);
    assert_eq!(usage.told, ["居宅介護：直近6か月のうち1か月の記録の平均で、80時間のうち62時間（77％）"]);
    let steps: Vec<GuideStep> = view(&app, case).guide.unwrap().into_iter().map(|line| line.step).collect();
    assert!(steps.iter().position(|it| *it == GuideStep::Usage) < steps.iter().position(|it| *it == GuideStep::Ward));
}
