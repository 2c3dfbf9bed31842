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
