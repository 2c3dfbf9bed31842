//! 転出: another municipality grants while the older certificate still runs.

use app::{
    Refusal,
    certificates::{CertificateText, TypedFor, create_certificate, preview_certificate},
};
use domain::office::Role;
use testkit::{OFFICE, TestApp};

use super::people::{grant, hanako, registered, renewal};

fn of_yokohama() -> CertificateText {
    CertificateText {
        municipality: "141003".to_owned(),
        municipality_name: "横浜市".to_owned(),
        number: "0000000009".to_owned(),
        grants: vec![grant("居宅介護", "R8.10.15", "R9.10.31")],
        ..renewal()
    }
}

#[test]
fn a_grant_of_another_city_asks_whether_the_person_moved_and_until_when() {
    let app = TestApp::new();
    let client = hanako(&app);
    let older = registered(&app, client, renewal());
    let typed = of_yokohama();
    let asked = app
        .read(Role::Clerk, move |cx| preview_certificate(cx, client, TypedFor::Client, &typed))
        .unwrap()
        .asked
        .moved
        .unwrap();
    assert_eq!((asked.certificate.id, asked.proposed.to_string().as_str()), (older, "2026-10-14"));
    let refused = |typed: CertificateText| {
        let answer = app.write(Role::Clerk, move |cx| create_certificate(cx, client, &typed));
        let Err(Refusal::Refused(reasons)) = answer else { unreachable!("a refusal") };
        reasons.into_iter().map(|reason| (reason.field.to_string(), reason.sentence)).next().unwrap()
    };
    let (field, sentence) = refused(of_yokohama());
    assert_eq!(field, "moved");
    assert!(sentence.starts_with("川崎市の受給者証（令和9年4月30日まで）がまだ続いています"), "{sentence}");
    let moved =
        |until: &str| CertificateText { moved: "yes".to_owned(), moved_until: until.to_owned(), ..of_yokohama() };
    assert_eq!(refused(moved("")).0, "moved_until");
    // A day of the move and no move: neither is dropped in silence.
    assert_eq!(refused(CertificateText { moved: "no".to_owned(), ..moved("R8.10.14") }).0, "moved_until");
    assert_eq!(refused(moved("R9.5.1")).0, "moved_until");
    registered(&app, client, moved("R8.10.14"));
    let kept = app.keep(move |tx| store::certificates::find(tx, OFFICE, older)).unwrap();
    assert_eq!(kept.moved_out_on.map(|day| day.to_string()).as_deref(), Some("2026-10-14"));
    let rounds = app.keep(move |tx| store::rounds::of_client(tx, OFFICE, client));
    let here = rounds.iter().filter(|round| round.municipality == "141305" && round.scheduled);
    let last = here.map(|round| round.month.to_string()).max();
    assert_eq!(last.as_deref(), Some("2026-10"), "no later month of the older one is planned");
}

#[test]
fn who_did_not_move_keeps_both_certificates() {
    let app = TestApp::new();
    let client = hanako(&app);
    let older = registered(&app, client, renewal());
    registered(&app, client, CertificateText { moved: "no".to_owned(), ..of_yokohama() });
    let kept = app.keep(move |tx| store::certificates::find(tx, OFFICE, older)).unwrap();
    assert_eq!(kept.moved_out_on, None);
}
