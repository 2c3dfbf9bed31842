//! Clients with rounds, done through the use cases of the six steps.
#![expect(clippy::unwrap_used, reason = "a test that cannot be set up fails")]

use app::{
    Refusal,
    billing::{CloseMonth, MonthPage, MonthRow, RowState, ServicePart, close, month_page},
};
use domain::{
    client::{Client, ConsultationService},
    office::Role,
};
use testkit::{OFFICE, TestApp, client, day, month, months};
pub use testkit::{
    sentences,
    steps::{add_rounds, agree, carry, keep, round_of, submit, visit},
};

pub const OCTOBER: &str = "2026-10";

/// The application on 2026-11-05, in a municipality that takes every report.
pub fn november() -> TestApp {
    let app = TestApp::new().on(day("2026-11-05"));
    app.keep(|tx| {
        store::settings::set(
            tx,
            OFFICE,
            &domain::office::DatedSetting::always("141305", "every_report_submitted", "true"),
            ("test", "2026-11-05"),
        )
    });
    app.keep(|tx| {
        store::settings::set(
            tx,
            OFFICE,
            &domain::office::DatedSetting::always("141305", "carry_over_accepted", "true"),
            ("test", "2026-11-05"),
        )
    });
    app
}

/// An adult with the round of October.
pub fn adult(app: &TestApp, name: &str, kana: &str, number: &str) -> Client {
    let client = client(name).kana(kana).build();
    let certificate = months("2026-05..2027-04").every(6).number(number).of(&client);
    keep(app, &client, &certificate, &["2026-10", "2027-04"]);
    client
}

/// A child (障害児相談支援) with the round of October.
pub fn child(app: &TestApp, name: &str, kana: &str, number: &str) -> Client {
    let client = client(name).kana(kana).child_of("川崎 母", "2018-06-01").build();
    let certificate = months("2026-05..2027-04").for_child().every(6).number(number).of(&client);
    keep(app, &client, &certificate, &["2026-10"]);
    client
}

/// Steps (2) to (5) of the client's October.
pub fn done(app: &TestApp, client: &Client, on: &str) {
    visit(app, client, OCTOBER, on);
    agree(app, client, OCTOBER, on);
    submit(app, client, OCTOBER, on);
}

pub fn page(app: &TestApp, text: &str) -> MonthPage {
    let asked = month(text);
    app.read(Role::Clerk, move |cx| month_page(cx, asked)).unwrap()
}

pub fn part(app: &TestApp, text: &str, service: ConsultationService) -> ServicePart {
    page(app, text).services.into_iter().find(|part| part.service == service).unwrap()
}

/// The rows of 計画相談支援, as a word each.
pub fn states(part: &ServicePart) -> Vec<(String, String)> {
    part.rows.iter().map(|row| (row.name.clone(), state(row))).collect()
}

fn state(row: &MonthRow) -> String {
    match &row.state {
        RowState::Claim(claim) => format!("請求する {}単位 {}円", claim.units(), claim.yen()),
        RowState::Held { reason, .. } => format!("見送る: {reason}"),
        RowState::NotYet(obstacles) => {
            let all: Vec<&str> = obstacles.iter().map(|obstacle| obstacle.sentence.as_str()).collect();
            format!("まだ: {}", all.join("、"))
        }
        RowState::Ask(obstacles) => {
            let all: Vec<&str> = obstacles.iter().map(|obstacle| obstacle.sentence.as_str()).collect();
            format!("答える: {}", all.join("、"))
        }
        RowState::Refused(obstacle) => format!("請求できない: {}", obstacle.sentence),
    }
}

/// Presses 「締める」 as the page stands.
pub fn press_close(app: &TestApp, text: &str, service: ConsultationService) -> Result<app::billing::ClosedAs, Refusal> {
    let part = part(app, text, service);
    let input = CloseMonth {
        service,
        month: month(text),
        processing_month: part.processing_month,
        past_window: false,
        seen_count: part.totals.count,
        seen_yen: part.totals.yen,
    };
    app.write(Role::Clerk, move |cx| close(cx, input))
}
