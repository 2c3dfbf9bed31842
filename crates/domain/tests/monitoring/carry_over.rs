//! Only the next month will do, with a reason, where the municipality accepts it.

use domain::monitoring::{Lamp, RoundFact, StepState, VisitMonth, due_days};

use super::people::{
    With, add, carry_over, complete, consent, day, lamps, october, progress, report, settings, submission, visit,
};

#[test]
fn the_visit_decides_the_month() {
    let settings = settings();
    let visited = |on: &str| october().with(RoundFact::HomeVisit(visit(on)));
    assert_eq!(october().visit_month(&settings), VisitMonth::NoVisit);
    assert_eq!(visited("2026-10-31").visit_month(&settings), VisitMonth::InMonth);
    assert_eq!(visited("2026-09-30").visit_month(&settings), VisitMonth::TooEarly);
    assert_eq!(visited("2026-11-01").visit_month(&settings), VisitMonth::ReasonMissing);
    assert_eq!(visited("2026-11-01").with(carry_over("入院")).visit_month(&settings), VisitMonth::CarriedOver);
    assert_eq!(visited("2026-12-01").with(carry_over("入院")).visit_month(&settings), VisitMonth::TooLate);
    let mut strict = settings;
    strict.carry_over_accepted = false;
    assert_eq!(visited("2026-11-01").with(carry_over("入院")).visit_month(&strict), VisitMonth::NotAccepted);
}

#[test]
fn carried_over_everything_is_due_a_month_later() {
    let round = october().with(carry_over("入院"));
    let due = due_days(&round, &settings());
    assert_eq!((due.record, due.submission, due.claim), (day("2026-11-30"), day("2026-12-10"), day("2026-12-10")));
    assert!(matches!(progress(&round, &settings(), day("2026-11-20"))[1], StepState::Ready { .. }));
}

#[test]
fn a_visit_in_the_month_after_all_takes_the_carry_over_back() {
    let round = october().with(carry_over("入院")).with(RoundFact::HomeVisit(visit("2026-10-30")));
    assert!(!round.is_carried());
    assert_eq!(due_days(&round, &settings()).record, day("2026-10-31"));
}

#[test]
fn the_claim_says_why_it_refuses() {
    let claim = |on: &str| {
        let mut round = october().with(RoundFact::HomeVisit(visit(on)));
        add(&mut round, RoundFact::Report(report(on)), None);
        let agreed = consent(&round, None, Some(on));
        add(&mut round, RoundFact::Consent(agreed), None);
        let round = round.with(RoundFact::Submission(submission(on)));
        lamps(&round, &settings())[5].clone()
    };
    assert_eq!(claim("2026-10-14"), Lamp::Ready);
    assert!(
        matches!(claim("2026-09-14"), Lamp::NotRequired(why) if why.contains("予定月より前の月に行ったモニタリングは、請求できません"))
    );
    assert!(
        matches!(claim("2026-12-14"), Lamp::NotRequired(why) if why.contains("予定月の翌々月以降に行ったモニタリングは、請求できません"))
    );
    assert!(matches!(claim("2026-11-14"), Lamp::Waiting(missing) if missing[0].0 == "翌月に実施した理由（繰越）"));
    assert_eq!(lamps(&complete(), &settings())[5], Lamp::Ready);
}
