//! One month of one client through all steps, with the audit log beside it.

use app::{
    Refusal,
    monitoring::{record_consent, record_home_visit, record_service_check, record_submission, round_view, save_report},
};
use domain::{id::OperationId, monitoring::StepState, office::Role};
use store::audit::{self, AuditFilter};
use testkit::{OFFICE, day};
use uuid::Uuid;

use super::people::{check, consent, entry, lamps, now, report, round_of, start, submission, visit};

#[test]
fn from_the_check_to_the_hand_in() {
    let (app, client) = start();
    let round = round_of(&app, &client, "2026-10");
    let first = entry(&round);
    assert_eq!(lamps(&app, round.id), "RRWWWW");
    let it = app.write(Role::Specialist, move |cx| record_service_check(cx, first, check("2026-10-05"))).unwrap();
    let it = app
        .write(Role::Specialist, move |cx| record_home_visit(cx, now(it.round, it.version), visit("2026-10-14")))
        .unwrap();
    assert_eq!(lamps(&app, round.id), "DDRWWW");
    let it = app
        .write(Role::Specialist, move |cx| save_report(cx, now(it.round, it.version), 0, report("2026-10-15")))
        .unwrap();
    let the_report = it.fact;
    let it = app
        .write(Role::Specialist, move |cx| {
            record_consent(cx, now(it.round, it.version), consent(the_report, Some(day("2026-10-16")), None))
        })
        .unwrap();
    assert_eq!(lamps(&app, round.id), "DDDAWW");
    let answer = consent(the_report, Some(day("2026-10-16")), Some(day("2026-10-20")));
    let it = app.write(Role::Specialist, move |cx| record_consent(cx, now(it.round, it.version), answer)).unwrap();
    app.write(Role::Specialist, move |cx| record_submission(cx, now(it.round, it.version), submission("2026-10-21")))
        .unwrap();
    assert_eq!(lamps(&app, round.id), "DDDDDR");

    let id = round.id;
    let view = app.read(Role::Viewer, move |cx| round_view(cx, id)).unwrap();
    assert!(matches!(view.progress[5], StepState::Late { .. }), "the claim was due on the 10th of November");
    assert_eq!(view.round.facts.len(), 6);
    assert!(!view.may_record);

    let entries = app.keep(|tx| audit::list(tx, OFFICE, &AuditFilter { limit: 100, ..AuditFilter::default() }));
    let actions: Vec<_> = entries.iter().map(|entry| entry.word.as_str()).collect();
    assert!(actions.contains(&"monitoring.record_home_visit") && actions.contains(&"monitoring.save_report"));
    let visit = entries.iter().find(|entry| entry.word == "monitoring.record_home_visit").unwrap();
    assert!(visit.body.contains("monitoring.carry-over.next-month-only"), "{}", visit.body);
    assert!(!visit.body.contains("花子"), "the log names no content");
}

#[test]
fn the_same_sending_twice_records_once() {
    let (app, client) = start();
    let round = round_of(&app, &client, "2026-10");
    let operation = Some(OperationId(Uuid::from_u128(77)));
    let send = || {
        let it = entry(&round);
        app.write_as(app.actor(Role::Specialist), operation, move |cx| {
            record_service_check(cx, it, check("2026-10-05"))
        })
    };
    let first = send().unwrap();
    assert_eq!(send().unwrap(), first);
    assert_eq!(round_of(&app, &client, "2026-10").facts.len(), 1);
}

#[test]
fn who_may_and_whose() {
    let (app, client) = start();
    let it = entry(&round_of(&app, &client, "2026-10"));
    for role in [Role::Clerk, Role::Viewer] {
        let refused = app.write(role, move |cx| record_service_check(cx, it, check("2026-10-05")));
        assert!(matches!(refused, Err(Refusal::Forbidden)));
    }
    let stranger = app.stranger(Role::Manager);
    let refused = app.write_as(stranger, None, move |cx| record_service_check(cx, it, check("2026-10-05")));
    assert!(matches!(refused, Err(Refusal::NotFound)));
}

#[test]
fn mistakes_come_back_at_their_fields() {
    let (app, client) = start();
    let it = entry(&round_of(&app, &client, "2026-10"));
    let refused = app.write(Role::Specialist, move |cx| record_home_visit(cx, it, visit("2026-11-23")));
    let Err(Refusal::Refused(reasons)) = refused else { panic!("{refused:?}") };
    assert_eq!((reasons[0].field.as_ref(), reasons[0].sentence.as_str()), ("date", "訪問日が今日より後になっています"));
    assert!(round_of(&app, &client, "2026-10").facts.is_empty(), "nothing half-saved");
}
