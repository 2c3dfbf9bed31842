//! 訂正 (wrong from the start) and 変更 (from a day on) are two acts.

use app::{
    Refusal,
    certificates::{CertificateText, certificate_to_change, change_certificate, correct_certificate},
    clients::{ClientText, Standing, TimelineFilter, find_client},
    tasks::{finish_task, open_tasks},
};
use domain::{client::Decision, id::CertificateId, office::Role};
use store::tasks::TaskKind;
use testkit::{OFFICE, TestApp, client, day, month, months, steps};

use super::people::{decided, grant, hanako, months as planned, registered, renewal};

fn change(app: &TestApp, id: CertificateId, typed: CertificateText) -> Result<CertificateId, Refusal> {
    app.write(Role::Clerk, move |cx| change_certificate(cx, id, &typed))
}

/// Every month from 2026-11-10 on, as the municipality decided it then.
fn monthly() -> CertificateText {
    CertificateText {
        grants: vec![grant("居宅介護", "R8.11.10", "R9.4.30")],
        plan_made_on: "R8.11.5".to_owned(),
        ..decided("1")
    }
}

#[test]
fn a_change_holds_from_its_day_on_and_leaves_what_was_before() {
    let app = TestApp::new();
    let client = hanako(&app);
    let id = registered(&app, client, renewal());
    let start = app.read(Role::Clerk, move |cx| certificate_to_change(cx, id)).unwrap();
    assert_eq!((start.text.decision.as_str(), start.text.grants[0].start.as_str()), ("change", ""));
    let changed = change(&app, id, monthly()).unwrap();
    assert_ne!(changed, id, "the decision before stays as it was");
    let kept = app.keep(move |tx| store::certificates::of_client(tx, OFFICE, client));
    assert_eq!(kept.iter().map(|it| it.decision).collect::<Vec<_>>(), [Decision::Renewal, Decision::Change]);
    assert_eq!(
        planned(&app, client),
        ["2026-07", "2026-10", "2026-11", "2026-12", "2027-01", "2027-02", "2027-03", "2027-04"]
    );
}

#[test]
fn what_a_change_replaced_is_no_longer_in_force_and_the_change_stands_in_the_timeline() {
    let app = TestApp::new();
    let client = hanako(&app);
    let id = registered(&app, client, renewal());
    change(&app, id, monthly()).unwrap();
    let page = app.read(Role::Viewer, move |cx| find_client(cx, client, &TimelineFilter::default())).unwrap();
    let cards: Vec<_> = page.certificates.iter().map(|card| (card.standing, card.changed_from)).collect();
    assert_eq!(cards, [(Standing::Current, None), (Standing::Changed, Some(day("2026-11-10")))]);
    assert!(page.timeline.iter().any(|entry| entry.title == "受給者証を変更"), "{:?}", page.timeline);
    // One that begins later leaves today's in force, and says from when it will not be.
    let later = CertificateText { grants: vec![grant("居宅介護", "R8.12.1", "R9.4.30")], ..monthly() };
    let client = app.write(Role::Clerk, |cx| app::clients::create_client(cx, &taro(), false)).unwrap().id;
    let id = registered(&app, client, CertificateText { number: "87654321".to_owned(), ..renewal() });
    change(&app, id, CertificateText { number: "87654321".to_owned(), ..later }).unwrap();
    let page = app.read(Role::Viewer, move |cx| find_client(cx, client, &TimelineFilter::default())).unwrap();
    let cards: Vec<_> = page.certificates.iter().map(|card| (card.standing, card.changed_from)).collect();
    assert_eq!(cards, [(Standing::Future, None), (Standing::Current, Some(day("2026-12-01")))]);
}

fn taro() -> ClientText {
    ClientText {
        name: "幸 太郎".to_owned(),
        kana: "サイワイ タロウ".to_owned(),
        birth: "S60.4.1".to_owned(),
        residence: "home".to_owned(),
        ..ClientText::default()
    }
}

#[test]
fn a_change_of_another_municipality_or_from_the_first_day_is_no_change() {
    let app = TestApp::new();
    let client = hanako(&app);
    let id = registered(&app, client, renewal());
    let fields = |typed: CertificateText| match change(&app, id, typed).unwrap_err() {
        Refusal::Refused(reasons) => reasons.iter().map(|reason| reason.field.to_string()).collect::<Vec<_>>(),
        other => panic!("{other:?}"),
    };
    assert_eq!(fields(CertificateText { municipality: "141003".to_owned(), ..monthly() }), ["municipality"]);
    let from_the_start = vec![grant("居宅介護", "R8.5.1", "R9.4.30")];
    assert_eq!(fields(CertificateText { grants: from_the_start, ..monthly() }), ["grant_start_0"]);
}

#[test]
fn a_certificate_corrected_after_a_closing_makes_a_task_and_the_claim_keeps_what_it_printed() {
    let app = TestApp::new().on(day("2026-11-05"));
    let client = client("川崎 花子").build();
    let certificate = months("2026-05..2027-04").every(6).number("1000000001").of(&client);
    steps::keep(&app, &client, &certificate, &["2026-10", "2027-04"]);
    steps::visit(&app, &client, "2026-10", "2026-10-14");
    steps::agree(&app, &client, "2026-10", "2026-10-15");
    steps::submit(&app, &client, "2026-10", "2026-10-20");
    let page = app.read(Role::Clerk, |cx| app::billing::month_page(cx, month("2026-10"))).unwrap();
    let input = app::billing::CloseMonth {
        service: certificate.service,
        month: month("2026-10"),
        processing_month: month("2026-11"),
        seen_count: page.services[0].totals.count,
        seen_yen: page.services[0].totals.yen,
        past_window: false,
    };
    app.write(Role::Clerk, move |cx| app::billing::close(cx, input)).unwrap();
    let id = certificate.id;
    let text = app.read(Role::Clerk, move |cx| app::certificates::find_certificate(cx, id)).unwrap().text;
    let correct = |number: &str, version: i64| {
        let typed = CertificateText {
            number: number.to_owned(),
            plan_made_on: "R8.4.20".to_owned(),
            proposal_reason: "市町村の決定による".to_owned(),
            ..text.clone()
        };
        app.write(Role::Clerk, move |cx| correct_certificate(cx, id, &typed, version)).unwrap();
    };
    correct("1000000001", 1);
    assert_eq!(app.read(Role::Clerk, open_tasks).unwrap(), [], "nothing that the claim printed has changed");
    correct("1000000002", 2);
    let tasks = app.read(Role::Clerk, open_tasks).unwrap();
    assert_eq!(tasks.len(), 1);
    let task = &tasks[0];
    assert_eq!(
        (task.kind, task.month, task.from.as_str()),
        (TaskKind::ClaimDiffers, month("2026-10"), "川崎市 1000000001")
    );
    assert_eq!(task.to, "川崎市 1000000002");
    let claims = app.keep(|tx| store::claims::of_month(tx, OFFICE, month("2026-10")));
    assert_eq!(claims[0].body.certificate_number, "1000000001", "a closed claim is never changed in silence");
    let subject = task.subject.clone();
    let forbidden = subject.clone();
    assert!(app.write(Role::Viewer, move |cx| finish_task(cx, TaskKind::ClaimDiffers, &forbidden)).is_err());
    app.write(Role::Clerk, move |cx| finish_task(cx, TaskKind::ClaimDiffers, &subject)).unwrap();
    assert_eq!(app.read(Role::Clerk, open_tasks).unwrap(), []);
    correct("1000000002", 3);
    assert_eq!(app.read(Role::Clerk, open_tasks).unwrap(), [], "looked at once, it does not come back by itself");
}
