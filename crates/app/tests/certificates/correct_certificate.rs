//! 受給者証の登録を訂正する.

use app::{
    Refusal,
    certificates::{CertificateText, correct_certificate, find_certificate},
};
use domain::{id::CertificateId, office::Role};
use testkit::TestApp;

use super::people::{decided, hanako, months, registered, renewal};

fn update(app: &TestApp, id: CertificateId, typed: CertificateText, version: i64) -> Result<i64, Refusal> {
    app.write(Role::Clerk, move |cx| correct_certificate(cx, id, &typed, version))
}

#[test]
fn rounds_follow_the_correction() {
    let app = TestApp::new();
    let client = hanako(&app);
    let id = registered(&app, client, renewal());
    update(&app, id, decided("6"), 1).unwrap();
    assert_eq!(months(&app, client), ["2026-10", "2027-04"]);
}

#[test]
fn the_form_gives_back_what_it_was_given() {
    let app = TestApp::new();
    let client = hanako(&app);
    let id = registered(&app, client, renewal());
    let page = app.read(Role::Viewer, move |cx| find_certificate(cx, id)).unwrap();
    let before = page.certificate.unwrap();
    update(&app, id, page.text, 1).unwrap();
    let after = app.read(Role::Viewer, move |cx| find_certificate(cx, id)).unwrap().certificate.unwrap();
    assert_eq!(after.version, 2);
    assert_eq!(domain::client::Certificate { version: 1, ..after }, before);
}

#[test]
fn the_second_of_two_savers_is_told() {
    let app = TestApp::new();
    let client = hanako(&app);
    let id = registered(&app, client, renewal());
    update(&app, id, decided("6"), 1).unwrap();
    let second = update(&app, id, renewal(), 1);
    assert!(matches!(second, Err(Refusal::Conflict { current: 2, .. })), "{second:?}");
    assert_eq!(months(&app, client), ["2026-10", "2027-04"], "nothing of the second was kept");
}

/// 支給期間 and 転出 are fields of the page: a correction of something else keeps them.
#[test]
fn the_printed_period_and_the_move_survive_a_correction_and_decide_the_months() {
    let app = TestApp::new();
    let client = hanako(&app);
    let printed = CertificateText {
        benefit_start: "R8.5".to_owned(),
        benefit_end: "R9.2".to_owned(),
        moved_out_on: "R9.1.20".to_owned(),
        ..renewal()
    };
    let id = registered(&app, client, printed);
    assert_eq!(months(&app, client), ["2026-05", "2026-08", "2026-11"], "counted back from the printed end");
    let page = app.read(Role::Viewer, move |cx| find_certificate(cx, id)).unwrap();
    assert_eq!((page.text.benefit_start.as_str(), page.text.moved_out_on.as_str()), ("令和8年5月", "令和9年1月20日"));
    update(&app, id, CertificateText { ward: "川崎区役所".to_owned(), ..page.text }, 1).unwrap();
    let after = app.read(Role::Viewer, move |cx| find_certificate(cx, id)).unwrap().certificate.unwrap();
    assert_eq!(after.benefit_period.map(|it| it.end.to_string()).as_deref(), Some("2027-02"));
    assert_eq!(after.moved_out_on.map(|it| it.to_string()).as_deref(), Some("2027-01-20"));
}

#[test]
fn a_printed_period_needs_both_months_and_some_of_the_validity() {
    let app = TestApp::new();
    let client = hanako(&app);
    let id = registered(&app, client, renewal());
    let refused = |benefit_start: &str, benefit_end: &str| {
        let typed = CertificateText {
            benefit_start: benefit_start.to_owned(),
            benefit_end: benefit_end.to_owned(),
            ..renewal()
        };
        let Err(Refusal::Refused(reasons)) = update(&app, id, typed, 1) else { unreachable!("a refusal") };
        reasons.into_iter().map(|reason| reason.field).collect::<Vec<_>>()
    };
    assert_eq!(refused("R8.5", ""), ["benefit_end"]);
    assert_eq!(refused("R8.5", "R8.4"), ["benefit_end"]);
    assert_eq!(refused("R9.5", "R9.6"), ["benefit_start"]);
}
