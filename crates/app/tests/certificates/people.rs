//! What these tests start from.

use app::{
    certificates::{CertificateText, GrantText, PhaseText, create_certificate},
    clients::{ClientText, create_client},
};
use calendar::YearMonth;
use domain::{
    id::{CertificateId, ClientId},
    office::Role,
};
use testkit::{OFFICE, TestApp};

/// 川崎 花子, registered.
pub fn hanako(app: &TestApp) -> ClientId {
    let typed = ClientText {
        name: "川崎 花子".to_owned(),
        kana: "カワサキ ハナコ".to_owned(),
        birth: "S60.3.1".to_owned(),
        residence: "home".to_owned(),
        ..ClientText::default()
    };
    app.write(Role::Clerk, move |cx| create_client(cx, &typed, true)).unwrap().id
}

/// A row of the grants.
pub fn grant(service: &str, start: &str, end: &str) -> GrantText {
    GrantText {
        service: service.to_owned(),
        amount: "23日/月".to_owned(),
        start: start.to_owned(),
        end: end.to_owned(),
        ..GrantText::default()
    }
}

/// A row of the monitoring periods.
pub fn every(interval: &str, lasts: &str) -> PhaseText {
    PhaseText { interval: interval.to_owned(), lasts: lasts.to_owned() }
}

/// A renewal for 居宅介護 from 2026-05-01 to 2027-04-30, every three months.
pub fn renewal() -> CertificateText {
    CertificateText {
        service: "plan".to_owned(),
        number: "１２３４５６７８".to_owned(),
        municipality: "141305".to_owned(),
        municipality_name: "川崎市".to_owned(),
        decision: "renewal".to_owned(),
        plan_made_on: "R8.4.20".to_owned(),
        upper_limit_yen: "9,300円".to_owned(),
        grants: vec![grant("居宅介護", "R8.5.1", "R9.4.30"), GrantText::default()],
        phases: vec![every("3", ""), PhaseText::default()],
        ..CertificateText::default()
    }
}

/// The same with another interval, as the municipality decided it.
pub fn decided(interval: &str) -> CertificateText {
    CertificateText {
        phases: vec![every(interval, "")], proposal_reason: "市町村の決定による".to_owned(), ..renewal()
    }
}

/// Registers a certificate as a clerk.
pub fn registered(app: &TestApp, client: ClientId, typed: CertificateText) -> CertificateId {
    app.write(Role::Clerk, move |cx| create_certificate(cx, client, &typed)).unwrap()
}

/// The months of the client's rounds that are on the schedule.
pub fn months(app: &TestApp, client: ClientId) -> Vec<String> {
    let rounds = app.keep(move |tx| store::rounds::of_client(tx, OFFICE, client));
    rounds.into_iter().filter(|round| round.scheduled).map(|round| round.month.to_string()).collect()
}

/// Sets the month from which the office works with mimamori.
pub fn starts_in(app: &TestApp, month: YearMonth) {
    app.keep(move |tx| {
        let mut office = store::offices::find(tx, OFFICE)?.unwrap();
        office.start_month = month;
        store::offices::update(tx, &office)
    });
}
