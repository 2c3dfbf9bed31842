//! 変更: the ward, both sides, the guide.

#![expect(clippy::unwrap_used, reason = "tests")]

use domain::{
    monitoring::{Checking, Problem},
    planning::{
        CaseFact, CaseText, PlanStep, PlanningCase, SinceLast,
        change_guide::{GuideBasis, GuideLine, GuideMark, GuideStep, change_guide},
        lacking,
        p2_draft::PlanDraft,
        p2_ward_consultation::WardConsultation,
        p2_week_plan::WeekPlan,
        p5_plan::Plan,
    },
};
use testkit::{
    TODAY, client, day, law_book, month,
    planning::{CaseBuilder, case_of, interview},
    proposal::{draft, plan_consent, ward_consultation, week_plan},
};

const WITH: Checking = Checking { today: TODAY, support_ended_on: None, born: None };

/// The plan that is changed.
fn earlier() -> PlanningCase {
    let plan = Plan { made_from: None, text: draft("2026-04-10") };
    case_of(&client("川崎 花子").build(), 1)
        .with(CaseFact::WeekPlan(week_plan("2026-04-10")))
        .with(CaseFact::Plan(plan))
        .build()
}

/// A case that changes it.
fn change() -> CaseBuilder {
    case_of(&client("川崎 花子").build(), 2).changes(&earlier())
}

fn finished<T: CaseText>(text: T) -> T {
    text.against(&earlier(), law_book())
}

/// 居宅介護 twice as much.
fn more(on: &str) -> PlanDraft {
    let mut draft = draft(on);
    if let Some(second) = draft.services.get_mut(1) {
        second.amount = "月20時間".to_owned();
    }
    draft
}

fn other_week(on: &str) -> WeekPlan {
    let mut week = week_plan(on);
    week.entries.remove(0);
    week
}

fn one_side(case: &PlanningCase) -> Vec<String> {
    let lacks = lacking(case, PlanStep::Draft).into_iter().map(|one| one.0);
    lacks.filter(|one| one.contains("変更不要")).collect()
}

fn fields(problems: &[Problem]) -> Vec<&str> {
    problems.iter().map(|problem| problem.field.as_str()).collect()
}

#[test]
fn services_and_week_are_changed_together_or_it_is_said_why_not() {
    let both = change()
        .with(CaseFact::Draft(finished(more("2026-11-18"))))
        .with(CaseFact::WeekPlan(finished(other_week("2026-11-18"))));
    assert!(one_side(&both.build()).is_empty());
    let services = |week: WeekPlan| {
        change().with(CaseFact::Draft(finished(more("2026-11-18")))).with(CaseFact::WeekPlan(finished(week))).build()
    };
    let mut turned = week_plan("2026-11-18");
    turned.entries.reverse();
    assert_eq!(
        one_side(&services(turned)),
        ["週間計画の変更（または変更不要の理由）"],
        "the order of the lines is no change"
    );
    let stays = |because: &str| SinceLast { differs: None, stays: true, stays_because: because.to_owned() };
    let reasoned = WeekPlan { since_last: stays("曜日と時間は同じ"), ..week_plan("2026-11-18") };
    assert!(one_side(&services(reasoned)).is_empty());
    let bare = WeekPlan { since_last: stays(" "), ..week_plan("2026-11-18") };
    assert_eq!(fields(&bare.check(&change().build(), &WITH, true)), ["stays_because"]);
    let week = change()
        .with(CaseFact::Draft(finished(draft("2026-11-18"))))
        .with(CaseFact::WeekPlan(finished(other_week("2026-11-18"))));
    assert_eq!(one_side(&week.build()), ["サービスの種類・量の変更（または変更不要の理由）"]);
}

#[test]
fn only_a_change_is_asked_for_both_sides_and_only_beside_a_plan_that_is_there() {
    let renewal = case_of(&client("川崎 花子").build(), 2)
        .renews(&earlier())
        .with(CaseFact::Draft(finished(more("2026-11-18"))))
        .with(CaseFact::WeekPlan(finished(week_plan("2026-11-18"))));
    assert!(one_side(&renewal.build()).is_empty());
    let unknown = change().with(CaseFact::Draft(more("2026-11-18"))).with(CaseFact::WeekPlan(week_plan("2026-11-18")));
    assert!(one_side(&unknown.build()).is_empty(), "nothing was compared");
    let next = finished(more("2026-11-18")).carried_forward(day("2026-11-18"));
    assert_eq!(next.since_last, SinceLast::default(), "the next plan is compared anew");
}

#[test]
fn services_changed_at_the_meeting_ask_for_the_week_once_more() {
    let case = change()
        .with(CaseFact::Draft(finished(draft("2026-11-18"))))
        .with(CaseFact::WeekPlan(finished(week_plan("2026-11-18"))))
        .with(CaseFact::Plan(finished(Plan { made_from: None, text: more("2026-11-20") })))
        .build();
    let lacks: Vec<String> = lacking(&case, PlanStep::Plan).into_iter().map(|one| one.0).collect();
    assert!(lacks.contains(&"週間計画の変更（または変更不要の理由）".to_owned()), "{lacks:?}");
}

#[test]
fn the_ward_is_asked_before_the_draft_and_what_is_otherwise_is_told() {
    assert!(ward_consultation("2026-11-10", "2026-12-01").check(&WITH).is_empty(), "the plan is to come");
    let bare =
        WardConsultation { to: String::new(), asked: String::new(), ..ward_consultation("2026-11-23", "2026-12-01") };
    assert_eq!(fields(&bare.check(&WITH)), ["consulted_on", "to", "asked"], "tomorrow, nobody, nothing");
    assert_eq!(change().build().ward_told().len(), 1, "nobody was asked");
    let visited = || change().with(CaseFact::Interview(interview("2026-11-09")));
    let asked = |on: &str| visited().with(CaseFact::WardConsultation(ward_consultation(on, "2026-11-20")));
    let told = |case: CaseBuilder| case.with(CaseFact::Draft(draft("2026-11-18"))).build().ward_told();
    assert!(told(asked("2026-11-10")).is_empty());
    assert_eq!(
        told(asked("2026-11-20")),
        ["相談の日（令和8年11月20日）が、計画案の作成日（令和8年11月18日）より後です。"]
    );
    assert_eq!(told(asked("2026-11-05")), ["相談の日（令和8年11月5日）が、面接の日（令和8年11月9日）より前です。"]);
    let waiting = WardConsultation { answer: String::new(), ..ward_consultation("2026-11-10", "2026-11-20") };
    assert_eq!(told(visited().with(CaseFact::WardConsultation(waiting))).len(), 1, "no answer yet");
    let new = case_of(&client("川崎 花子").build(), 3).build();
    assert!(new.ward_told().is_empty(), "a first plan asks nobody");
}

#[test]
fn the_day_of_the_plan_is_compared_with_that_of_the_ward_and_of_the_grant() {
    let case = change().with(CaseFact::WardConsultation(ward_consultation("2026-11-10", "2026-11-20"))).build();
    assert_eq!(case.agreed_plan_day(), Some(day("2026-11-20")));
    assert!(case.plan_day_told(day("2026-11-20"), Some(day("2026-12-01"))).is_empty());
    assert_eq!(
        case.plan_day_told(day("2026-11-21"), Some(day("2026-11-20"))),
        [
            "区役所・支所と確認した作成月日は令和8年11月20日です。同意の日（令和8年11月21日）とちがいます。",
            "計画作成日（令和8年11月21日）が、支給決定の始まり（令和8年11月20日）より後です。"
        ]
    );
    let later = change()
        .with(CaseFact::WardConsultation(ward_consultation("2026-11-12", "2026-11-25")))
        .with(CaseFact::WardConsultation(ward_consultation("2026-11-10", "2026-11-20")));
    assert_eq!(later.build().agreed_plan_day(), Some(day("2026-11-25")), "what was agreed last holds");
}

fn line(lines: &[GuideLine], step: GuideStep) -> &GuideLine {
    lines.iter().find(|line| line.step == step).unwrap()
}

fn guide(case: &PlanningCase, months: &[&str]) -> Vec<GuideLine> {
    let months: Vec<_> = months.iter().map(|it| month(it)).collect();
    let basis = GuideBasis { today: TODAY, changes: Some(&[]), grant_from: None, used: &[], months: &months };
    change_guide(case, &basis).unwrap()
}

#[test]
fn the_guide_goes_through_the_steps_of_a_change_in_order() {
    let begun = guide(&change().build(), &[]);
    assert!(begun.iter().take(6).all(|line| line.mark == GuideMark::Open), "{begun:?}");
    let full = change()
        .with(CaseFact::Interview(interview("2026-11-09")))
        .with(CaseFact::WardConsultation(ward_consultation("2026-11-10", "2026-11-20")))
        .with(CaseFact::Draft(finished(draft("2026-11-18"))))
        .with(CaseFact::WeekPlan(finished(week_plan("2026-11-18"))))
        .build();
    let lines = guide(&full, &["2026-11"]);
    for step in [GuideStep::Interview, GuideStep::Options, GuideStep::Ward, GuideStep::Day] {
        assert_eq!(line(&lines, step).mark, GuideMark::Done, "{step:?}");
    }
    let both = line(&lines, GuideStep::Both);
    assert_eq!((both.mark, both.told.len()), (GuideMark::Told, 1), "neither side changes anything: {both:?}");
    let new = case_of(&client("川崎 花子").build(), 3).build();
    let basis = GuideBasis { today: TODAY, changes: None, grant_from: None, used: &[], months: &[] };
    assert_eq!(change_guide(&new, &basis), None);
}

#[test]
fn a_change_outside_of_the_months_is_marked_for_the_claim() {
    let agreed = change().with(CaseFact::Plan(Plan { made_from: None, text: more("2026-11-20") })).build();
    let plan = agreed.facts.last().unwrap().id;
    let case = change()
        .with(CaseFact::Plan(Plan { made_from: None, text: more("2026-11-20") }))
        .with(CaseFact::Consent(plan_consent("2026-11-20", plan)))
        .build();
    let told = |months: &[&str]| line(&guide(&case, months), GuideStep::Month).told[0].clone();
    assert!(told(&["2026-10"]).contains("令和8年11月はモニタリング予定月ではありません"), "{}", told(&["2026-10"]));
    assert!(told(&["2026-11"]).contains("令和8年11月はモニタリング予定月です"));
}
