//! The line of the board.

use domain::monitoring::{
    BoardRow, LampView, Round, RoundFact, Stage, Step, attempts::Appointment, board_row, carry_over::Missed,
};

use super::people::{
    With, add, carry_over, certificate, client, complete, consent, day, lamps, october, report, service_check,
    settings, visit,
};

fn row(round: &Round) -> BoardRow {
    board_row(round, &client(), Some(&certificate()), &settings(), lamps(round, &settings())[5].clone())
}

#[test]
fn an_untouched_month() {
    let row = row(&october());
    assert_eq!((row.lamps.as_str(), row.interval_months, row.open, row.recorded), ("RRWWWW", Some(3), true, false));
    assert_eq!((row.next_step(), row.earliest_due), (Some(Step::ServiceCheck), Some(day("2026-10-31"))));
    assert!(!row.is_late(day("2026-10-31")) && row.is_late(day("2026-11-01")));
}

#[test]
fn waiting_for_an_answer_by_post() {
    let mut round = october()
        .with(service_check("2026-10-05"))
        .with(RoundFact::HomeVisit(visit("2026-10-14")))
        .with(RoundFact::Report(report("2026-10-15")));
    let sent = consent(&round, Some("2026-10-16"), None);
    add(&mut round, RoundFact::Consent(sent), None);
    let row = row(&round);
    assert_eq!((row.stage, row.waiting_since), (Stage::Answer, Some(day("2026-10-16"))));
    assert_eq!(row.next_step(), Some(Step::Consent));
    assert_eq!(row.missing, "10月16日に送った報告書への返事");
    assert_eq!(row.last_visit, Some(day("2026-10-14")));
    assert_eq!(row.views(day("2026-10-17")).map(|(_, view)| view).nth(3), Some(LampView::Answer));
    assert_eq!(row.views(day("2026-11-11")).map(|(_, view)| view).nth(3), Some(LampView::Late));
}

#[test]
fn recorded_but_not_claimed() {
    let row = row(&complete());
    assert!(row.recorded && row.open);
    assert_eq!((row.next_step(), row.earliest_due), (Some(Step::Claim), Some(day("2026-11-10"))));
}

#[test]
fn carried_over() {
    let row = row(&october().with(carry_over("入院")));
    assert_eq!(row.carried_to.map(|month| month.to_string()).as_deref(), Some("2026-11"));
    assert_eq!(row.carried_reason.as_deref(), Some("入院"));
    assert_eq!(row.earliest_due, Some(day("2026-11-30")));
}

#[test]
fn it_stands_at_one_stage_and_tells_the_visit_that_is_to_come() {
    let agreed = |round: Round| {
        let from = Some(calendar::Time::constant(14, 0, 0, 0));
        let day = day("2026-10-20");
        round.with(RoundFact::Appointment(Appointment { day, from, with: "本人".to_owned(), note: String::new() }))
    };
    let told = |row: &BoardRow| (row.stage, row.visit_on, row.visit_at.clone());
    let to_come = row(&agreed(october()));
    assert_eq!(told(&to_come), (Stage::Visit, Some(day("2026-10-20")), "14:00".to_owned()));
    let visited = agreed(october()).with(RoundFact::HomeVisit(visit("2026-10-14")));
    assert_eq!(told(&row(&visited)), (Stage::Record, None, String::new()));
    let written = visited.with(RoundFact::Report(report("2026-10-15")));
    assert_eq!(row(&written).stage, Stage::Check, "only the services are not asked after");
    let written = written.with(service_check("2026-10-05"));
    assert_eq!(row(&written).stage, Stage::Consent);
    assert_eq!(row(&complete()).stage, Stage::Claim);
    let missed = row(&october().with(RoundFact::Missed(Missed { reason: "入院".to_owned() })));
    assert_eq!((missed.stage, missed.recorded, missed.is_done()), (Stage::Missed, true, false));
}
