//! 計画の経過: what its facts say of the five steps.

use domain::{
    client::{Client, ConsultationService, SelfPlans, eligibility::Route},
    monitoring::{Checking, Lamp, Problem},
    planning::{
        CaseFact, CaseFactKind, CaseText, PlanStep, PlanningCase, done_on, lacking, lamps, open_step,
        p1_assessment::{Area, Assessment},
        p1_basic::{BasicInformation, Registered},
        p1_coverage::Coverage,
        p1_interview::Interview,
        waiting_since,
    },
};
use law::Verdict;
use testkit::{
    TODAY, client, day, law_book,
    planning::{assessment, basic, case_of, coverage, end, interview},
};

/// What is checked today, of a client whose support goes on.
const CHECKING: Checking = Checking { today: TODAY, support_ended_on: None, born: None };

fn letters(case: &PlanningCase) -> String {
    lamps(case).iter().map(Lamp::letter).collect()
}

fn missing(case: &PlanningCase, step: PlanStep) -> Vec<String> {
    lacking(case, step).into_iter().map(|one| one.0).collect()
}

#[test]
fn a_case_begins_with_the_interview_at_home_and_says_what_each_step_lacks() {
    let hanako = client("川崎 花子").build();
    let case = case_of(&hanako, 1).build();
    assert_eq!(letters(&case), "RWWWW");
    assert_eq!((open_step(&case), waiting_since(&case)), (Some(PlanStep::Assessment), case.opened_on));
    assert_eq!(missing(&case, PlanStep::Assessment), ["対象の確認", "基本情報", "訪問しての面接", "アセスメント"]);
    assert_eq!(missing(&case, PlanStep::Draft), ["計画案", "週間計画", "モニタリング期間の提案", "計画案への同意"]);
    assert_eq!(missing(&case, PlanStep::Decision), ["計画案の提出", "支給決定"]);
    assert_eq!(missing(&case, PlanStep::Conference), ["サービス担当者会議"]);
    assert_eq!(missing(&case, PlanStep::Plan), ["計画", "計画への同意", "計画の交付"]);
    let waits = lamps(&case)[4].missing().into_iter().map(|one| one.0).collect::<Vec<_>>();
    assert_eq!(waits, missing(&case, PlanStep::Assessment), "a later step waits for the first that is open");
}

#[test]
fn an_interview_elsewhere_stays_recorded_and_lights_nothing() {
    let hanako = client("川崎 花子").build();
    let mut elsewhere = interview("2026-11-05");
    elsewhere.visit.lives_there = false;
    let case = case_of(&hanako, 1).with(CaseFact::Interview(elsewhere));
    let lacks = missing(&case.clone().build(), PlanStep::Assessment);
    assert!(lacks.contains(&"本人が住んでいる（滞在している）所への訪問".to_owned()), "{lacks:?}");
    let case = case.with(CaseFact::Interview(interview("2026-11-09"))).build();
    let lacks = missing(&case, PlanStep::Assessment);
    assert!(!lacks.iter().any(|one| one.contains("訪問")), "{lacks:?}");
    assert_eq!(case.interview().map(|(_, it)| it.visit.date), Some(day("2026-11-09")), "that at home counts");
    assert_eq!(done_on(&case, PlanStep::Draft), None);
}

#[test]
fn a_case_given_up_asks_for_nothing_more() {
    let hanako = client("川崎 花子").build();
    let case = case_of(&hanako, 1).with(CaseFact::Ended(end("2026-11-20"))).build();
    assert_eq!((letters(&case).as_str(), open_step(&case)), ("NNNNN", None));
    assert_eq!(case.ended().as_deref(), Some("取りやめました：申請を取り下げた。"));
    let gone = client("川崎 花子").ended("2026-11-10").build();
    let case = case_of(&gone, 1).build();
    assert_eq!(case.ended().as_deref(), Some("支援が令和8年11月10日に終了しました"));
}

#[test]
fn an_interview_names_its_visitor_its_affiliation_and_whom_they_met() {
    let hanako = client("川崎 花子").build();
    let case = case_of(&hanako, 1).build();
    let problems = |interview: Interview| -> Vec<String> {
        CaseFact::Interview(interview).check(&case, &CHECKING).into_iter().map(|problem| problem.field).collect()
    };
    assert!(problems(interview("2026-11-09")).is_empty());
    let mut bare = interview("2026-11-09");
    (bare.affiliation, bare.visit.visitor, bare.visit.met) = Default::default();
    assert_eq!(problems(bare), ["visitor", "met", "affiliation"]);
    assert_eq!(problems(interview("2026-11-23")), ["date"], "tomorrow");
    let early = CaseFact::Ended(end("2026-11-01")).check(&case, &CHECKING);
    assert_eq!(early.len(), 1, "before it began: {early:?}");
}

#[test]
fn every_part_has_its_step_and_every_step_its_parts() {
    for step in PlanStep::ALL {
        assert!(CaseFactKind::of_step(*step).next().is_some(), "{step:?}");
    }
    assert_eq!(CaseFactKind::DraftConsent.page(), "p2-draft-consent");
    assert_eq!(CaseFactKind::Ended.page(), "");
}

#[test]
fn the_first_step_is_done_with_basic_information_interview_and_assessment() {
    let hanako = client("川崎 花子").build();
    let case = case_of(&hanako, 1)
        .with(CaseFact::Coverage(coverage(&["就労継続支援B型"])))
        .with(CaseFact::Basic(basic("2026-11-02")));
    assert_eq!(missing(&case.clone().build(), PlanStep::Assessment), ["訪問しての面接", "アセスメント"]);
    let case = case.with(CaseFact::Interview(interview("2026-11-09")));
    let case = case.with(CaseFact::Assessment(assessment("2026-11-12"))).build();
    assert_eq!(letters(&case), "DRWWW");
    assert_eq!(
        (done_on(&case, PlanStep::Assessment), waiting_since(&case)),
        (Some(day("2026-11-12")), day("2026-11-12"))
    );
    assert_eq!(open_step(&case), Some(PlanStep::Draft));
}

#[test]
fn an_area_of_which_nothing_is_known_is_unconfirmed_and_not_without_need() {
    assert_eq!(Assessment::default().areas.iter().map(|notes| notes.area).collect::<Vec<_>>(), Area::ALL);
    assert_eq!(Assessment::default().unconfirmed().count(), Area::ALL.len());
    let text = assessment("2026-11-12");
    assert_eq!(text.unconfirmed().count(), Area::ALL.len() - 1);
    assert!(!text.unconfirmed().any(|area| area == Area::Work));
}

#[test]
fn a_text_may_be_incomplete_until_it_is_finished() {
    let hanako = client("川崎 花子").build();
    let case = case_of(&hanako, 1).with(CaseFact::Interview(interview("2026-11-09"))).build();
    let fields = |problems: Vec<Problem>| problems.into_iter().map(|one| one.field).collect::<Vec<_>>();
    assert!(BasicInformation::default().check(&case, &CHECKING, false).is_empty());
    let lacking = fields(BasicInformation::default().check(&case, &CHECKING, true));
    assert_eq!(lacking, ["consulted_on", "caller", "consultation"]);
    assert!(Assessment::default().check(&case, &CHECKING, false).is_empty());
    assert_eq!(fields(Assessment::default().check(&case, &CHECKING, true)), ["written_on", "situation", "wishes"]);
    let long = Assessment { from_others: "あ".repeat(4_001), ..assessment("2026-11-12") };
    assert_eq!(fields(long.check(&case, &CHECKING, false)), ["from_others"], "too long even while it is written");
    let early = assessment("2026-11-08");
    assert_eq!(fields(early.check(&case, &CHECKING, true)), ["written_on"], "before the visit");
}

#[test]
fn what_the_person_said_goes_on_to_the_next_case_and_what_was_of_its_day_does_not() {
    let (was, day_of) = (assessment("2026-11-12"), day("2026-11-12"));
    let next = was.clone().carried_forward(day_of);
    assert_eq!((next.written_on, next.situation.as_str()), (None, was.situation.as_str()));
    assert_eq!(next.own_words[0].carried_from, Some(day_of));
    let later = next.carried_forward(day("2027-11-01"));
    assert_eq!(later.own_words[0].carried_from, Some(day_of), "the first day stays");
    let basic = basic("2026-11-02").carried_forward(day_of);
    assert_eq!((basic.family.as_str(), basic.supports.len()), ("母と二人暮らし。", 1));
    assert_eq!((basic.consultation.as_str(), basic.caller.as_str(), basic.consulted_on), ("", "", None));
}

#[test]
fn the_clients_own_items_are_stamped_on_the_basic_information() {
    let hanako = client("川崎 花子").build();
    let text = basic("2026-11-02").stamped(&hanako);
    assert_eq!(text.registered, Some(Registered::of(&hanako)));
    let stamped = text.registered.map(|it| (it.name, it.birth, it.address, it.phone));
    assert_eq!(stamped, Some(("川崎 花子".to_owned(), day("1985-03-01"), hanako.address, hanako.phone)));
}

#[test]
fn who_is_covered_is_said_with_the_reason_and_against_the_service_of_the_case() {
    let adult = client("川崎 花子").build();
    let judged = |client: &Client, services: &[&str], care_insurance| {
        let coverage = Coverage { care_insurance, ..coverage(services) };
        coverage.judged(law_book(), client, &case_of(client, 1).build())
    };
    let plan = judged(&adult, &["居宅介護"], Some(false));
    assert!(matches!(&plan.verdict, Verdict::Is(it) if it.value.route == Route::Plan) && plan.other.is_none());
    let child = client("川崎 一郎").child_of("川崎 母子", "2018-05-05").build();
    let mut both = case_of(&child, 1).build();
    both.service = ConsultationService::Plan;
    let answer = coverage(&["短期入所", "放課後等デイサービス"]).judged(law_book(), &child, &both);
    assert_eq!(answer.other, Some(Route::Child), "the case was begun as the other service");
    let old = client("川崎 太郎").born("1950-01-01").build();
    assert!(matches!(judged(&old, &["居宅介護"], None).verdict, Verdict::Needs(_)), "介護保険 is asked for");
    assert!(matches!(judged(&old, &["居宅介護"], Some(true)).verdict, Verdict::No(_)));
    let decides = judged(&old, &["同行援護"], Some(true)).verdict;
    assert!(matches!(decides, Verdict::MunicipalityDecides { .. }));
    let mut own = adult.clone();
    own.self_plans = SelfPlans::since(day("2026-04-01"));
    assert!(matches!(judged(&own, &["居宅介護"], None).verdict, Verdict::No(_)), "a self-plan");
    let none = Coverage { services: Vec::new(), ..coverage(&[]) };
    assert_eq!(none.check(&CHECKING).len(), 1);
}
