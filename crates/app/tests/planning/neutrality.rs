//! 兼務 when somebody is put in charge, and the end of the months after a decision, told a month before.

use app::{
    clients::{ClientText, TimelineFilter, find_client, update_client},
    neutrality::grace_ends,
};
use domain::{client::Decision, neutrality::Ground, office::Role};
use store::{
    audit::{self, AuditAction},
    certificates, clients,
};
use testkit::{OFFICE, SATO, SUZUKI, TestApp, client, day, months, steps::works_at};

/// 花子 uses a service of さくら, granted anew from October on; 佐藤 works there, too.
fn used_at_a_post(decision: Decision, carried_by: domain::id::SpecialistId) -> (TestApp, domain::client::Client) {
    let app = TestApp::new();
    let hanako = client("川崎 花子").carried_by(carried_by).build();
    let mut certificate = months("2026-10..2027-09").of(&hanako);
    certificate.decision = decision;
    for grant in &mut certificate.grants {
        "さくら".clone_into(&mut grant.provider_name);
    }
    let kept = hanako.clone();
    app.keep(move |tx| {
        clients::insert(tx, &kept)?;
        certificates::insert(tx, &certificate)
    });
    works_at(&app, "さくら", "2026-10-01");
    (app, hanako)
}

#[test]
fn whoever_is_put_in_charge_is_asked_and_the_answer_is_kept() {
    let (app, hanako) = used_at_a_post(Decision::Renewal, SUZUKI);
    let id = hanako.id;
    let page =
        |app: &TestApp| app.read(Role::Viewer, move |cx| find_client(cx, id, &TimelineFilter::default())).unwrap();
    assert_eq!(page(&app).dual_post.map(|(check, _)| check.ground), None, "鈴木 has no post elsewhere");
    let typed = ClientText { specialist: SATO.to_string(), ..ClientText::of(&hanako) };
    app.write(Role::Manager, move |cx| update_client(cx, id, &typed, 1)).unwrap();
    let (check, _) = page(&app).dual_post.expect("佐藤 works where 花子 goes");
    assert_eq!(
        (check.ground, check.shared.as_slice(), check.grace_until),
        (Ground::None, ["さくら".to_owned()].as_slice(), None)
    );
    let log = app.keep(move |tx| audit::history(tx, OFFICE, &id.to_string(), AuditAction::ReadClient));
    let kept = log.iter().find(|entry| entry.action() == Some(AuditAction::CheckNeutrality)).unwrap();
    assert!(kept.body.contains("さくら") && kept.body.contains("\"ground\":\"none\""), "{}", kept.body);
}

#[test]
fn the_end_of_the_months_after_a_decision_is_told_a_month_before() {
    let (app, hanako) = used_at_a_post(Decision::New, SATO);
    assert!(app.read(Role::Viewer, grace_ends).unwrap().is_empty(), "more than a month is left");
    let app = app.on(day("2026-12-01"));
    let ends = app.read(Role::Viewer, grace_ends).unwrap();
    assert_eq!((ends.len(), ends[0].client, ends[0].until), (1, hanako.id, day("2027-01-01")));
    let app = app.on(day("2027-01-02"));
    assert!(app.read(Role::Viewer, grace_ends).unwrap().is_empty(), "over, the page of the client says what holds");
}
