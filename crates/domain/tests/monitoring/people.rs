//! One fixed person, one round, and facts as a specialist records them.

#![expect(clippy::unwrap_used, reason = "tests")]

use calendar::Date;
use domain::{
    billing::claimable::{ClientFile, claim_lamp, judge},
    client::{Certificate, Client, ConsultationService, Decision, Grant, MonthlyStart, Phase, Residence},
    facts::By,
    id::{CertificateId, ClientId, FactId, GrantId, OfficeId, RoundId, UserId},
    monitoring::{
        Checking, Fact, Lamp, Round, RoundFact, StepState,
        carry_over::CarryOver,
        due_days,
        m1_service_check::{CheckMeans, ServiceCheck},
        m2_home_visit::HomeVisit,
        m3_record::{Achievement, Report, ReportRow},
        m4_consent::{Consent, ConsentMethod, SignerRelation},
        m5_submission::{Submission, SubmissionMeans},
    },
    office::{DatedSetting, MunicipalitySettings, Office, OfficeHistory, SettingsBook},
};
use testkit::law_book;
use uuid::Uuid;

pub fn day(text: &str) -> Date {
    text.parse().unwrap()
}

fn id(number: u128) -> Uuid {
    Uuid::from_u128(number)
}

pub fn settings() -> MunicipalitySettings {
    let settings = MunicipalitySettings::from_law(law::LawBook::embedded().unwrap(), "kawasaki");
    MunicipalitySettings { key: "default".to_owned(), ..settings }
}

/// 令和8年10月 of 川崎 花子.
pub fn october() -> Round {
    let planned = ("2026-10".parse().unwrap(), "141305".to_owned());
    Round::planned(RoundId(id(1)), OfficeId(id(2)), ClientId(id(3)), ConsultationService::Plan, planned)
}

pub fn client() -> Client {
    Client {
        id: ClientId(id(3)),
        office: OfficeId(id(2)),
        number: "1".to_owned(),
        name: "川崎 花子".to_owned(),
        kana: "カワサキ ハナコ".to_owned(),
        birth: day("1990-04-01"),
        sex: None,
        postal_code: String::new(),
        address: String::new(),
        phone: String::new(),
        fax: String::new(),
        tenure: None,
        residence: Residence::Home,
        grade: None,
        guardian: None,
        specialist: None,
        care_management: None,
        self_plans: domain::client::SelfPlans::default(),
        other_offices: domain::client::OtherOffices::default(),
        wards: domain::client::WardPeriods::default(),
        ended_on: None,
        note: String::new(),
        version: 1,
    }
}

pub fn certificate() -> Certificate {
    Certificate {
        id: CertificateId(id(4)),
        office: OfficeId(id(2)),
        client: ClientId(id(3)),
        service: ConsultationService::Plan,
        number: "1400000001".to_owned(),
        municipality: "141305".to_owned(),
        municipality_name: "川崎市川崎区".to_owned(),
        ward: String::new(),
        decision: Decision::Renewal,
        plan_made_on: Some(day("2026-04-20")),
        upper_limit_yen: None,
        grants: vec![Grant {
            id: GrantId(id(5)),
            service: "居宅介護".to_owned(),
            amount: "月20時間".to_owned(),
            start: day("2026-05-01"),
            end: day("2027-04-30"),
            provider: None,
            provider_name: String::new(),
        }],
        phases: vec![Phase { interval_months: 3, for_months: None }],
        months: Vec::new(),
        monthly_start: MonthlyStart::DecisionMonth,
        proposal: domain::client::Proposal::default(),
        benefit_period: None,
        moved_out_on: None,
        version: 1,
    }
}

pub fn checking(today: &str) -> Checking {
    Checking { today: day(today), support_ended_on: None, born: None }
}

pub fn service_check(on: &str) -> RoundFact {
    RoundFact::ServiceCheck(ServiceCheck::told(day(on), CheckMeans::Phone, "さくら訪問介護", "計画どおり。"))
}

pub fn visit(on: &str) -> HomeVisit {
    HomeVisit {
        date: day(on),
        place: Residence::Home,
        place_note: String::new(),
        lives_there: true,
        met: "本人".to_owned(),
        interviewed: true,
        visitor: "佐藤".to_owned(),
        wishes: "今の暮らしを続けたい。".to_owned(),
        home_situation: "母と二人暮らし。".to_owned(),
        start: None,
        end: None,
        neutrality: String::new(),
    }
}

pub fn report(on: &str) -> Report {
    Report {
        written_on: Some(day(on)),
        rows: vec![ReportRow {
            need: "安心して暮らしたい".to_owned(),
            provision: "週3回の訪問".to_owned(),
            satisfaction: "満足".to_owned(),
            achievement: Some(Achievement::Good),
            ..ReportRow::default()
        }],
        ..Report::default()
    }
}

pub fn consent(round: &Round, sent_on: Option<&str>, agreed_on: Option<&str>) -> Consent {
    Consent {
        method: if sent_on.is_some() { ConsentMethod::Post } else { ConsentMethod::InPerson },
        sent_on: sent_on.map(day),
        agreed_on: agreed_on.map(day),
        signer: "川崎 花子".to_owned(),
        relation: SignerRelation::Client,
        relation_note: String::new(),
        drawing: String::new(),
        place: Some(Residence::Home),
        place_note: String::new(),
        report: round.finished_report().map_or(FactId(id(0)), |(fact, _)| fact.id),
    }
}

pub fn submission(on: &str) -> Submission {
    Submission { date: day(on), to: "川崎区役所".to_owned(), means: SubmissionMeans::Counter, note: String::new() }
}

pub fn carry_over(reason: &str) -> RoundFact {
    RoundFact::CarryOver(CarryOver { reason: reason.to_owned(), told_on: None, told_to: String::new() })
}

/// Builders that read as sentences.
pub trait With: Sized {
    fn with(self, body: RoundFact) -> Self;
    fn correcting(self, body: RoundFact, corrects: FactId) -> Self;
}

impl With for Round {
    fn with(mut self, body: RoundFact) -> Self {
        add(&mut self, body, None);
        self
    }

    fn correcting(mut self, body: RoundFact, corrects: FactId) -> Self {
        add(&mut self, body, Some(corrects));
        self
    }
}

pub fn add(round: &mut Round, body: RoundFact, corrects: Option<FactId>) -> FactId {
    let fact = FactId(id(100 + u128::try_from(round.facts.len()).unwrap()));
    round.facts.append(Fact {
        id: fact,
        body,
        recorded_by: By::Staff(UserId(id(6))),
        recorded_by_name: "佐藤".to_owned(),
        recorded_at: "2026-10-15T01:00:00.000Z".to_owned(),
        corrects,
    });
    round.version += 1;
    fact
}

/// A round with steps (1) to (5) done.
pub fn complete() -> Round {
    let mut round = october()
        .with(service_check("2026-10-05"))
        .with(RoundFact::HomeVisit(visit("2026-10-14")))
        .with(RoundFact::Report(report("2026-10-15")));
    let agreed = consent(&round, None, Some("2026-10-20"));
    add(&mut round, RoundFact::Consent(agreed), None);
    add(&mut round, RoundFact::Submission(submission("2026-10-21")), None);
    round
}

pub fn office() -> Office {
    Office {
        id: OfficeId(id(2)),
        name: "相談支援センターみまもり".to_owned(),
        address: String::new(),
        phone: String::new(),
        manager: String::new(),
        number_plan: "1435000012".to_owned(),
        number_child: "1475000011".to_owned(),
        area_plan: "2".to_owned(),
        area_child: "2".to_owned(),
        grade: "1".to_owned(),
        municipality: "default".to_owned(),
        start_month: "2024-04".parse().unwrap(),
        version: 1,
    }
}

/// The six lamps of a client who has this one round.
pub fn lamps(round: &Round, settings: &MunicipalitySettings) -> [Lamp; 6] {
    let file = ClientFile {
        office: &OfficeHistory::new(office(), Vec::new()),
        client: &client(),
        certificates: &[certificate()],
        rounds: std::slice::from_ref(round),
        plan_answers: &[],
        plans: &[],
        claims: &[],
        settings: &book_of(settings),
    };
    let lamp = claim_lamp(&judge(law_book(), &file), round);
    domain::monitoring::lamps(round, settings, lamp)
}

/// The state of its six steps.
pub fn progress(round: &Round, settings: &MunicipalitySettings, today: Date) -> [StepState; 6] {
    domain::monitoring::progress(lamps(round, settings), &due_days(round, settings), today)
}

/// Settings that hold in both cities of the tests, as the office would enter them.
pub fn book_of(settings: &MunicipalitySettings) -> SettingsBook {
    let values = [
        ("carry_over_accepted", settings.carry_over_accepted.to_string()),
        ("every_report_submitted", settings.every_report_submitted.to_string()),
        ("deny_monitoring_before_renewal", settings.deny_monitoring_before_renewal.to_string()),
        ("consent_to_report", settings.consent_to_report.word().to_owned()),
    ];
    let entered: Vec<DatedSetting> = ["141305", "141003"]
        .iter()
        .flat_map(|city| values.each_ref().map(|(key, value)| DatedSetting::always(city, key, value)))
        .collect();
    SettingsBook::new(law_book(), &[], &entered, &settings.open_days)
}
