//! p2 is done when the draft, its week and its interval are agreed to and handed over; nothing of the plan follows from it.

use domain::{
    monitoring::{Lamp, m4_consent::SignerRelation},
    planning::{CaseFact, PlanStep, PlanningCase, done_on, lacking, lamps, p2_draft_consent::DraftConsent},
};
use testkit::{
    day,
    planning::CaseBuilder,
    proposal::{draft, draft_consent, interval, week_plan},
};

use super::{WITH, assessed, fields};

fn proposed() -> CaseBuilder {
    assessed()
        .with(CaseFact::Draft(draft("2026-11-19")))
        .with(CaseFact::WeekPlan(week_plan("2026-11-20")))
        .with(CaseFact::Interval(interval(3)))
}

fn missing(case: &PlanningCase) -> Vec<String> {
    lacking(case, PlanStep::Draft).into_iter().map(|one| one.0).collect()
}

#[test]
fn the_step_lacks_its_texts_then_the_consent_then_the_handing_over() {
    assert_eq!(missing(&assessed().build()), ["計画案", "週間計画", "モニタリング期間の提案", "計画案への同意"]);
    let case = proposed().build();
    assert_eq!(missing(&case), ["計画案への同意"]);
    let given = DraftConsent { handed_on: None, ..draft_consent("2026-11-21", case.consentable()) };
    let agreed = proposed().with(CaseFact::DraftConsent(given)).build();
    assert_eq!(missing(&agreed), ["計画案の交付"]);
    let handed = proposed().with(CaseFact::DraftConsent(draft_consent("2026-11-21", case.consentable()))).build();
    assert!(missing(&handed).is_empty());
    assert_eq!(
        done_on(&handed, PlanStep::Draft),
        Some(handed.facts.last().unwrap().recorded_on().max(day("2026-11-21")))
    );
}

#[test]
fn a_consent_to_the_draft_is_none_to_the_plan() {
    let case = proposed().build();
    let case = proposed().with(CaseFact::DraftConsent(draft_consent("2026-11-21", case.consentable()))).build();
    assert_eq!(lamps(&case).iter().map(Lamp::letter).collect::<String>(), "DDRWW");
    assert_eq!(done_on(&case, PlanStep::Plan), None);
    let lacks: Vec<_> = lacking(&case, PlanStep::Plan).into_iter().map(|one| one.0).collect();
    assert_eq!(lacks, ["計画", "計画への同意", "計画の交付"], "its day is no 計画作成日");
}

#[test]
fn a_draft_that_is_corrected_wants_a_new_consent() {
    let before = proposed().build();
    let consent = draft_consent("2026-11-21", before.consentable());
    let case = proposed().with(CaseFact::DraftConsent(consent.clone()));
    let mut corrected = case.build();
    let old = corrected.facts.standing().find(|fact| matches!(fact.body, CaseFact::Draft(_))).unwrap().id;
    let mut newer = testkit::planning::fact(9_999, CaseFact::Draft(draft("2026-11-22")));
    newer.corrects = Some(old);
    corrected.facts.append(newer);
    assert_eq!(missing(&corrected), ["直した計画案への同意"]);
    assert_eq!(fields(consent.check(&corrected, &WITH)), ["agreed_on", "agreed_on", "handed_on"]);
}

#[test]
fn a_deputy_says_who_it_is_and_nobody_agrees_before_the_draft_is_there() {
    let case = proposed().build();
    let deputy = DraftConsent { relation: SignerRelation::Deputy, ..draft_consent("2026-11-21", case.consentable()) };
    assert_eq!(fields(deputy.check(&case, &WITH)), ["relation_note"]);
    let early = draft_consent("2026-11-18", case.consentable());
    assert_eq!(fields(early.check(&case, &WITH)), ["agreed_on", "handed_on"]);
    let unfinished = assessed().build();
    assert_eq!(
        fields(draft_consent("2026-11-21", Vec::new()).check(&unfinished, &WITH)).len(),
        3,
        "each text is named"
    );
}
