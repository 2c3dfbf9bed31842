//! 川崎 花子, every three months from 2026-05 to 2027-04 (so 2026-07, 10, 2027-01, 04), in an office of 川崎市.

use app::monitoring::{Entry, Recorded, record_consent, record_home_visit, save_report};
use calendar::Date;
use domain::{
    client::{Client, Residence},
    id::RoundId,
    monitoring::{
        Round,
        m1_service_check::{CheckMeans, ServiceCheck},
        m2_home_visit::HomeVisit,
        m3_record::{Achievement, Report, ReportRow},
        m4_consent::{Consent, ConsentMethod, SignerRelation},
        m5_submission::{Submission, SubmissionMeans},
    },
    office::Role,
};
use store::{certificates, clients, rounds};
use testkit::{OFFICE, SATO, TestApp, client, day, month, months, steps::add_rounds};

/// The application on 2026-11-22 with the client and her rounds.
pub fn start() -> (TestApp, Client) {
    let app = TestApp::new();
    let client = client("川崎 花子").carried_by(SATO).build();
    let certificate = months("2026-05..2027-04").every(3).plan_made("2026-04-20").of(&client);
    let kept = (client.clone(), certificate.clone());
    app.keep(move |tx| {
        clients::insert(tx, &kept.0)?;
        certificates::insert(tx, &kept.1)?;
        store::settings::set(
            tx,
            OFFICE,
            &domain::office::DatedSetting::always("141305", "every_report_submitted", "true"),
            ("test", "2026-11-22"),
        )
    });
    add_rounds(&app, &certificate, &["2026-07", "2026-10", "2027-01", "2027-04"]);
    (app, client)
}

pub fn round_of(app: &TestApp, client: &Client, text: &str) -> Round {
    let (client, month) = (client.id, month(text));
    let all = app.keep(move |tx| rounds::of_client(tx, OFFICE, client));
    all.into_iter().find(|round| round.month == month).unwrap()
}

pub fn lamps(app: &TestApp, round: RoundId) -> String {
    app.keep(move |tx| store::board::find(tx, OFFICE, round)).unwrap().lamps
}

pub fn entry(round: &Round) -> Entry {
    Entry { round: round.id, version: round.version, corrects: None }
}

pub fn now(round: RoundId, version: i64) -> Entry {
    Entry { round, version, corrects: None }
}

pub fn check(on: &str) -> ServiceCheck {
    ServiceCheck::told(day(on), CheckMeans::Phone, "さくら訪問介護", "計画どおり。")
}

pub fn visit(on: &str) -> HomeVisit {
    HomeVisit {
        date: day(on),
        place: Residence::Home,
        place_note: String::new(),
        lives_there: true,
        met: "本人".to_owned(),
        interviewed: true,
        visitor: "佐藤 花子".to_owned(),
        wishes: String::new(),
        home_situation: String::new(),
        start: None,
        end: None,
        neutrality: String::new(),
    }
}

pub fn report(on: &str) -> Report {
    Report {
        written_on: Some(day(on)),
        policy: "本人の力を生かす".to_owned(),
        rows: vec![ReportRow {
            need: "安心して暮らしたい".to_owned(),
            goal: "週3回の介護".to_owned(),
            due: "令和9年4月".to_owned(),
            provision: "計画どおり".to_owned(),
            achievement: Some(Achievement::Good),
            ..ReportRow::default()
        }],
        ..Report::default()
    }
}

pub fn consent(report: domain::id::FactId, sent_on: Option<Date>, agreed_on: Option<Date>) -> Consent {
    Consent {
        method: if sent_on.is_some() { ConsentMethod::Post } else { ConsentMethod::InPerson },
        sent_on,
        agreed_on,
        signer: if agreed_on.is_some() { "川崎 花子".to_owned() } else { String::new() },
        relation: SignerRelation::Client,
        relation_note: String::new(),
        drawing: String::new(),
        place: None,
        place_note: String::new(),
        report,
    }
}

pub fn submission(on: &str) -> Submission {
    Submission { date: day(on), to: "川崎区役所".to_owned(), means: SubmissionMeans::Counter, note: String::new() }
}

/// Visit, finished report and consent of a round.
pub fn agreed(app: &TestApp, round: &Round, on: &str) -> Recorded {
    let (entry, visited, written) = (entry(round), visit(on), report(on));
    let on = day(on);
    app.write(Role::Specialist, move |cx| {
        let visit = record_home_visit(cx, entry, visited)?;
        let report = save_report(cx, now(visit.round, visit.version), 0, written)?;
        record_consent(cx, now(report.round, report.version), consent(report.fact, None, Some(on)))
    })
    .unwrap()
}
