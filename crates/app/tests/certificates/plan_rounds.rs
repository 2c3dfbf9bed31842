//! 予定月の回 when certificates follow each other, and when the support ends.

use app::{
    certificates::CertificateText,
    clients::{ClientText, EndText, SelfPlanText, end_client, update_client},
};
use domain::{
    facts::By,
    id::{FactId, UserId},
    monitoring::{
        Fact, RoundFact,
        m1_service_check::{CheckMeans, ServiceCheck},
    },
    office::Role,
};
use testkit::{OFFICE, TestApp, day, month};
use uuid::Uuid;

use super::people::{decided, grant, hanako, months, registered, renewal, starts_in};

#[test]
fn months_before_the_office_began_are_not_made() {
    let app = TestApp::new();
    starts_in(&app, month("2026-11"));
    let client = hanako(&app);
    registered(&app, client, renewal());
    assert_eq!(months(&app, client), ["2027-01", "2027-04"]);
}

#[test]
fn a_change_in_the_term_takes_the_place_of_what_comes_after_it() {
    let app = TestApp::new();
    let client = hanako(&app);
    registered(&app, client, renewal());
    let change = CertificateText { decision: "change".to_owned(), plan_made_on: "R8.11.5".to_owned(), ..decided("1") };
    registered(&app, client, change);
    assert_eq!(
        months(&app, client),
        ["2026-07", "2026-10", "2026-11", "2026-12", "2027-01", "2027-02", "2027-03", "2027-04"]
    );
}

#[test]
fn a_renewal_leaves_the_old_end_month_alone() {
    let app = TestApp::new();
    let client = hanako(&app);
    registered(&app, client, renewal());
    let next = CertificateText { grants: vec![grant("居宅介護", "R9.5.1", "R10.4.30")], ..renewal() };
    registered(&app, client, next);
    let expected = ["2026-07", "2026-10", "2027-01", "2027-04", "2027-07", "2027-10", "2028-01", "2028-04"];
    assert_eq!(months(&app, client), expected);
}

#[test]
fn a_round_with_a_fact_stays_when_its_month_is_taken_off() {
    let app = TestApp::new();
    let client = hanako(&app);
    let id = registered(&app, client, renewal());
    let round = app.keep(move |tx| store::rounds::of_client(tx, OFFICE, client)).remove(0);
    let (round_id, body) = (
        round.id,
        RoundFact::ServiceCheck(ServiceCheck::told(
            day("2026-07-03"),
            CheckMeans::Phone,
            "ヘルパーステーション",
            "予定どおり",
        )),
    );
    app.keep(move |tx| {
        let fact = Fact {
            id: FactId(Uuid::from_u128(1)),
            body,
            recorded_by: By::Staff(UserId(Uuid::from_u128(2))),
            recorded_by_name: "佐藤 花子".to_owned(),
            recorded_at: "2026-07-03T01:00:00.000Z".to_owned(),
            corrects: None,
        };
        store::rounds::append_fact(tx, OFFICE, round_id, 0, &fact)
    });
    let typed = decided("6");
    app.write(Role::Clerk, move |cx| app::certificates::correct_certificate(cx, id, &typed, 1)).unwrap();
    assert_eq!(months(&app, client), ["2026-10", "2027-04"]);
    let kept = app.keep(move |tx| store::rounds::of_client(tx, OFFICE, client));
    assert_eq!(kept.len(), 3);
    assert_eq!(kept[0].id, round_id);
    assert!(!kept[0].scheduled);
    assert_eq!(kept[0].facts.len(), 1);
}

#[test]
fn after_the_end_of_the_support_and_with_a_self_plan_nothing_is_planned() {
    let app = TestApp::new();
    let client = hanako(&app);
    registered(&app, client, renewal());
    let end = EndText { ended_on: "R8.10.15".to_owned() };
    app.write(Role::Clerk, move |cx| end_client(cx, client, &end, 1)).unwrap();
    assert_eq!(months(&app, client), ["2026-07", "2026-10"]);
    let self_plan = ClientText {
        name: "川崎 花子".to_owned(),
        kana: "カワサキ ハナコ".to_owned(),
        birth: "S60.3.1".to_owned(),
        self_plans: vec![SelfPlanText { from: "R8.10.1".to_owned(), off_from: String::new() }],
        ..ClientText::default()
    };
    app.write(Role::Clerk, move |cx| update_client(cx, client, &self_plan, 2)).unwrap();
    assert_eq!(months(&app, client), ["2026-07"]);
}

/// 川崎 花子 with self-plans, each from a day and off from another.
fn with_self_plans(plans: &[(&str, &str)]) -> ClientText {
    let row = |(from, off): &(&str, &str)| SelfPlanText { from: (*from).to_owned(), off_from: (*off).to_owned() };
    ClientText {
        name: "川崎 花子".to_owned(),
        kana: "カワサキ ハナコ".to_owned(),
        birth: "S60.3.1".to_owned(),
        self_plans: plans.iter().map(row).collect(),
        ..ClientText::default()
    }
}

#[test]
fn a_self_plan_that_is_switched_off_gives_the_months_from_that_day_on_and_never_earlier_ones() {
    let app = TestApp::new();
    let client = hanako(&app);
    registered(&app, client, renewal());
    let set = |plans: &[(&str, &str)], version| {
        let typed = with_self_plans(plans);
        app.write(Role::Clerk, move |cx| update_client(cx, client, &typed, version)).unwrap();
    };
    set(&[("R8.7.1", "")], 1);
    assert!(months(&app, client).is_empty());
    set(&[("R8.7.1", "R8.12.15")], 2);
    assert_eq!(months(&app, client), ["2027-01", "2027-04"], "July and October were the person's own");
    set(&[("R8.7.1", "R8.12.15"), ("R9.4.1", "")], 3);
    assert_eq!(months(&app, client), ["2027-01"], "switched on again, the earlier time stays what it was");
    // The next certificate does not bring the earlier months back either.
    let next = CertificateText { grants: vec![grant("居宅介護", "R9.5.1", "R10.4.30")], ..renewal() };
    registered(&app, client, next);
    set(&[("R8.7.1", "R8.12.15"), ("R9.4.1", "R9.9.1")], 4);
    assert_eq!(months(&app, client), ["2027-01", "2027-10", "2028-01", "2028-04"]);
}

#[test]
fn a_month_in_which_a_self_plan_ends_is_the_offices_again() {
    let app = TestApp::new();
    let client = hanako(&app);
    registered(&app, client, renewal());
    let typed = with_self_plans(&[("R8.5.1", "R8.10.20")]);
    app.write(Role::Clerk, move |cx| update_client(cx, client, &typed, 1)).unwrap();
    assert_eq!(months(&app, client), ["2026-10", "2027-01", "2027-04"]);
}
