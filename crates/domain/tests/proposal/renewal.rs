//! 更新: the review of the plan before, what of it goes on, and what a renewal is not finished without.

use domain::{
    client::ConsultationService,
    facts::{By, Fact},
    id::{FactId, RoundId, UserId},
    monitoring::{Round, RoundFact, m2_home_visit::HomeVisit, m3_record::Achievement},
    planning::{
        CaseFact, CaseKind, CaseText as _, PlanStep, PlanningCase, lacking,
        p1_assessment::OwnWordsKind,
        p1_review::{Finding, FindingKind, ReportOrigin, Review, ServiceNeed, TermReport, reports_of_term},
        p2_draft::PlanDraft,
        renewal::{kept_goals, need_offers, problems, says_the_same},
    },
};
use testkit::{
    client, day, id, law_book, month, months,
    planning::{assessment, basic, case_of, coverage, interview},
    proposal::{draft, plan_row},
    renewal::{review, term_report},
    steps::rounds_of,
};

use super::{WITH, fields};

/// A renewal with everything of its first step but what is given.
fn renewal(kind: CaseKind, with: Option<Review>) -> PlanningCase {
    let case = case_of(&client("川崎 花子").build(), 2)
        .with(CaseFact::Coverage(coverage(&["居宅介護"])))
        .with(CaseFact::Basic(basic("2026-11-02")))
        .with(CaseFact::Interview(interview("2026-11-09")))
        .with(CaseFact::Assessment(assessment("2026-11-12")));
    let case = match with {
        Some(review) => case.with(CaseFact::Review(review)),
        None => case,
    };
    PlanningCase { kind, ..case.build() }
}

fn recorded(number: u64, body: RoundFact) -> Fact<RoundFact> {
    Fact {
        id: FactId(id(number)),
        body,
        recorded_by: By::Staff(UserId(id(1))),
        recorded_by_name: "佐藤 花子".to_owned(),
        recorded_at: "2026-11-12T01:00:00.000Z".to_owned(),
        corrects: None,
    }
}

/// Rounds of 花子, each with a visit and a finished report.
fn reported(visits: &[(&str, &str)]) -> Vec<Round> {
    let hanako = client("川崎 花子").build();
    let certificate = months("2025-12..2026-11").every(3).of(&hanako);
    let listed: Vec<&str> = visits.iter().map(|(month, _)| *month).collect();
    let mut rounds = rounds_of(&certificate, &listed, || id(1));
    for ((number, round), (_, on)) in (1..).zip(&mut rounds).zip(visits) {
        round.id = RoundId(id(number));
        let interview = interview(on);
        round.facts.append(recorded(number * 10, RoundFact::HomeVisit(HomeVisit { date: day(on), ..interview.visit })));
        round.facts.append(recorded(number * 10 + 1, RoundFact::Report(term_report(on))));
    }
    rounds
}

fn term(rounds: &[Round], after: Option<&str>, until: Option<&str>) -> Vec<TermReport> {
    reports_of_term(rounds, ConsultationService::Plan, (after.map(day), until.map(day)))
}

#[test]
fn the_reports_of_the_term_are_those_since_the_consent_and_before_the_next() {
    let rounds = reported(&[("2025-11", "2025-11-20"), ("2026-02", "2026-02-10"), ("2026-08", "2026-08-10")]);
    let found = |after, until| term(&rounds, after, until).iter().map(|it| it.month.to_string()).collect::<Vec<_>>();
    assert_eq!(found(Some("2025-11-20"), None), ["2026-08", "2026-02"], "the visit of that day ended the older term");
    assert_eq!(found(Some("2025-11-20"), Some("2026-02-10")), ["2026-02"]);
    assert_eq!(found(None, None).len(), 3, "of a plan made elsewhere nobody knows the day");
    assert!(reports_of_term(&rounds, ConsultationService::Child, (None, None)).is_empty());
}

#[test]
fn a_row_offers_its_goal_as_reached_or_not_and_its_issue_with_where_it_stands() {
    let reports = term(&reported(&[("2026-08", "2026-08-10")]), None, None);
    let offers: Vec<&Finding> = reports[0].rows.iter().flat_map(|row| &row.offers).collect();
    let said: Vec<_> = offers.iter().map(|it| (it.kind, it.words.as_str())).collect();
    assert_eq!(
        said,
        [
            (FindingKind::Achieved, "自分に合う仕事を見つける（◎：花の作業に決めた）"),
            (FindingKind::Unmet, "手伝いがあれば続けられる（△：週1回できた）"),
            (FindingKind::Issue, "夕方に疲れが出る"),
        ]
    );
    let from = offers[1].from.unwrap();
    assert_eq!(from.words(), "令和8年8月の報告 2行目");
    assert_eq!(from.plan_row, Some(plan_row(2)));
    assert_eq!(ReportOrigin::from_word(&from.to_string()), Some(from));
    let typed = ReportOrigin { plan_row: None, month: month("2026-05"), ..from };
    assert_eq!(ReportOrigin::from_word(&typed.to_string()), Some(typed));
    let mut taken = Review::default();
    assert!(!taken.has(offers[1]));
    taken.findings.push(Finding { words: "言い直した".to_owned(), ..offers[1].clone() });
    assert!(taken.has(offers[1]), "in other words it is the same row still");
    assert!(!taken.has(&Finding { from: None, ..offers[1].clone() }), "what was typed was taken from nowhere");
    let mut bare = term_report("2026-08-10");
    bare.rows.truncate(1);
    bare.rows[0].achievement = Some(Achievement::Not);
    bare.rows[0].goal.clear();
    bare.rows[0].achievement_note.clear();
    let mut rounds = reported(&[("2026-08", "2026-08-10")]);
    rounds[0].facts.append(recorded(99, RoundFact::Report(bare)));
    let words = term(&rounds, None, None)[0].rows[0].offers[0].words.clone();
    assert_eq!(words, "働く場がない（×）", "without a goal the need says what it is about");
}

#[test]
fn a_review_is_finished_with_the_effect_and_with_the_reason_where_nothing_changes() {
    let case = renewal(CaseKind::Renewal, None);
    assert!(Review::default().check(&case, &WITH, false).is_empty());
    assert_eq!(fields(Review::default().check(&case, &WITH, true)), ["written_on", "services_need", "effect"]);
    assert!(review("2026-11-13").check(&case, &WITH, true).is_empty());
    let silent = Review { unchanged_reason: String::new(), ..review("2026-11-13") };
    assert_eq!(fields(silent.check(&case, &WITH, true)), ["unchanged_reason"]);
    let changes = Review { services: Some(ServiceNeed::Change), ..silent };
    assert!(changes.check(&case, &WITH, true).is_empty(), "a change needs no reason for none");
    assert_eq!(fields(review("2026-11-01").check(&case, &WITH, true)), ["written_on"], "before the case began");
    let first = renewal(CaseKind::New, None);
    assert_eq!(fields(review("2026-11-13").check(&first, &WITH, true)), ["written_on"], "nothing to look back on");
    let mut long = review("2026-11-13");
    long.findings[3].words = "あ".repeat(5_000);
    assert_eq!(fields(long.check(&case, &WITH, false)), ["found_strength_0"]);
    long.findings[3].words.clear();
    assert_eq!(long.tidied().findings.len(), 3);
}

#[test]
fn a_renewal_looks_back_and_a_change_may() {
    let missing = |case: &PlanningCase| -> Vec<String> {
        lacking(case, PlanStep::Assessment).into_iter().map(|one| one.0).collect()
    };
    assert_eq!(missing(&renewal(CaseKind::Renewal, None)), ["これまでの計画の振り返り"]);
    assert!(missing(&renewal(CaseKind::Renewal, Some(review("2026-11-11")))).is_empty());
    assert!(missing(&renewal(CaseKind::Change, None)).is_empty());
    assert!(missing(&renewal(CaseKind::New, None)).is_empty());
    assert!(Review::of_last(&renewal(CaseKind::Renewal, Some(review("2026-11-11")))).is_none(), "each term anew");
    assert_eq!(review("2026-11-11").carried_forward(day("2026-11-11")), Review::default());
}

#[test]
fn what_was_found_goes_on_into_the_assessment_and_the_draft() {
    let case = renewal(CaseKind::Renewal, Some(review("2026-11-11")));
    let begun = assessment("2025-11-12").carried_forward(day("2025-11-12")).prefilled(&case);
    let own: Vec<_> = begun.own_words.iter().map(|own| (own.kind, own.words.as_str())).collect();
    assert_eq!(
        own,
        [
            (OwnWordsKind::Strength, "花の名前なら負けない。"),
            (OwnWordsKind::Strength, "朝が早くても平気"),
            (OwnWordsKind::Wish, "花屋で働いてみたい。"),
        ]
    );
    assert_eq!(begun.clone().prefilled(&case), begun, "each once");
    let without = assessment("2025-11-12").prefilled(&renewal(CaseKind::Renewal, None));
    assert_eq!((without.own_words.len(), without.wishes.as_str()), (1, "働いてみたい。"), "what was heard now");
    let older = PlanDraft { wishes: "前の希望".to_owned(), ..draft("2025-11-13") };
    let draft = older.carried_forward(day("2025-11-13")).prefilled(&case);
    assert_eq!(draft.wishes, "働いて、旅行に行きたい。\n花屋で働いてみたい。", "the newer assessment, and the outlook");
    assert_eq!(
        draft.effect,
        "通う所ができ、生活のリズムが整った。\n達成したこと：花の作業に決めた\n新たに見つかった力：朝が早くても平気"
    );
    assert_eq!(draft.unchanged_reason, "いまの回数で無理なく続いている。");
    let change = Review { services: Some(ServiceNeed::Change), ..review("2026-11-11") };
    let draft = PlanDraft::default().prefilled(&renewal(CaseKind::Renewal, Some(change)));
    assert_eq!(draft.unchanged_reason, "", "a reason of no change is none of a change");
}

#[test]
fn what_a_renewal_was_asked_is_asked_anew_at_the_next() {
    let mut was = draft("2025-11-13");
    was.needs[0].kept_reason = "まだ途中".to_owned();
    was.effect = "効果".to_owned();
    was.unchanged_reason = "理由".to_owned();
    let next = was.carried_forward(day("2025-11-13"));
    assert_eq!(
        (next.needs[0].kept_reason.as_str(), next.effect.as_str(), next.unchanged_reason.as_str()),
        ("", "", "")
    );
}

fn complete(now: &mut PlanDraft) {
    now.effect = "リズムが整った".to_owned();
    now.unchanged_reason = "足りている".to_owned();
    now.needs.iter_mut().for_each(|need| need.kept_reason = "まだ途中".to_owned());
}

#[test]
fn a_renewal_without_change_has_equal_services_and_its_reason_and_says_why_goals_go_on() {
    let was = draft("2025-11-13");
    let mut now = draft("2026-11-13");
    let found = |now: &PlanDraft| fields(problems(law_book(), Some(&was), None, now));
    assert_eq!(found(&now), ["effect", "unchanged_reason", "need_kept_0", "need_kept_1"]);
    complete(&mut now);
    assert!(found(&now).is_empty());
    now.needs[0].kept_reason.clear();
    now.needs[0].goal = "　自分に合う　仕事を見つける ".to_owned();
    assert_eq!(found(&now), ["need_kept_0"], "spaces make no new goal");
    now.needs[0].goal = "花屋で週2日働く".to_owned();
    assert!(found(&now).is_empty(), "a new goal needs no reason");
    now.services[1].amount = "月12時間".to_owned();
    let told = problems(law_book(), Some(&was), None, &now);
    assert_eq!(fields(told.clone()), ["unchanged_reason"]);
    assert!(told[0].sentence.contains("居宅介護: 前の計画は月10時間、この計画は月12時間"), "{}", told[0].sentence);
    now.unchanged_reason.clear();
    assert!(found(&now).is_empty(), "a change is finished without a reason of no change");
}

#[test]
fn of_a_plan_made_elsewhere_only_what_the_review_says_is_asked() {
    let mut now = draft("2026-11-13");
    assert!(problems(law_book(), None, None, &now).is_empty());
    let stays = review("2026-11-11");
    assert_eq!(fields(problems(law_book(), None, Some(&stays), &now)), ["effect", "unchanged_reason"]);
    now.effect = "効果".to_owned();
    let changes = Review { services: Some(ServiceNeed::Change), ..stays };
    assert!(problems(law_book(), None, Some(&changes), &now).is_empty());
}

#[test]
fn a_plan_that_says_the_same_in_everything_is_known_whatever_its_days() {
    let was = draft("2025-11-13");
    let mut now = draft("2026-11-13");
    complete(&mut now);
    now.prompts.like = "話したこと".to_owned();
    assert!(says_the_same(&was, &now));
    assert_eq!(kept_goals(&was, &now), [true, true]);
    now.needs[0].notes = "暑い日は休む".to_owned();
    assert!(!says_the_same(&was, &now));
    now.needs[0].goal.clear();
    assert_eq!(kept_goals(&was, &now), [false, true], "no goal is no old goal");
}

#[test]
fn unmet_goals_and_new_issues_without_a_row_are_offered_as_one() {
    let was = draft("2025-11-13");
    let mut now = draft("2026-11-13");
    let reports = term(&reported(&[("2026-08", "2026-08-10")]), None, None);
    let mut review = Review::default();
    review.findings.extend(reports[0].rows.iter().flat_map(|row| row.offers.clone()));
    let offers = |now: &PlanDraft| {
        let offers = need_offers(Some(&was), &review, now);
        offers.into_iter().map(|it| (it.kind, it.row.need, it.row.id)).collect::<Vec<_>>()
    };
    let issue = (FindingKind::Issue, "夕方に疲れが出る".to_owned(), None);
    assert_eq!(offers(&now), std::slice::from_ref(&issue), "the unmet goal has its row still");
    now.needs.remove(1);
    let unmet = (FindingKind::Unmet, "家事が負担".to_owned(), Some(plan_row(2)));
    assert_eq!(offers(&now), [unmet, issue], "one that was taken out comes back under its id");
    now.needs[0].need = "夕方に 疲れが出る".to_owned();
    assert_eq!(offers(&now).len(), 1, "what is typed already is not offered");
}
