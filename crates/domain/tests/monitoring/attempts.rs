//! Tries that failed, whom the office tells, and what follows from a report.

use domain::monitoring::{
    Round, RoundFact,
    attempts::{Appointment, Attempt, AttemptMeans, Raised, RaisedTo},
    m1_service_check::CheckMeans,
    m3_record::{NextAction, Report},
    next_step::{Advice, AdviceAnswer, ProviderContact},
};

use super::people::{With, checking, day, october, report, service_check, visit};

fn tried(on: &str) -> RoundFact {
    RoundFact::Attempt(Attempt { date: day(on), time: None, means: AttemptMeans::Visit, note: "不在".to_owned() })
}

fn told(on: &str) -> RoundFact {
    let (person, note) = ("基幹センター 田中さん".to_owned(), String::new());
    RoundFact::Raised(Raised { on: day(on), to: RaisedTo::CoreCenter, person, note })
}

#[test]
fn tries_that_failed_are_raised_at_the_municipalitys_number_until_somebody_is_told() {
    let two = october().with(tried("2026-10-05")).with(tried("2026-10-08"));
    assert!(!two.is_to_be_raised(3) && two.is_to_be_raised(2));
    assert!(!two.is_to_be_raised(0), "a municipality may want none");
    let three = two.with(tried("2026-10-12"));
    assert!(three.is_to_be_raised(3));
    let raised = three.with(told("2026-10-13"));
    assert!(!raised.is_to_be_raised(3));
    let again = raised.with(tried("2026-10-20"));
    assert!(again.is_to_be_raised(3), "a try after that is told again");
    assert!(!again.with(RoundFact::HomeVisit(visit("2026-10-21"))).is_to_be_raised(3), "the person was met");
}

#[test]
fn the_last_appointment_stands_and_may_lie_ahead() {
    let agreed = |on: &str| Appointment { day: day(on), from: None, with: "本人".to_owned(), note: String::new() };
    let round = october().with(RoundFact::Appointment(agreed("2026-10-20")));
    assert_eq!(round.appointment().map(|it| it.day), Some(day("2026-10-20")));
    assert_eq!(agreed("2026-10-30").check(&round, &checking("2026-10-01")), []);
    assert_eq!(tried("2026-10-30").check(&round, &checking("2026-10-01")).len(), 1, "nobody was away in the future");
    let nobody = Appointment { with: String::new(), ..agreed("2026-10-20") };
    assert_eq!(nobody.check(&round, &checking("2026-10-01"))[0].field, "with");
}

fn reported(next: NextAction) -> Round {
    october()
        .with(service_check("2026-10-05"))
        .with(RoundFact::HomeVisit(visit("2026-10-14")))
        .with(RoundFact::Report(Report { next: vec![next], ..report("2026-10-15") }))
}

#[test]
fn a_change_wants_the_persons_answer_and_a_word_with_each_provider() {
    assert!(reported(NextAction::Continue).open_next_steps().is_empty());
    let round = reported(NextAction::Change);
    assert_eq!(round.open_next_steps(), ["申請の勧奨（本人の答え）", "さくら訪問介護との連絡調整"]);
    let advice = |answer| {
        let (whom, note) = ("本人".to_owned(), String::new());
        RoundFact::Advice(Advice { on: day("2026-10-16"), whom, means: AttemptMeans::Phone, answer, note })
    };
    let round = round.with(advice(AdviceAnswer::Open));
    assert_eq!(round.open_next_steps().len(), 2, "an open answer is none");
    let round = round.with(advice(AdviceAnswer::Applies));
    assert_eq!(round.open_next_steps(), ["さくら訪問介護との連絡調整"]);
    let contact = ProviderContact {
        on: day("2026-10-17"),
        provider: "さくら訪問介護".to_owned(),
        means: CheckMeans::Phone,
        content: "週4回を検討する。".to_owned(),
    };
    assert!(round.with(RoundFact::ProviderContact(contact)).open_next_steps().is_empty());
}
