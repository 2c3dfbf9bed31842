//! 川崎 花子 with a round in 2026-10 and one in 2026-11, in an office that hands in every copy.
#![expect(clippy::unwrap_used, reason = "a test that cannot be set up fails")]

use domain::{client::Client, monitoring::Round};
use store::{certificates, clients, rounds, settings};
use testkit::{OFFICE, SATO, TestApp, client, month, months, steps::add_rounds};

pub fn start() -> (TestApp, Client) {
    let app = TestApp::new();
    let client = client("川崎 花子").carried_by(SATO).build();
    let certificate = months("2026-05..2027-04").every(3).plan_made("2026-04-20").of(&client);
    let kept = (client.clone(), certificate.clone());
    app.keep(move |tx| {
        clients::insert(tx, &kept.0)?;
        certificates::insert(tx, &kept.1)?;
        settings::set(
            tx,
            OFFICE,
            &domain::office::DatedSetting::always("141305", "every_report_submitted", "true"),
            ("test", "2026-11-22"),
        )
    });
    add_rounds(&app, &certificate, &["2026-10", "2026-11", "2027-04"]);
    (app, client)
}

pub fn round_of(app: &TestApp, client: &Client, text: &str) -> Round {
    let (client, month) = (client.id, month(text));
    let all = app.keep(move |tx| rounds::of_client(tx, OFFICE, client));
    all.into_iter().find(|round| round.month == month).unwrap()
}
