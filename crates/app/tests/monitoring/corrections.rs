//! 訂正, 取り消し, 元に戻す, and two people at one step.

use app::{
    Refusal,
    monitoring::{
        Entry, record_home_visit, record_service_check, record_submission, restore_fact, save_report, withdraw_fact,
    },
};
use domain::office::Role;
use store::rounds;
use testkit::{OFFICE, day};

use super::people::{agreed, check, entry, lamps, now, report, round_of, start, submission, visit};

#[test]
fn a_correction_replaces_and_keeps_the_old() {
    let (app, client) = start();
    let round = round_of(&app, &client, "2026-10");
    let it = entry(&round);
    let old = app.write(Role::Specialist, move |cx| record_home_visit(cx, it, visit("2026-10-14"))).unwrap();
    let again = Entry { corrects: Some(old.fact), ..now(old.round, old.version) };
    app.write(Role::Specialist, move |cx| record_home_visit(cx, again, visit("2026-10-15"))).unwrap();
    let round = round_of(&app, &client, "2026-10");
    assert_eq!(round.home_visit().unwrap().1.date, day("2026-10-15"));
    assert_eq!(round.facts.len(), 2);
    let refused = app
        .write(Role::Specialist, move |cx| record_home_visit(cx, Entry { version: 2, ..again }, visit("2026-10-16")));
    assert!(matches!(refused, Err(Refusal::Refused(_))), "the old one is corrected already");
}

#[test]
fn taken_back_and_put_back() {
    let (app, client) = start();
    let round = round_of(&app, &client, "2026-10");
    let it = entry(&round);
    let old = app.write(Role::Specialist, move |cx| record_home_visit(cx, it, visit("2026-10-14"))).unwrap();
    let reason = || "別の人の記録".to_owned();
    let gone = app.write(Role::Specialist, move |cx| withdraw_fact(cx, old.round, old.fact, reason())).unwrap();
    assert_eq!(lamps(&app, round.id), "RRWWWW");
    let twice = app.write(Role::Specialist, move |cx| withdraw_fact(cx, old.round, old.fact, reason()));
    assert!(matches!(twice, Err(Refusal::Refused(_))));
    app.write(Role::Specialist, move |cx| restore_fact(cx, old.round, gone.fact)).unwrap();
    assert_eq!(lamps(&app, round.id), "RDRWWW");
    let again = app.write(Role::Specialist, move |cx| restore_fact(cx, old.round, gone.fact));
    assert!(matches!(again, Err(Refusal::Conflict { .. })));
}

#[test]
fn two_people_at_one_report() {
    let (app, client) = start();
    let it = entry(&round_of(&app, &client, "2026-10"));
    app.write(Role::Specialist, move |cx| save_report(cx, it, 0, report("2026-10-15"))).unwrap();
    let second = app.write(Role::Manager, move |cx| save_report(cx, it, 0, report("2026-10-16")));
    let Err(Refusal::Conflict { current, by }) = second else { panic!("{second:?}") };
    assert_eq!((current, by.as_str()), (1, "佐藤 花子"));
    app.write(Role::Manager, move |cx| save_report(cx, now(it.round, current), 0, report("2026-10-16"))).unwrap();
}

#[test]
fn work_on_another_step_is_no_conflict() {
    let (app, client) = start();
    let it = entry(&round_of(&app, &client, "2026-10"));
    app.write(Role::Specialist, move |cx| record_home_visit(cx, it, visit("2026-10-14"))).unwrap();
    app.write(Role::Manager, move |cx| record_service_check(cx, it, check("2026-10-05"))).unwrap();
    app.write(Role::Specialist, move |cx| record_service_check(cx, it, check("2026-10-06"))).unwrap();
    assert_eq!(round_of(&app, &client, "2026-10").service_checks().count(), 2);
}

#[test]
fn after_the_closing_what_the_claim_rests_on_stands_still() {
    let (app, client) = start();
    let round = round_of(&app, &client, "2026-10");
    let done = agreed(&app, &round, "2026-10-14");
    let id = round.id;
    app.keep(move |tx| rounds::set_claimed(tx, OFFICE, id, Some(day("2026-11-05"))));
    let it = now(done.round, done.version);
    let refused = app.write(Role::Specialist, move |cx| save_report(cx, it, 0, report("2026-10-20")));
    assert!(matches!(refused, Err(Refusal::Refused(_))));
    app.write(Role::Specialist, move |cx| record_submission(cx, it, submission("2026-11-06"))).unwrap();
}
