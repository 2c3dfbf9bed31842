//! The six steps of a round and what of the office decides them, done through the use cases: what tests of billing, of
//! plans and of pages start from.

use ::app::{
    monitoring::{
        Entry, carry_over, record_consent, record_home_visit, record_submission, refresh_client, save_report,
    },
    office::{HoldsFrom, record_office_fact},
};
use domain::{
    client::{Certificate, Client, Residence},
    id::RoundId,
    monitoring::{
        Round,
        carry_over::CarryOver,
        m2_home_visit::HomeVisit,
        m3_record::{Achievement, Report, ReportRow},
        m4_consent::{Consent, ConsentMethod, SignerRelation},
        m5_submission::{Submission, SubmissionMeans},
    },
    office::{OfficeFactBody, PostsJudgement, Role},
};
use store::{certificates, clients, rounds};
use uuid::Uuid;

use crate::{OFFICE, SATO, TestApp, day, month};

/// Keeps a client with a certificate and opens the rounds of these months.
pub fn keep(app: &TestApp, client: &Client, certificate: &Certificate, listed: &[&str]) {
    let (kept, paper) = (client.clone(), certificate.clone());
    app.keep(move |tx| {
        clients::insert(tx, &kept)?;
        certificates::insert(tx, &paper)
    });
    add_rounds(app, certificate, listed);
}

/// Opens the rounds of these months.
pub fn add_rounds(app: &TestApp, certificate: &Certificate, listed: &[&str]) {
    let rounds = rounds_of(certificate, listed, || (app.outside.new_id)());
    let client = certificate.client;
    app.keep(move |tx| {
        for round in &rounds {
            rounds::open(tx, round)?;
        }
        Ok(())
    });
    app.write(Role::Clerk, move |cx| refresh_client(cx, client)).expect("the use case does what the test starts from");
}

/// The rounds of these months, without any fact.
pub fn rounds_of(certificate: &Certificate, listed: &[&str], new_id: impl Fn() -> Uuid) -> Vec<Round> {
    listed
        .iter()
        .map(|text| {
            let planned = (month(text), certificate.municipality.clone());
            Round::planned(RoundId(new_id()), certificate.office, certificate.client, certificate.service, planned)
        })
        .collect()
}

/// The round of a client in a month.
pub fn round_of(app: &TestApp, client: &Client, text: &str) -> Round {
    let (client, month) = (client.id, month(text));
    let all = app.keep(move |tx| rounds::of_client(tx, OFFICE, client));
    all.into_iter().find(|round| round.month == month).expect("the use case does what the test starts from")
}

/// 自宅訪問 on that day.
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
        start: None,
        end: None,
        neutrality: String::new(),
    };
    app.write(Role::Specialist, move |cx| record_home_visit(cx, entry(&round), visit))
        .expect("the use case does what the test starts from");
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
        let report = save_report(cx, entry(&round), 0, report)?;
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
    .expect("the use case does what the test starts from");
}

/// 報告書 of a visit.
pub fn finish_report(app: &TestApp, client: &Client, month: &str, report: Report) {
    let round = round_of(app, client, month);
    app.write(Role::Specialist, move |cx| save_report(cx, entry(&round), 0, report))
        .expect("the use case does what the test starts from");
}

/// 写しの提出.
pub fn submit(app: &TestApp, client: &Client, month: &str, on: &str) {
    let round = round_of(app, client, month);
    let submission = Submission {
        date: day(on),
        to: "みまもり区役所".to_owned(),
        means: SubmissionMeans::Counter,
        note: String::new(),
    };
    app.write(Role::Specialist, move |cx| record_submission(cx, entry(&round), submission))
        .expect("the use case does what the test starts from");
}

/// 繰越.
pub fn carry(app: &TestApp, client: &Client, month: &str, reason: &str) {
    let round = round_of(app, client, month);
    let carried = CarryOver { reason: reason.to_owned(), told_on: None, told_to: String::new() };
    app.write(Role::Specialist, move |cx| carry_over(cx, entry(&round), carried))
        .expect("the use case does what the test starts from");
}

/// 業務に支障がない, as the manager judged it on that day.
pub fn no_hindrance(on: &str) -> PostsJudgement {
    PostsJudgement { by: "管理 一郎".to_owned(), on: day(on), hours: "週8時間".to_owned() }
}

/// 兼務: 佐藤 works at that provider, which is not registered, from that day on.
pub fn works_at(app: &TestApp, provider: &str, from: &str) {
    let body = OfficeFactBody::Posts {
        specialist: SATO,
        providers: vec![provider.to_owned()],
        registered: Vec::new(),
        judged: Some(no_hindrance(from)),
    };
    let from = HoldsFrom::Day(day(from));
    app.write(Role::Manager, move |cx| record_office_fact(cx, body, from))
        .expect("the use case does what the test starts from");
}

fn entry(round: &Round) -> Entry {
    Entry { round: round.id, version: round.version, corrects: None }
}
