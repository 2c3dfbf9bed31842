//! A certificate as typed on the page or in a file, and what becomes of it.

mod read;

use calendar::{Date, MonthRange, YearMonth, wareki};
use domain::{
    client::{Certificate, ConsultationService, Decision, Grant, MonthlyStart, Phase, Proposal},
    id::{CertificateId, ClientId, GrantId, OfficeId},
};
use law::LawBook;
use serde::{Deserialize, Serialize};

use super::case_says::CaseSays;
use crate::{Reason, input::Reading};

/// The fields of a certificate as typed; fields of a row are named with the row's number (`grant_start_0`).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct CertificateText {
    /// 計画相談支援 or 障害児相談支援.
    pub service: String,
    /// 受給者証番号.
    pub number: String,
    /// 市町村番号.
    pub municipality: String,
    /// 市町村名.
    pub municipality_name: String,
    /// 区役所・支所.
    pub ward: String,
    /// 新規, 更新, 変更.
    pub decision: String,
    /// 計画作成日.
    pub plan_made_on: String,
    /// 支給期間の最初の月, as printed; empty where it is not printed.
    pub benefit_start: String,
    /// 支給期間の最後の月.
    pub benefit_end: String,
    /// 転出: the last day this certificate holds, where the person moved away.
    pub moved_out_on: String,
    /// Whether the person moved away from the municipality whose certificate still runs: `yes`, `no` or empty. Asked of a
    /// new certificate alone.
    pub moved: String,
    /// 転出までの日: the last day of the older certificate, where the person moved.
    pub moved_until: String,
    /// 利用者負担上限額.
    pub upper_limit_yen: String,
    /// 支給決定: service, amount, validity. Empty rows are passed over.
    pub grants: Vec<GrantText>,
    /// モニタリング期間. Empty rows are passed over.
    pub phases: Vec<PhaseText>,
    /// モニタリング実施月 as listed on the certificate.
    pub months: String,
    /// 毎月3回の始まり.
    pub monthly_start: String,
    /// 提案した期間.
    pub proposed_interval: String,
    /// 提案の理由.
    pub proposal_reason: String,
    /// イロハ: words of [`domain::client::IntensiveGround`].
    pub intensive: Vec<String>,
    /// Words of [`domain::client::ShorterGround`].
    pub shorter_grounds: Vec<String>,
    /// 介護保険のケアマネジメント, where the page asked for it: `yes`, `no` or empty. Kept with the client.
    pub care_management: String,
}

/// One row of the grants.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct GrantText {
    /// サービスの種類.
    pub service: String,
    /// 支給量.
    pub amount: String,
    /// 有効期間の開始日.
    pub start: String,
    /// 有効期間の終了日.
    pub end: String,
    /// サービス提供事業所 of the register: its id.
    pub provider: String,
    /// サービス提供事業所 that is not registered.
    pub provider_name: String,
}

/// One row of the monitoring periods.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PhaseText {
    /// 何か月ごと.
    pub interval: String,
    /// 何か月間; empty to the end.
    pub lasts: String,
}

/// Which certificate is being typed: what the form does not say itself.
#[derive(Clone, Copy, Debug)]
pub struct CertificateIdentity {
    /// Id.
    pub id: CertificateId,
    /// Office.
    pub office: OfficeId,
    /// Client.
    pub client: ClientId,
    /// The version the form was opened with.
    pub version: i64,
}

/// What could be read of a certificate that is still being typed.
#[derive(Clone, Debug)]
pub struct Draft {
    /// 計画相談支援 or 障害児相談支援.
    pub service: Option<ConsultationService>,
    /// 受給者証番号.
    pub number: String,
    /// 市町村番号.
    pub municipality: String,
    /// 市町村名.
    pub municipality_name: String,
    /// 区役所・支所.
    pub ward: String,
    /// 新規, 更新, 変更.
    pub decision: Option<Decision>,
    /// 計画作成日.
    pub plan_made_on: Option<Date>,
    /// 支給期間 as printed.
    pub benefit_period: Option<MonthRange>,
    /// 転出.
    pub moved_out_on: Option<Date>,
    /// 利用者負担上限額.
    pub upper_limit_yen: Option<i64>,
    /// The rows of the grants that could be read.
    pub grants: Vec<Grant>,
    /// The rows of the monitoring periods that could be read.
    pub phases: Vec<Phase>,
    /// 実施月.
    pub months: Vec<YearMonth>,
    /// 毎月3回の始まり.
    pub monthly_start: MonthlyStart,
    /// 提案.
    pub proposal: Proposal,
    /// 介護保険のケアマネジメント, where it was answered.
    pub care_management: Option<bool>,
    /// What its planning case says.
    pub(super) says: CaseSays,
}

impl Draft {
    /// The first day of what is granted, as far as it could be read.
    pub(super) fn starts_on(&self) -> Option<Date> {
        self.grants.iter().map(|grant| grant.start).min()
    }

    /// The last day of what is granted, as far as it could be read. A move away before it is not looked at.
    pub(super) fn last_day(&self) -> Option<Date> {
        self.grants.iter().map(|grant| grant.end).max()
    }
}

impl CertificateText {
    /// What is kept of a certificate, as the form shows it for changing.
    pub fn of(certificate: &Certificate) -> Self {
        let proposal = &certificate.proposal;
        let months = |months: &[YearMonth]| months.iter().map(|it| wareki::month(*it)).collect::<Vec<_>>().join("、");
        Self {
            service: certificate.service.word().to_owned(),
            number: certificate.number.clone(),
            municipality: certificate.municipality.clone(),
            municipality_name: certificate.municipality_name.clone(),
            ward: certificate.ward.clone(),
            decision: certificate.decision.word().to_owned(),
            plan_made_on: certificate.plan_made_on.map(wareki::long).unwrap_or_default(),
            benefit_start: certificate.benefit_period.map(|it| wareki::month(it.start)).unwrap_or_default(),
            benefit_end: certificate.benefit_period.map(|it| wareki::month(it.end)).unwrap_or_default(),
            moved_out_on: certificate.moved_out_on.map(wareki::long).unwrap_or_default(),
            moved: String::new(),
            moved_until: String::new(),
            upper_limit_yen: certificate.upper_limit_yen.map(|yen| yen.to_string()).unwrap_or_default(),
            grants: certificate.grants.iter().map(GrantText::of).collect(),
            phases: certificate.phases.iter().map(PhaseText::of).collect(),
            months: months(&certificate.months),
            monthly_start: certificate.monthly_start.word().to_owned(),
            proposed_interval: proposal.interval_months.map(|it| it.to_string()).unwrap_or_default(),
            proposal_reason: proposal.reason.clone(),
            intensive: proposal.intensive.iter().map(|it| it.word().to_owned()).collect(),
            shorter_grounds: proposal.shorter_grounds.iter().map(|it| it.word().to_owned()).collect(),
            care_management: String::new(),
        }
    }

    /// The certificate as typed on a page, or every mistake at its field. `grant_id` gives the id of the grant with this
    /// number.
    pub(super) fn parse_page(
        &self,
        identity: CertificateIdentity,
        (today, says): (Date, CaseSays),
        law: &LawBook,
        grant_id: impl FnMut(usize) -> GrantId,
    ) -> Result<Certificate, Vec<Reason>> {
        Self::whole(identity, self.read((today, says), law, grant_id))
    }

    /// 有効期間 once for all services: a row in which a service stands and no day has the days of the first row.
    fn with_one_validity(&self) -> Vec<GrantText> {
        let first = self.grants.first().cloned().unwrap_or_default();
        let same = |grant: &GrantText| {
            let empty = grant.start.trim().is_empty() && grant.end.trim().is_empty();
            match grant.service.trim().is_empty() || !empty {
                true => grant.clone(),
                false => GrantText { start: first.start.clone(), end: first.end.clone(), ..grant.clone() },
            }
        };
        self.grants.iter().map(same).collect()
    }

    /// The certificate as it stands in a file, or every mistake at its field.
    pub fn parse(
        &self,
        identity: CertificateIdentity,
        today: Date,
        law: &LawBook,
        grant_id: impl FnMut(usize) -> GrantId,
    ) -> Result<Certificate, Vec<Reason>> {
        Self::whole(identity, self.read_with(Reading::default(), (today, CaseSays::default()), law, grant_id))
    }

    fn whole(
        identity: CertificateIdentity,
        (draft, reasons): (Draft, Vec<Reason>),
    ) -> Result<Certificate, Vec<Reason>> {
        match (draft.service, draft.decision) {
            (Some(service), Some(decision)) if reasons.is_empty() => Ok(Certificate {
                id: identity.id,
                office: identity.office,
                client: identity.client,
                service,
                number: draft.number,
                municipality: draft.municipality,
                municipality_name: draft.municipality_name,
                ward: draft.ward,
                decision,
                plan_made_on: draft.plan_made_on,
                upper_limit_yen: draft.upper_limit_yen,
                grants: draft.grants,
                phases: draft.phases,
                months: draft.months,
                monthly_start: draft.monthly_start,
                proposal: draft.proposal,
                benefit_period: draft.benefit_period,
                moved_out_on: draft.moved_out_on,
                version: identity.version,
            }),
            _ => Err(reasons),
        }
    }

    /// As much as can be read, and every mistake at its field: what the preview shows while the form is being filled.
    pub(super) fn read(
        &self,
        (today, says): (Date, CaseSays),
        law: &LawBook,
        grant_id: impl FnMut(usize) -> GrantId,
    ) -> (Draft, Vec<Reason>) {
        let typed = Self { grants: self.with_one_validity(), ..self.clone() };
        typed.read_with(Reading::on_page(today), (today, says), law, grant_id)
    }
}

impl GrantText {
    fn of(grant: &Grant) -> Self {
        Self {
            service: grant.service.clone(),
            amount: grant.amount.clone(),
            start: wareki::long(grant.start),
            end: wareki::long(grant.end),
            provider: grant.provider.map(|id| id.to_string()).unwrap_or_default(),
            provider_name: grant.provider_name.clone(),
        }
    }

    /// Whether nothing was typed into the row.
    pub fn is_empty(&self) -> bool {
        [&self.service, &self.amount, &self.start, &self.end, &self.provider, &self.provider_name]
            .iter()
            .all(|part| part.trim().is_empty())
    }
}

impl PhaseText {
    pub(super) fn of(phase: &Phase) -> Self {
        Self {
            interval: phase.interval_months.to_string(),
            lasts: phase.for_months.map(|it| it.to_string()).unwrap_or_default(),
        }
    }

    /// Whether nothing was typed into the row.
    pub fn is_empty(&self) -> bool {
        self.interval.trim().is_empty() && self.lasts.trim().is_empty()
    }
}
