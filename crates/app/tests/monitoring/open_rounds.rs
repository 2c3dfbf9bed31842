//! Rounds follow the certificate's months, and facts are never lost with them.

use app::monitoring::{open_rounds, record_service_check};
use domain::office::Role;
use store::rounds;
use testkit::{OFFICE, month, months};

use crate::people::{check, entry, round_of, start};

#[test]
fn a_changed_certificate_takes_months_off_and_keeps_facts() {
    let (app, client) = start();
    let october = round_of(&app, &client, "2026-10");
    let it = entry(&october);
    app.write(Role::Specialist, move |cx| record_service_check(cx, it, check("2026-10-05"))).unwrap();
    let id = october.certificate;
    let changed = app.keep(move |tx| store::certificates::find(tx, OFFICE, id)).unwrap();
    let opened = app
        .write(Role::Clerk, move |cx| {
            open_rounds(cx, &changed, &[month("2026-12"), month("2027-04")], month("2026-07"))
        })
        .unwrap();
    assert_eq!((opened.opened, opened.taken_off), (1, 3));
    let client_id = client.id;
    let left = app.keep(move |tx| rounds::of_client(tx, OFFICE, client_id));
    let left: Vec<_> = left.iter().map(|round| (round.month.to_string(), round.scheduled)).collect();
    let expected = [("2026-10", false), ("2026-12", true), ("2027-04", true)];
    assert_eq!(left, expected.map(|(month, scheduled)| (month.to_owned(), scheduled)));
}

#[test]
fn saving_the_same_certificate_again_changes_nothing() {
    let (app, client) = start();
    let certificate = months("2026-05..2027-04").every(3).of(&client);
    let round = round_of(&app, &client, "2026-10");
    let mut same = certificate;
    same.id = round.certificate;
    let listed = ["2026-07", "2026-10", "2027-01", "2027-04"].map(month);
    let opened = app.write(Role::Clerk, move |cx| open_rounds(cx, &same, &listed, month("2026-07"))).unwrap();
    assert_eq!((opened.opened, opened.taken_off), (0, 0));
    assert_eq!(round_of(&app, &client, "2026-10").id, round.id);
}
