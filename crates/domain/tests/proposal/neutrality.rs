//! 概ね3か月 from a new grant or a change, and the exception that somebody accepts.

use domain::{
    client::Decision,
    neutrality::{
        Ground,
        grace::{counted_from, grace_until, months_since},
    },
    planning::{
        CaseFact, CaseText, PlanStep, lacking,
        p2_draft::PlanDraft,
        p2_neutrality::{NeutralityAcceptance, NeutralityCheck},
    },
};
use testkit::{
    client, day, law_book, months,
    proposal::{acceptance, draft},
};

use super::{WITH, assessed, fields};

fn judged(ground: Ground) -> PlanDraft {
    draft("2026-11-20").judged(NeutralityCheck {
        checked_on: day("2026-11-20"),
        specialist: None,
        specialist_name: "佐藤 花子".to_owned(),
        works_at: vec!["さくら".to_owned()],
        shared: vec!["さくら".to_owned()],
        task: domain::neutrality::Task::RenewalPlan,
        ground,
        grace_until: None,
    })
}

#[test]
fn the_months_run_from_a_new_grant_or_a_change_and_never_from_a_renewal() {
    let hanako = client("川崎 花子").build();
    let mut new = months("2026-05..2027-04").of(&hanako);
    new.decision = Decision::New;
    let mut renewal = months("2026-11..2027-10").of(&hanako);
    renewal.decision = Decision::Renewal;
    let all = [new, renewal];
    assert_eq!(counted_from(&all, day("2026-11-20")), Some(day("2026-05-01")));
    assert_eq!(counted_from(&all[1..], day("2026-11-20")), None, "a renewal opens none");
    assert_eq!(counted_from(&all, day("2026-04-30")), None, "nor does a grant that is to come");
}

#[test]
fn the_end_of_the_months_is_a_day_that_can_be_shown() {
    let book = law_book();
    assert_eq!(grace_until(book, day("2026-05-01")), Some(day("2026-08-01")));
    assert_eq!(grace_until(book, day("2026-11-30")), Some(day("2027-02-28")));
    assert_eq!(grace_until(book, day("2011-01-01")), None, "before the law");
    for (on, months) in [("2026-05-01", 0), ("2026-05-02", 1), ("2026-08-01", 3), ("2026-08-02", 4)] {
        assert_eq!(months_since(day("2026-05-01"), day(on)), Some(months), "{on}");
    }
    assert_eq!(months_since(day("2026-11-30"), day("2027-02-28")), Some(3));
    assert_eq!(months_since(day("2026-05-01"), day("2026-04-01")), None);
}

#[test]
fn a_draft_that_may_not_be_made_lacks_the_exception_until_somebody_accepted_it() {
    let lacks = |case: &domain::planning::PlanningCase| {
        lacking(case, PlanStep::Draft).into_iter().any(|one| one.0.contains("やむを得ない場合"))
    };
    let free = assessed().with(CaseFact::Draft(judged(Ground::DifferentOffice))).build();
    assert!(!lacks(&free) && !free.needs_exception());
    let case = assessed().with(CaseFact::Draft(judged(Ground::None)));
    assert!(lacks(&case.clone().build()));
    let bare = NeutralityAcceptance { accepted_by: String::new(), reason: " ".to_owned(), ..acceptance("2026-11-21") };
    assert_eq!(fields(bare.check(&case.clone().build(), &WITH)), ["accepted_by", "reason"]);
    assert!(acceptance("2026-11-21").check(&case.clone().build(), &WITH).is_empty());
    assert!(!lacks(&case.with(CaseFact::Neutrality(acceptance("2026-11-21"))).build()));
}
