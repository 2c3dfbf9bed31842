//! Goals with by when, who and what; rows that keep their ids; what it all costs.

use domain::planning::CaseFact;
use domain::planning::{
    CaseText, Ids,
    p2_draft::{Costs, NeedRow, PlanDraft, ServiceRow, VAGUE_LIKE, VAGUE_WHY},
    p2_interval::{Consideration, IntervalProposal},
};
use testkit::{
    day, id,
    proposal::{draft, plan_row},
};

use super::{WITH, assessed, case, fields};

#[test]
fn a_draft_begins_with_what_the_assessment_found() {
    let begun = PlanDraft::default().prefilled(&case());
    assert_eq!(begun.wishes, "働いて、旅行に行きたい。");
    let typed = PlanDraft { wishes: "花屋で働く。".to_owned(), ..PlanDraft::default() }.prefilled(&case());
    assert_eq!(typed.wishes, "花屋で働く。", "what was typed stays");
}

#[test]
fn a_finished_draft_asks_for_goals_needs_and_the_time_of_each_goal() {
    assert!(PlanDraft::default().check(&case(), &WITH, false).is_empty());
    let lacks = fields(PlanDraft::default().check(&case(), &WITH, true));
    assert_eq!(
        lacks,
        [
            "written_on",
            "wishes",
            "policy",
            "long_goal",
            "long_goal_term",
            "short_goal",
            "short_goal_term",
            "need_0",
            "service_kind_0"
        ]
    );
    let mut text = draft("2026-11-20");
    assert!(text.check(&case(), &WITH, true).is_empty(), "{:?}", text.check(&case(), &WITH, true));
    text.needs[1].due.clear();
    text.services[0].times = None;
    assert_eq!(fields(text.check(&case(), &WITH, true)), ["need_due_1", "service_times_0"]);
    assert!(text.check(&case(), &WITH, false).is_empty(), "while it is written nothing has to be there");
    assert_eq!(fields(draft("2026-11-08").check(&case(), &WITH, true)), ["written_on"], "before the visit");
}

#[test]
fn a_wish_that_is_far_is_cut_into_by_when_who_and_what() {
    let mut text = draft("2026-11-20");
    text.prompts.steps.clear();
    assert_eq!(fields(text.check(&case(), &WITH, true)), ["step_when_0"]);
    text.prompts.wish_is_far = false;
    assert!(text.check(&case(), &WITH, true).is_empty(), "a near wish needs no steps");
    let mut half = draft("2026-11-20");
    half.prompts.steps[0].who.clear();
    assert_eq!(fields(half.check(&case(), &WITH, true)), ["step_who_0"]);
}

#[test]
fn a_vague_wish_is_asked_the_handbooks_two_questions_word_for_word() {
    let handbook = include_str!("../../../../docs/seeds/000.txt").replace(['\n', ' '], "");
    for question in [VAGUE_LIKE, VAGUE_WHY, "いつまでに・誰が・何を", "将来の夢を実現するために今こうしよう！"]
    {
        assert!(handbook.contains(question), "{question}");
    }
}

#[test]
fn a_row_gets_its_id_once_and_keeps_it_into_the_next_plan() {
    let mut number = 0;
    let mut new_id = || {
        number += 1;
        id(number)
    };
    let mut text = draft("2026-11-20");
    text.needs.push(NeedRow { need: "一人で買い物に行きたい".to_owned(), ..NeedRow::default() });
    text.needs.push(NeedRow { id: Some(plan_row(1)), ..NeedRow::default() });
    let text = text.identified(&mut Ids(&mut new_id));
    let ids: Vec<_> = text.needs.iter().map(|need| need.id.unwrap()).collect();
    assert_eq!(ids[..2], [plan_row(1), plan_row(2)]);
    assert!(ids.iter().collect::<std::collections::BTreeSet<_>>().len() == 4, "a copied id is given anew");
    let next = text.clone().carried_forward(day("2026-11-20"));
    assert_eq!(next.needs, text.needs);
    assert_eq!(next.services, text.services);
    assert_eq!((next.written_on, next.valid_until, &next.neutrality), (None, None, &None));
    let again = next.clone().identified(&mut Ids(&mut new_id));
    assert_eq!(again, next, "nothing is named twice");
}

#[test]
fn a_service_whose_need_is_gone_has_to_choose_again() {
    let mut text = draft("2026-11-20");
    text.needs.remove(0);
    assert_eq!(fields(text.check(&case(), &WITH, false)), ["service_for_0"]);
}

#[test]
fn price_times_number_is_the_sum_and_the_totals_say_what_they_lack() {
    let text = draft("2026-11-20");
    assert_eq!(text.services[0].sum(), Some(120_000));
    assert_eq!(text.costs(), Costs { services: 120_000, own_burden: 9_300, without_price: 1 });
    assert_eq!(text.costs().above_limit(9_300), None);
    assert_eq!(text.costs().above_limit(4_600), Some(4_700));
    assert_eq!(Costs::of(&[ServiceRow::default()]), Costs::default(), "an empty row is no row without a price");
    let mut wrong = text;
    wrong.services[0].unit_price = Some(-1);
    assert_eq!(fields(wrong.check(&case(), &WITH, false)), ["service_price_0"]);
}

#[test]
fn forty_goals_and_long_wishes_are_taken_and_more_than_fits_is_told() {
    let row = |number: usize| NeedRow {
        need: format!("課題{number}"),
        goal: "目標".to_owned(),
        due: "来年".to_owned(),
        ..NeedRow::default()
    };
    let mut text = draft("2026-11-20");
    text.services.iter_mut().for_each(|service| service.of_need = None);
    text.needs = (0..40).map(row).collect();
    text.wishes = "あ".repeat(3_000);
    assert!(text.check(&case(), &WITH, true).is_empty());
    text.needs = (0..51).map(row).collect();
    text.policy = "あ".repeat(4_001);
    assert_eq!(fields(text.check(&case(), &WITH, false)), ["policy", "needs"]);
}

#[test]
fn each_consideration_is_an_item_of_its_own_filled_from_what_is_known() {
    let handbook = include_str!("../../../../docs/seeds/002.txt").replace(['\n', ' '], "");
    for words in [
        "心身の状況",
        "家族状況",
        "介護を行う者の状況",
        "日中活動の状況（就労・通所施設等）",
        "家族の入院、死亡又は出生等による家庭環境の変化",
        "総合的な援助の方針（援助の全体目標）",
        "生活全般の解決すべき課題",
        "提供される各サービスの目標及び達成時期",
        "提供されるサービスの種類、内容、量",
    ] {
        assert!(handbook.contains(words), "{words} of the seed");
        assert!(Consideration::ALL.iter().any(|item| item.label() == words), "{words} as an item");
    }
    assert_eq!(Consideration::ALL.len(), 14);
    let case = assessed().with(CaseFact::Draft(draft("2026-11-20"))).build();
    let begun = IntervalProposal::default().prefilled(&case);
    assert_eq!(begun.of(Consideration::Family), "母と二人暮らし。");
    assert_eq!(begun.of(Consideration::Policy), "得意なことを仕事に生かす。");
    assert_eq!(begun.of(Consideration::Needs), "働く場がない\n家事が負担");
    assert_eq!(
        begun.of(Consideration::Goals),
        "自分に合う仕事を見つける（令和9年11月）\n手伝いがあれば続けられる（令和9年5月）"
    );
    assert!(begun.of(Consideration::Services).starts_with("就労継続支援B型 園芸の作業 23日/月 週2回\n居宅介護"));
    assert_eq!(begun.of(Consideration::LifeStage), "", "nobody wrote of it before");
    assert_eq!(fields(begun.check(&case, &WITH, true)), ["interval_months"]);
}
