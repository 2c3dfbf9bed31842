//! p3: the hand-in, the decision beside the draft, 連絡調整 with the providers.

use domain::{
    monitoring::{Checking, Lamp, Problem},
    planning::{
        CaseFact, PlanStep, PlanningCase, done_on, lacking, lamps, open_step,
        p3_coordination::Coordination,
        p3_decision::{GrantDecision, Outcome},
        p3_hand_in::{HandIn, HandInPaper},
        service_use::Difference,
    },
};
use testkit::{
    TODAY, client, day,
    decision::{coordination, decided, granted, hand_in},
    planning::{CaseBuilder, assessment, basic, case_of, coverage, fact, interview},
    proposal::{draft, draft_consent, interval, week_plan},
};

const WITH: Checking = Checking { today: TODAY, support_ended_on: None, born: None };

/// 花子's case with the consent to the draft.
fn agreed() -> CaseBuilder {
    let hanako = client("川崎 花子").build();
    let case = case_of(&hanako, 1)
        .with(CaseFact::Coverage(coverage(&["居宅介護"])))
        .with(CaseFact::Basic(basic("2026-11-02")))
        .with(CaseFact::Interview(interview("2026-11-09")))
        .with(CaseFact::Assessment(assessment("2026-11-10")))
        .with(CaseFact::Draft(draft("2026-11-11")))
        .with(CaseFact::WeekPlan(week_plan("2026-11-11")))
        .with(CaseFact::Interval(interval(3)));
    let texts = case.clone().build().consentable();
    case.with(CaseFact::DraftConsent(draft_consent("2026-11-12", texts)))
}

/// The same, handed in.
fn handed_in() -> CaseBuilder {
    let texts = agreed().build().consentable();
    agreed().with(CaseFact::HandIn(hand_in("2026-11-13", texts)))
}

fn missing(case: &PlanningCase) -> Vec<String> {
    lacking(case, PlanStep::Decision).into_iter().map(|one| one.0).collect()
}

fn fields(problems: Vec<Problem>) -> Vec<String> {
    problems.into_iter().map(|one| one.field).collect()
}

fn letters(case: &PlanningCase) -> String {
    lamps(case).iter().map(Lamp::letter).collect()
}

#[test]
fn each_paper_that_was_not_handed_in_is_named_until_it_is_or_is_not_asked_for() {
    assert_eq!(missing(&agreed().build()), ["計画案の提出", "支給決定"]);
    let texts = agreed().build().consentable();
    let draft_alone = HandIn { papers: vec![HandInPaper::Draft], ..hand_in("2026-11-13", texts) };
    let partly = agreed().with(CaseFact::HandIn(draft_alone));
    assert_eq!(
        missing(&partly.clone().build()),
        ["支給申請書の提出", "計画相談支援依頼（変更）届出書の提出", "支給決定"]
    );
    let later = HandIn {
        papers: vec![HandInPaper::Application],
        not_asked: vec![HandInPaper::Notice],
        ..hand_in("2026-11-16", Vec::new())
    };
    let case = partly.with(CaseFact::HandIn(later)).build();
    assert_eq!(missing(&case), ["支給決定"], "two hand-ins stand beside one another");
    assert_eq!(case.handed_in_on(), Some(day("2026-11-13")));
}

#[test]
fn a_draft_that_is_corrected_is_handed_in_again_unless_it_was_decided_already() {
    let corrected = |builder: CaseBuilder| {
        let mut case = builder.build();
        let old = case.facts.standing().find(|fact| matches!(fact.body, CaseFact::Draft(_))).unwrap().id;
        let mut newer = fact(9_999, CaseFact::Draft(draft("2026-11-17")));
        newer.corrects = Some(old);
        case.facts.append(newer);
        case
    };
    assert_eq!(missing(&corrected(handed_in())), ["直した計画案の提出", "支給決定"]);
    let decided = corrected(handed_in().with(CaseFact::Decision(granted("2026-11-16"))));
    assert_eq!(missing(&decided), ["さくらとの連絡調整"], "after the decision the draft becomes the plan");
}

#[test]
fn a_hand_in_is_of_a_finished_draft_and_of_one_paper_at_least() {
    let case = agreed().build();
    assert!(hand_in("2026-11-13", Vec::new()).check(&case, &WITH).is_empty());
    assert_eq!(fields(hand_in("2026-11-10", Vec::new()).check(&case, &WITH)), ["handed_on"], "before the draft");
    assert_eq!(fields(hand_in("2026-11-23", Vec::new()).check(&case, &WITH)), ["handed_on"], "in the future");
    let nothing = HandIn { papers: Vec::new(), ..hand_in("2026-11-13", Vec::new()) };
    assert_eq!(fields(nothing.check(&case, &WITH)), ["papers"]);
    let both = HandIn { not_asked: vec![HandInPaper::Notice], ..hand_in("2026-11-13", Vec::new()) };
    assert_eq!(fields(both.check(&case, &WITH)), ["not_asked"]);
    let without_draft = HandIn {
        papers: vec![HandInPaper::Application],
        not_asked: vec![HandInPaper::Draft],
        ..hand_in("2026-11-13", Vec::new())
    };
    assert_eq!(fields(without_draft.check(&case, &WITH)), ["not_asked"], "the draft is always asked for");
    let unfinished = case_of(&client("川崎 花子").build(), 1).build();
    assert_eq!(fields(hand_in("2026-11-13", Vec::new()).check(&unfinished, &WITH)), ["papers"]);
}

#[test]
fn a_decision_as_proposed_lacks_its_certificate_and_the_providers_alone() {
    let bare = GrantDecision { certificate: None, notified_on: None, interval_months: None, ..granted("2026-11-16") };
    assert!(bare.differences().is_empty(), "an interval that nobody knows yet differs from none");
    let case = handed_in().with(CaseFact::Decision(bare)).build();
    assert_eq!(
        missing(&case),
        ["支給決定の通知の日", "決定したモニタリング期間", "受給者証の登録", "さくらとの連絡調整"]
    );
    let done = handed_in()
        .with(CaseFact::Decision(granted("2026-11-16")))
        .with(CaseFact::Coordination(coordination("2026-11-17", "さくら")))
        .build();
    assert_eq!((missing(&done).len(), letters(&done).as_str()), (0, "DDDRW"));
    assert_eq!(open_step(&done), Some(PlanStep::Conference));
    assert_eq!(done_on(&done, PlanStep::Plan), None, "no 計画作成日 follows from a decision");
}

#[test]
fn what_was_decided_stands_beside_what_was_proposed_and_every_difference_is_said() {
    let less = GrantDecision {
        services: vec![decided("居宅介護", "月８時間"), decided("短期入所", "月7日")],
        interval_months: Some(6),
        ..granted("2026-11-16")
    };
    let differences: Vec<Difference> = less.compared().iter().map(|one| one.difference).collect();
    assert_eq!(differences, [Difference::Gone, Difference::Amount, Difference::Added]);
    assert_eq!(
        less.differences(),
        [
            "就労継続支援B型: 案にあり、決定にありません",
            "居宅介護: 案は月10時間、決定は月８時間",
            "短期入所: 案になく、決定にあります（月7日）",
            "モニタリング期間: 案は3か月ごと、決定は6か月ごと",
        ]
    );
    let case = handed_in().with(CaseFact::Decision(less)).build();
    assert_eq!(missing(&case)[..2], ["決定が案とちがう理由", "案とちがうことの本人への説明"]);
    let same = GrantDecision { services: vec![decided("居宅介護", "10時間／月")], ..granted("2026-11-16") };
    assert_eq!(same.compared()[1].difference, Difference::Same, "the same amount in another writing");
}

#[test]
fn two_rows_of_one_service_are_compared_row_by_row() {
    let row = |number| Some(testkit::proposal::plan_row(number));
    let of = |number, amount: &str| domain::planning::p3_decision::DecidedService {
        row: row(number),
        ..decided("居宅介護", amount)
    };
    let mut decision = granted("2026-11-16");
    decision.proposed.services = vec![of(1, "月10時間"), of(2, "月5時間")];
    decision.services = vec![of(2, "月5時間"), of(1, "月8時間")];
    assert_eq!(decision.differences(), ["居宅介護: 案は月10時間、決定は月8時間"]);
}

#[test]
fn days_of_a_decision_follow_one_another_and_a_refusal_has_its_reason() {
    let case = handed_in().build();
    assert!(granted("2026-11-16").check(&case, &WITH).is_empty());
    assert_eq!(fields(granted("2026-11-12").check(&case, &WITH)), ["decided_on"], "before the hand-in");
    let notice = GrantDecision { notified_on: Some(day("2026-11-14")), ..granted("2026-11-16") };
    assert_eq!(fields(notice.check(&case, &WITH)), ["notified_on"]);
    let empty = GrantDecision { services: Vec::new(), interval_months: Some(61), ..granted("2026-11-16") };
    assert_eq!(fields(empty.check(&case, &WITH)), ["decided_service_0", "interval_months"]);
    let unnamed = GrantDecision { services: vec![decided("", "月5日")], ..granted("2026-11-16") };
    assert_eq!(fields(unnamed.check(&case, &WITH)), ["decided_service_0"]);
    let rejected = GrantDecision { outcome: Outcome::Rejected, services: Vec::new(), ..granted("2026-11-16") };
    assert_eq!(fields(rejected.check(&case, &WITH)), ["reason"]);
}

#[test]
fn after_a_refusal_nothing_more_is_asked_for_and_the_case_led_to_nothing() {
    for (outcome, word, sentence) in [
        (Outcome::Rejected, "却下", "令和8年11月16日に支給申請が却下されました：対象外"),
        (Outcome::TakenBack, "取下げ", "令和8年11月16日に支給申請を取り下げました：対象外"),
    ] {
        let decision = GrantDecision {
            outcome,
            services: Vec::new(),
            reason: "対象外".to_owned(),
            certificate: None,
            ..granted("2026-11-16")
        };
        let case = handed_in().with(CaseFact::Decision(decision)).build();
        assert_eq!((case.led_to_nothing(), case.ended().as_deref()), (Some(word), Some(sentence)));
        assert_eq!((letters(&case).as_str(), open_step(&case)), ("DDDNN", None));
    }
    assert_eq!(handed_in().build().led_to_nothing(), None);
}

#[test]
fn coordination_comes_after_the_decision_and_each_provider_of_the_draft_is_asked_for() {
    let before = handed_in().build();
    assert_eq!(fields(coordination("2026-11-17", "さくら").check(&before, &WITH)), ["date"]);
    let case = handed_in().with(CaseFact::Decision(granted("2026-11-16"))).build();
    assert!(coordination("2026-11-17", "さくら").check(&case, &WITH).is_empty());
    assert_eq!(fields(coordination("2026-11-15", "さくら").check(&case, &WITH)), ["date"]);
    let nobody = Coordination { content: String::new(), ..coordination("2026-11-17", " ") };
    assert_eq!(fields(nobody.check(&case, &WITH)), ["provider_name", "content"]);
    assert_eq!(case.not_coordinated(), ["さくら"]);
    let other = handed_in()
        .with(CaseFact::Decision(granted("2026-11-16")))
        .with(CaseFact::Coordination(coordination("2026-11-17", "もみじ")))
        .build();
    assert_eq!(missing(&other), ["さくらとの連絡調整"], "an entry with somebody else is none with さくら");
}
