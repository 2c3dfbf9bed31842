//! People and papers of the tests: few, fixed, fictional. The builders read as sentences.

use std::sync::LazyLock;

use calendar::{Date, YearMonth};
use domain::{
    client::{
        Certificate, Client, ConsultationService, Decision, Grant, Guardian, MonthlyStart, Phase, Proposal, Residence,
    },
    id::{CertificateId, ClientId, GrantId, OfficeId, SpecialistId},
};
use uuid::Uuid;

use crate::{Counter, id};

/// The office of the tests: 相談支援センターみまもり.
pub const OFFICE: OfficeId = OfficeId(fixed(1));
/// Another office, which must see nothing of the first: 相談支援センターとなり.
pub const OTHER_OFFICE: OfficeId = OfficeId(fixed(2));

const fn fixed(number: u64) -> Uuid {
    Uuid::from_u64_pair(0x0191_0000_0000_7000, 0x8000_0000_0000_0000 | number)
}

/// Ids of built things: apart from those that a use case makes, and never the same twice in a test run.
fn built() -> Uuid {
    static COUNT: LazyLock<Counter> = LazyLock::new(Counter::default);
    id(1_000_000 + COUNT.next())
}

/// A day, from `2026-11-22`.
pub fn day(text: &str) -> Date {
    text.parse().unwrap_or_else(|error| panic!("「{text}」: {error}"))
}

/// A month, from `2026-11`.
pub fn month(text: &str) -> YearMonth {
    text.parse().unwrap_or_else(|error| panic!("{error}"))
}

/// 利用者 in the making.
#[derive(Clone, Debug)]
pub struct ClientBuilder(Client);

/// An adult of the office, born in 1985, living at home.
pub fn client(name: &str) -> ClientBuilder {
    ClientBuilder(Client {
        id: ClientId(built()),
        office: OFFICE,
        number: String::new(),
        name: name.to_owned(),
        kana: "カワサキ ハナコ".to_owned(),
        birth: day("1985-03-01"),
        sex: None,
        postal_code: "2100001".to_owned(),
        address: "神奈川県川崎市みまもり区本町1-1".to_owned(),
        phone: "044-000-0001".to_owned(),
        fax: String::new(),
        tenure: None,
        residence: Residence::Home,
        grade: None,
        guardian: None,
        specialist: None,
        care_management: Some(false),
        self_plans: domain::client::SelfPlans::default(),
        other_offices: domain::client::OtherOffices::default(),
        wards: domain::client::WardPeriods::default(),
        ended_on: None,
        note: String::new(),
        version: 1,
    })
}

impl ClientBuilder {
    /// フリガナ.
    pub fn kana(mut self, kana: &str) -> Self {
        kana.clone_into(&mut self.0.kana);
        self
    }

    /// 利用者番号.
    pub fn number(mut self, number: &str) -> Self {
        number.clone_into(&mut self.0.number);
        self
    }

    /// 生年月日.
    pub fn born(mut self, date: &str) -> Self {
        self.0.birth = day(date);
        self
    }

    /// A child born on that day, with this guardian (母).
    pub fn child_of(mut self, guardian: &str, born: &str) -> Self {
        self.0.birth = day(born);
        self.0.guardian = Some(Guardian {
            name: guardian.to_owned(),
            kana: "カワサキ ハハ".to_owned(),
            relation: "母".to_owned(),
            phone: "044-000-0002".to_owned(),
            birth: None,
        });
        self
    }

    /// 住まい.
    pub fn lives_in(mut self, residence: Residence) -> Self {
        self.0.residence = residence;
        self
    }

    /// 担当.
    pub fn carried_by(mut self, specialist: SpecialistId) -> Self {
        self.0.specialist = Some(specialist);
        self
    }

    /// Of another office.
    pub fn of(mut self, office: OfficeId) -> Self {
        self.0.office = office;
        self
    }

    /// 終了日.
    pub fn ended(mut self, date: &str) -> Self {
        self.0.ended_on = Some(day(date));
        self
    }

    /// The client.
    pub fn build(self) -> Client {
        self.0
    }
}

/// 受給者証 in the making.
#[derive(Clone, Debug)]
pub struct CertificateBuilder(Certificate);

/// A certificate of 計画相談支援 valid in these months, e.g. `2026-04..2027-03`, for 居宅介護, every six months.
pub fn months(range: &str) -> CertificateBuilder {
    let (first, last) = range.split_once("..").unwrap_or_else(|| panic!("「{range}」: 2026-04..2027-03"));
    let grant = Grant {
        id: GrantId(built()),
        service: "居宅介護".to_owned(),
        amount: "20時間/月".to_owned(),
        start: month(first).first_day(),
        end: month(last).last_day(),
        provider: None,
        provider_name: String::new(),
    };
    CertificateBuilder(Certificate {
        id: CertificateId(built()),
        office: OFFICE,
        client: ClientId(built()),
        service: ConsultationService::Plan,
        number: "1234567890".to_owned(),
        municipality: "141305".to_owned(),
        municipality_name: "川崎市".to_owned(),
        ward: String::new(),
        decision: Decision::Renewal,
        plan_made_on: None,
        upper_limit_yen: Some(0),
        grants: vec![grant],
        phases: vec![Phase { interval_months: 6, for_months: None }],
        months: Vec::new(),
        monthly_start: MonthlyStart::DecisionMonth,
        proposal: Proposal::default(),
        benefit_period: None,
        moved_out_on: None,
        version: 1,
    })
}

impl CertificateBuilder {
    /// モニタリング期間: every so many months to the end.
    pub fn every(mut self, interval_months: u32) -> Self {
        self.0.phases = vec![Phase { interval_months, for_months: None }];
        self
    }

    /// Before the last phase: every so many months, for so many months.
    pub fn first_every(mut self, interval_months: u32, for_months: u32) -> Self {
        self.0.phases.insert(0, Phase { interval_months, for_months: Some(for_months) });
        self
    }

    /// モニタリング実施月 as listed on the certificate.
    pub fn listed(mut self, months: &[&str]) -> Self {
        self.0.months = months.iter().map(|text| month(text)).collect();
        self
    }

    /// Instead of 居宅介護, this service.
    pub fn of_service(mut self, service: &str) -> Self {
        for grant in &mut self.0.grants {
            service.clone_into(&mut grant.service);
        }
        self
    }

    /// One service more, for the same time.
    pub fn and_service(mut self, service: &str) -> Self {
        if let Some(grant) = self.0.grants.first().cloned() {
            self.0.grants.push(Grant { id: GrantId(built()), service: service.to_owned(), ..grant });
        }
        self
    }

    /// 障害児相談支援 instead of 計画相談支援.
    pub fn for_child(mut self) -> Self {
        self.0.service = ConsultationService::Child;
        self.of_service("放課後等デイサービス")
    }

    /// 支給決定の区分.
    pub fn decision(mut self, decision: Decision) -> Self {
        self.0.decision = decision;
        self
    }

    /// 受給者証番号.
    pub fn number(mut self, number: &str) -> Self {
        number.clone_into(&mut self.0.number);
        self
    }

    /// 計画作成日.
    pub fn plan_made(mut self, date: &str) -> Self {
        self.0.plan_made_on = Some(day(date));
        self
    }

    /// The certificate of this client.
    pub fn of(mut self, client: &Client) -> Certificate {
        self.0.client = client.id;
        self.0.office = client.office;
        self.0
    }
}
