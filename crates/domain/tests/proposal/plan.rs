//! p5: the plan begins as the draft and keeps its rows, is agreed to and handed over; no version is lost.

use domain::{
    facts::Fact,
    id::FactId,
    planning::{
        CaseFact, CaseText as _, PlanStep, PlanningCase, done_on, lacking,
        p2_draft::{NeedRow, PlanDraft},
        p3_decision::{GrantDecision, Outcome},
        p5_delivery::Delivery,
        p5_plan::Plan,
        p5_plan_changes::{RowMark, need_changes, service_changes},
        p5_provider_plan::{PlanFit, ProviderPlan},
    },
};
use testkit::{
    day,
    decision::granted,
    planning::{CaseBuilder, fact},
    proposal::{delivery, draft, draft_consent, plan, plan_consent, plan_row},
};

use super::{WITH, assessed, fields};

fn drafted() -> CaseBuilder {
    assessed().with(CaseFact::Draft(draft("2026-11-19")))
}

fn add(case: &mut PlanningCase, number: u64, body: CaseFact, corrects: Option<FactId>) -> FactId {
    let recorded = Fact { corrects, ..fact(number, body) };
    let id = recorded.id;
    case.facts.append(recorded);
    id
}

fn missing(case: &PlanningCase) -> Vec<String> {
    lacking(case, PlanStep::Plan).into_iter().map(|one| one.0).collect()
}

#[test]
fn a_plan_begins_as_the_draft_under_the_same_rows_and_the_next_draft_as_the_plan() {
    let mut case = drafted().build();
    let (drafted, text) = case.text::<PlanDraft>().map(|(fact, text)| (fact.id, text.clone())).unwrap();
    let begun = Plan::default().prefilled(&case);
    assert_eq!(
        (begun.made_from, &begun.text.needs, &begun.text.services),
        (Some(drafted), &text.needs, &text.services)
    );
    assert_eq!(
        (begun.text.written_on, begun.text.neutrality.as_ref()),
        (None, None),
        "neither day nor check is the draft's"
    );
    assert_eq!(begun.clone().prefilled(&case), begun, "what is typed stays");
    assert!(Plan::of_last(&case).is_none(), "a plan begins with its own draft");
    let mut changed = plan("2026-11-20", Some(drafted));
    changed.text.policy = "会議で決めた方針".to_owned();
    add(&mut case, 9_001, CaseFact::Plan(changed), None);
    assert_eq!(PlanDraft::of_last(&case).unwrap().1.policy, "会議で決めた方針", "the next draft goes on from the plan");
}

#[test]
fn what_differs_is_told_row_by_row_whatever_its_place() {
    let was = draft("2026-11-19");
    let mut now = was.clone();
    now.needs.swap(0, 1);
    now.needs[0].goal = "一人で続ける".to_owned();
    now.needs.push(NeedRow { id: Some(plan_row(3)), need: "通院".to_owned(), ..NeedRow::default() });
    now.services.remove(0);
    let marks: Vec<_> = need_changes(&was, &now).iter().map(|it| (it.mark, it.was.as_ref().map(|was| was.0))).collect();
    assert_eq!(marks, [(RowMark::Changed, Some(2)), (RowMark::Same, Some(1)), (RowMark::Added, None)]);
    let services: Vec<_> = service_changes(&was, &now).into_iter().map(|it| it.mark).collect();
    assert_eq!(services, [RowMark::Same, RowMark::Removed]);
}

#[test]
fn the_step_is_done_when_the_plan_is_agreed_to_and_the_client_has_it() {
    let mut case = drafted().build();
    assert_eq!(missing(&case), ["計画", "計画への同意", "計画の交付"]);
    let first = add(&mut case, 9_001, CaseFact::Plan(plan("2026-11-20", None)), None);
    add(&mut case, 9_002, CaseFact::Consent(plan_consent("2026-11-20", first)), None);
    let to_provider = Delivery { to_client: false, ..delivery("2026-11-20", first) };
    add(&mut case, 9_003, CaseFact::Delivery(to_provider), None);
    assert_eq!(missing(&case), ["計画の交付"], "that the provider has it is not enough");
    add(
        &mut case,
        9_004,
        CaseFact::Delivery(Delivery { providers: Vec::new(), ..delivery("2026-11-21", first) }),
        None,
    );
    assert!(missing(&case).is_empty());
    assert_eq!(done_on(&case, PlanStep::Plan), Some(day("2026-11-21")));
    assert!(case.undelivered_providers().is_empty());
    let second = add(&mut case, 9_005, CaseFact::Plan(plan("2026-11-22", None)), Some(first));
    assert_eq!(missing(&case), ["直した計画への同意", "計画の交付"], "a newer version wants both anew");
    assert_eq!(case.plan_versions().iter().map(|(fact, _)| fact.id).collect::<Vec<_>>(), [first, second]);
    assert_eq!(case.consented_plan().unwrap().made_on(), day("2026-11-20"), "the fee stays with the first");
    for outcome in [Outcome::Rejected, Outcome::TakenBack] {
        let mut refused = case.clone();
        let decision = GrantDecision { outcome, certificate: None, ..granted("2026-11-23") };
        add(&mut refused, 9_006, CaseFact::Decision(decision), None);
        assert_eq!(refused.consented_plan(), None, "nothing was granted: a plan without a decision has no fee");
    }
}

#[test]
fn nobody_agrees_before_the_plan_stands_nor_before_the_draft_was_agreed_to() {
    let mut case = drafted().build();
    let texts = case.consentable();
    let none = plan_consent("2026-11-21", FactId(testkit::id(1)));
    assert_eq!(fields(none.check(&case, &WITH)), ["agreed_on"]);
    let plan_id = add(&mut case, 9_001, CaseFact::Plan(plan("2026-11-20", None)), None);
    assert!(plan_consent("2026-11-21", plan_id).check(&case, &WITH).is_empty(), "what is missing is told, not refused");
    assert!(case.before_plan_lacks().contains(&"サービス担当者会議".to_owned()));
    add(&mut case, 9_002, CaseFact::DraftConsent(draft_consent("2026-11-21", texts)), None);
    assert_eq!(fields(plan_consent("2026-11-20", plan_id).check(&case, &WITH)), ["agreed_on"], "the order of the law");
    assert_eq!(fields(plan_consent("2026-11-23", plan_id).check(&case, &WITH)), ["agreed_on"], "tomorrow");
    assert_eq!(fields(none.check(&case, &WITH)), ["agreed_on"], "another version");
}

#[test]
fn what_is_handed_over_was_agreed_to_and_goes_to_somebody() {
    let mut case = drafted().build();
    let plan_id = add(&mut case, 9_001, CaseFact::Plan(plan("2026-11-20", None)), None);
    assert_eq!(fields(delivery("2026-11-21", plan_id).check(&case, &WITH)), ["delivered_on"]);
    add(&mut case, 9_002, CaseFact::Consent(plan_consent("2026-11-21", plan_id)), None);
    assert!(delivery("2026-11-21", plan_id).check(&case, &WITH).is_empty());
    assert_eq!(fields(delivery("2026-11-20", plan_id).check(&case, &WITH)), ["delivered_on"], "before the consent");
    let nobody = Delivery { to_client: false, providers: Vec::new(), ..delivery("2026-11-21", plan_id) };
    assert_eq!(fields(nobody.check(&case, &WITH)), ["to"]);
    let stranger = Delivery { providers: vec!["もみじ".to_owned()], ..delivery("2026-11-21", plan_id) };
    assert_eq!(fields(stranger.check(&case, &WITH)), ["to"]);
}

#[test]
fn a_providers_own_plan_is_asked_for_received_and_looked_at() {
    let mut case = drafted().build();
    add(&mut case, 9_001, CaseFact::Plan(plan("2026-11-20", None)), None);
    let asked = ProviderPlan {
        provider: "さくら".to_owned(),
        asked_on: Some(day("2026-11-21")),
        received_on: None,
        fits: PlanFit::Unconfirmed,
        note: String::new(),
    };
    assert!(asked.check(&case, &WITH).is_empty());
    let unseen = ProviderPlan { fits: PlanFit::Fits, ..asked.clone() };
    assert_eq!(fields(unseen.check(&case, &WITH)), ["received_on"], "nobody has looked at what has not come");
    let differs = ProviderPlan { fits: PlanFit::Differs, received_on: Some(day("2026-11-22")), ..asked.clone() };
    assert_eq!(fields(differs.check(&case, &WITH)), ["note"]);
    let early = ProviderPlan { received_on: Some(day("2026-11-20")), ..asked.clone() };
    assert_eq!(fields(early.check(&case, &WITH)), ["received_on"]);
    let stranger = ProviderPlan { provider: "もみじ".to_owned(), asked_on: None, ..asked };
    assert_eq!(fields(stranger.check(&case, &WITH)), ["provider", "asked_on"]);
}
