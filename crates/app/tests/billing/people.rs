//! Clients with rounds, done through the use cases of the six steps.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test that cannot be set up fails")]

use app::{
    Refusal,
    billing::{CloseMonth, MonthPage, Row, RowState, ServicePart, close, month_page},
    monitoring::{Entry, carry_over, open_rounds, record_consent, record_home_visit, record_submission, save_report},
};
use domain::{
    client::{Certificate, Client, ConsultationService, Residence},
    monitoring::{
        Round,
        carry_over::CarryOver,
        m2_home_visit::HomeVisit,
        m3_record::{Achievement, Report, ReportRow},
        m4_consent::{Consent, ConsentMethod, SignerRelation},
        m5_submission::{Submission, SubmissionMeans},
    },
    office::Role,
};
use store::{certificates, clients, rounds};
use testkit::{OFFICE, TestApp, client, day, month, months};

pub const OCTOBER: &str = "2026-10";

/// The application on 2026-11-05, in a municipality that takes every report.
pub fn november() -> TestApp {
    let app = TestApp::new().on(day("2026-11-05"));
    app.keep(|tx| store::settings::set(tx, OFFICE, "default", ("every_report_submitted", "true"), ("test", "2026-11-05")));
    app.keep(|tx| store::settings::set(tx, OFFICE, "default", ("carry_over_accepted", "true"), ("test", "2026-11-05")));
    app
}

/// Keeps a client with a certificate and opens the rounds of these months.
pub fn keep(app: &TestApp, client: &Client, certificate: &Certificate, listed: &[&str]) {
    let (kept, paper) = (client.clone(), certificate.clone());
    app.keep(move |tx| {
        clients::insert(tx, &kept)?;
        certificates::insert(tx, &paper)
    });
    add_rounds(app, certificate, listed);
}

pub fn add_rounds(app: &TestApp, certificate: &Certificate, listed: &[&str]) {
    let (paper, listed): (_, Vec<_>) = (certificate.clone(), listed.iter().map(|text| month(text)).collect());
    app.write(Role::Clerk, move |cx| open_rounds(cx, &paper, &listed, month("2026-04"))).unwrap();
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

pub fn round_of(app: &TestApp, client: &Client, text: &str) -> Round {
    let (client, month) = (client.id, month(text));
    let all = app.keep(move |tx| rounds::of_client(tx, OFFICE, client));
    all.into_iter().find(|round| round.month == month).unwrap()
}

/// 自宅訪問.
pub fn visit(app: &TestApp, client: &Client, month: &str, on: &str) {
    let round = round_of(app, client, month);
    let visit = HomeVisit {
        date: day(on),
        place: Residence::Home,
        place_note: String::new(),
        lives_there: true,
        met: "本人".to_owned(),
        interviewed: true,
        visitor: "佐藤 花子".to_owned(),
        wishes: String::new(),
        home_situation: String::new(),
    };
    app.write(Role::Specialist, move |cx| record_home_visit(cx, entry(&round), visit)).unwrap();
}

/// 報告書 and 同意.
pub fn agree(app: &TestApp, client: &Client, month: &str, on: &str) {
    let round = round_of(app, client, month);
    let report = Report {
        written_on: Some(day(on)),
        rows: vec![ReportRow {
            need: "安心して暮らしたい".to_owned(),
            provision: "計画どおり".to_owned(),
            achievement: Some(Achievement::Good),
            ..ReportRow::default()
        }],
        ..Report::default()
    };
    let (on, who) = (day(on), client.name.clone());
    app.write(Role::Specialist, move |cx| {
        let report = save_report(cx, entry(&round), report)?;
        let consent = Consent {
            method: ConsentMethod::InPerson,
            sent_on: None,
            agreed_on: Some(on),
            signer: who,
            relation: SignerRelation::Client,
            relation_note: String::new(),
            drawing: String::new(),
            place: None,
            place_note: String::new(),
            report: report.fact,
        };
        record_consent(cx, Entry { round: report.round, version: report.version, corrects: None }, consent)
    })
    .unwrap();
}

/// 写しの提出.
pub fn submit(app: &TestApp, client: &Client, month: &str, on: &str) {
    let round = round_of(app, client, month);
    let submission =
        Submission { date: day(on), to: "みまもり区役所".to_owned(), means: SubmissionMeans::Counter, note: String::new() };
    app.write(Role::Specialist, move |cx| record_submission(cx, entry(&round), submission)).unwrap();
}

/// 繰越.
pub fn carry(app: &TestApp, client: &Client, month: &str, reason: &str) {
    let round = round_of(app, client, month);
    let carried = CarryOver { reason: reason.to_owned(), told_on: None, told_to: String::new() };
    app.write(Role::Specialist, move |cx| carry_over(cx, entry(&round), carried)).unwrap();
}

/// Steps (2) to (5) of the client's October.
pub fn done(app: &TestApp, client: &Client, on: &str) {
    visit(app, client, OCTOBER, on);
    agree(app, client, OCTOBER, on);
    submit(app, client, OCTOBER, on);
}

fn entry(round: &Round) -> Entry {
    Entry { round: round.id, version: round.version, corrects: None }
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

fn state(row: &Row) -> String {
    match &row.state {
        RowState::Claim(claim) => format!("請求する {}単位 {}円", claim.units(), claim.yen()),
        RowState::Held { reason, .. } => format!("見送る: {reason}"),
        RowState::NotYet(obstacles) => {
            let all: Vec<&str> = obstacles.iter().map(|obstacle| obstacle.sentence.as_str()).collect();
            format!("まだ: {}", all.join("、"))
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
        seen_count: part.totals.count,
        seen_yen: part.totals.yen,
    };
    app.write(Role::Clerk, move |cx| close(cx, input))
}

/// The sentences of a refusal.
pub fn sentences<T: std::fmt::Debug>(answer: Result<T, Refusal>) -> Vec<String> {
    match answer {
        Err(Refusal::Refused(reasons)) => reasons.into_iter().map(|reason| reason.sentence).collect(),
        other => panic!("not refused: {other:?}"),
    }
}
