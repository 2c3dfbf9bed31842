//! Hand-ins, decisions and coordination of the tests.

use domain::{
    client::ContactChannel,
    id::{CertificateId, FactId},
    monitoring::m5_submission::SubmissionMeans,
    planning::{
        p3_coordination::Coordination,
        p3_decision::{DecidedService, GrantDecision, Outcome, Proposed},
        p3_hand_in::{HandIn, HandInPaper, HandedBy},
    },
};

use crate::{day, id};

/// Everything handed in on that day by 花子 herself, with these texts of the proposal.
pub fn hand_in(on: &str, texts: Vec<FactId>) -> HandIn {
    HandIn {
        handed_on: day(on),
        to: "川崎区役所 高齢・障害課".to_owned(),
        by: HandedBy::Client,
        by_name: "川崎 花子".to_owned(),
        means: SubmissionMeans::Counter,
        papers: HandInPaper::ALL.to_vec(),
        not_asked: Vec::new(),
        note: String::new(),
        texts,
    }
}

/// A service with its amount.
pub fn decided(service: &str, amount: &str) -> DecidedService {
    DecidedService { row: None, service: service.to_owned(), amount: amount.to_owned() }
}

/// Granted on that day as [`crate::proposal::draft`] and an interval of three months propose it; its certificate is entered.
pub fn granted(on: &str) -> GrantDecision {
    let services = vec![decided("就労継続支援B型", "23日/月"), decided("居宅介護", "月10時間")];
    GrantDecision {
        outcome: Outcome::Granted,
        decided_on: day(on),
        notified_on: Some(day(on)),
        services: services.clone(),
        interval_months: Some(3),
        reason: String::new(),
        told: String::new(),
        certificate: Some(CertificateId(id(4_000_001))),
        proposed: Proposed { services, interval_months: Some(3) },
    }
}

/// The provider was telephoned on that day.
pub fn coordination(on: &str, provider: &str) -> Coordination {
    Coordination {
        date: day(on),
        provider: None,
        provider_name: provider.to_owned(),
        person: "田中".to_owned(),
        channel: ContactChannel::Phone,
        content: "決まった量と始める日を伝えた。".to_owned(),
        result: "12月1日から受け入れる。".to_owned(),
    }
}
