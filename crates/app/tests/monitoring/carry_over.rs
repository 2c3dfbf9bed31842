//! 翌月への繰越.

use app::{
    Refusal,
    monitoring::{carry_over, mark_missed, round_view},
};
use domain::{
    monitoring::{
        StepState, VisitMonth,
        carry_over::{CarryOver, Missed},
    },
    office::Role,
};
use law::Verdict;
use store::settings;
use testkit::{OFFICE, day};

use super::people::{agreed, entry, lamps, now, round_of, start};

fn hospital() -> CarryOver {
    CarryOver {
        reason: "入院".to_owned(), told_on: Some(day("2026-11-02")), told_to: "川崎区役所 山田".to_owned()
    }
}

#[test]
fn carried_into_november_and_claimable() {
    let (app, client) = start();
    let round = round_of(&app, &client, "2026-10");
    let it = entry(&round);
    app.write(Role::Specialist, move |cx| carry_over(cx, it, hospital())).unwrap();
    let id = round.id;
    let view = app.read(Role::Specialist, move |cx| round_view(cx, id)).unwrap();
    assert!(matches!(view.progress[1], StepState::Ready { due } if due == day("2026-11-30")));
    agreed(&app, &view.round, "2026-11-20");
    let view = app.read(Role::Specialist, move |cx| round_view(cx, id)).unwrap();
    assert_eq!(view.visit_month, VisitMonth::CarriedOver);
    assert_eq!(lamps(&app, id), "RDDDRW");
}

#[test]
fn refused_where_the_municipality_does_not_accept_it() {
    let (app, client) = start();
    app.keep(|tx| {
        settings::set(
            tx,
            OFFICE,
            &domain::office::DatedSetting::always("141305", "carry_over_accepted", "false"),
            ("test", "2026-11-22"),
        )
    });
    let it = entry(&round_of(&app, &client, "2026-10"));
    let refused = app.write(Role::Specialist, move |cx| carry_over(cx, it, hospital()));
    assert!(matches!(refused, Err(Refusal::Refused(reasons)) if reasons[0].field == "reason"));
}

#[test]
fn out_of_the_last_month_only_where_the_municipality_accepts_that() {
    let (app, client) = start();
    let (last, earlier) = (round_of(&app, &client, "2027-04"), round_of(&app, &client, "2027-01"));
    let past = |id| app.read(Role::Specialist, move |cx| round_view(cx, id)).unwrap().past_grant;
    assert!(matches!(past(last.id), Some(Verdict::MunicipalityDecides { usual: Some(true), .. })));
    assert_eq!(past(earlier.id), None);
    app.keep(|tx| {
        settings::set(
            tx,
            OFFICE,
            &domain::office::DatedSetting::always("141305", "carry_over_past_grant", "false"),
            ("test", "2026-11-22"),
        )
    });
    let (of_last, of_earlier) = (entry(&last), entry(&earlier));
    let refused = app.write(Role::Specialist, move |cx| carry_over(cx, of_last, hospital()));
    assert!(matches!(refused, Err(Refusal::Refused(reasons)) if reasons[0].sentence.contains("最後の月")));
    app.write(Role::Specialist, move |cx| carry_over(cx, of_earlier, hospital())).unwrap();
}

#[test]
fn a_missed_month_asks_for_nothing_more() {
    let (app, client) = start();
    let round = round_of(&app, &client, "2026-07");
    let it = entry(&round);
    app.write(Role::Specialist, move |cx| mark_missed(cx, it, Missed { reason: "入院が続いた".to_owned() })).unwrap();
    assert_eq!(lamps(&app, round.id), "NNNNNN");
    let visited = round_of(&app, &client, "2026-10");
    let done = agreed(&app, &visited, "2026-10-14");
    let refused = app.write(Role::Specialist, move |cx| {
        mark_missed(cx, now(done.round, done.version), Missed { reason: "誤り".to_owned() })
    });
    assert!(matches!(refused, Err(Refusal::Refused(_))));
}

#[test]
fn refused_with_its_reason_after_the_month_was_given_up() {
    let (app, client) = start();
    let first = entry(&round_of(&app, &client, "2026-10"));
    app.write(Role::Specialist, move |cx| mark_missed(cx, first, Missed { reason: "転居".to_owned() })).unwrap();
    let then = entry(&round_of(&app, &client, "2026-10"));
    let refused = app.write(Role::Specialist, move |cx| carry_over(cx, then, hospital()));
    assert!(matches!(refused, Err(Refusal::Refused(reasons)) if reasons[0].sentence.contains("実施できなかった")));
}
