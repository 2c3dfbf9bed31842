//! A certificate as typed on the page or in a file, and what becomes of it.

use calendar::{Date, MonthRange, YearMonth, wareki};
use domain::{
    client::{
        Certificate, ConsultationService, Decision, Grant, IntensiveGround, MonthlyStart, Phase, Proposal,
        ShorterGround,
    },
    id::{CertificateId, ClientId, GrantId, OfficeId},
    text::say,
};
use law::LawBook;
use serde::{Deserialize, Serialize};

use super::{case_says::CaseSays, read_grants};
use crate::{
    Reason,
    input::{Reading, certificate_number, limit, municipality_number},
};

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
    /// イロハ: words of [`IntensiveGround`].
    pub intensive: Vec<String>,
    /// Words of [`ShorterGround`].
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

    fn read_with(
        &self,
        mut reading: Reading,
        (today, says): (Date, CaseSays),
        law: &LawBook,
        grant_id: impl FnMut(usize) -> GrantId,
    ) -> (Draft, Vec<Reason>) {
        let r = &mut reading;
        let services = ("service", "相談支援の種類", self.service.as_str());
        let service = required_choice(r, services, ConsultationService::ALL, |it| (it.word(), it.label()));
        let number = certificate_number(r, "number", &self.number);
        let municipality = municipality_number(r, "municipality", &self.municipality);
        let ward = r.line("ward", "区役所・支所", &self.ward, limit::SHORT);
        let municipality_name = r.required("municipality_name", "市町村名", &self.municipality_name, limit::SHORT);
        let decisions = ("decision", "決定の区分", self.decision.as_str());
        let decision = required_choice(r, decisions, Decision::ALL, |it| (it.word(), it.label()));
        let plan_made_on = self.read_plan_made_on(r, decision.filter(|_| !says.plan_to_come), today);
        let upper_limit_yen =
            r.number("upper_limit_yen", "利用者負担上限額", "円", &self.upper_limit_yen, 0..=HIGHEST_LIMIT_YEN);
        let grants = read_grants(r, &self.grants, law, grant_id);
        let benefit_period = self.read_benefit_period(r, &grants);
        let moved_out_on = self.read_moved_out(r, &grants);
        let phases = self.read_phases(r);
        let months = self.read_months(r, &grants);
        let starts = MonthlyStart::ALL;
        let monthly_start = r.choice("monthly_start", "毎月3回の始まり", &self.monthly_start, starts, |it| {
            (it.word(), it.label())
        });
        if phases.is_empty() && months.is_empty() && !r.reasons.iter().any(|it| it.field.starts_with("phase_")) {
            r.refuse(
                "phase_interval_0",
                "モニタリング期間（何か月ごと）を入力してください。受給者証に実施月が並んでいるときは、実施月だけでもかまいません。",
            );
        }
        let proposal = self.read_proposal(r);
        let care_management = r.yes_no("care_management", "介護保険のケアマネジメント", &self.care_management);
        let draft = Draft {
            service,
            number,
            municipality,
            municipality_name,
            ward,
            decision,
            plan_made_on,
            benefit_period,
            moved_out_on,
            upper_limit_yen,
            grants,
            phases,
            months,
            monthly_start: monthly_start.unwrap_or_default(),
            proposal,
            care_management,
            says,
        };
        (draft, reading.reasons)
    }

    fn read_plan_made_on(&self, r: &mut Reading, decision: Option<Decision>, today: Date) -> Option<Date> {
        let made_on = r.date("plan_made_on", "計画作成日", &self.plan_made_on);
        if made_on.is_some_and(|day| day > today) {
            let today = wareki::long(today);
            r.refuse("plan_made_on", format!("計画作成日が今日（{today}）より後です。年を確かめてください。"));
        }
        let needed = matches!(decision, Some(Decision::New | Decision::Change));
        if needed && self.plan_made_on.trim().is_empty() {
            r.refuse(
                "plan_made_on",
                "新規・変更のときは計画作成日を入力してください（給付費の支給期間は、計画を作成した月から始まります）。",
            );
        }
        made_on
    }

    /// 支給期間 as printed: both months or none, and some month of it within the validities.
    fn read_benefit_period(&self, r: &mut Reading, grants: &[Grant]) -> Option<MonthRange> {
        let start = one_month(r, "benefit_start", "支給期間の最初の月", &self.benefit_start);
        let end = one_month(r, "benefit_end", "支給期間の最後の月", &self.benefit_end);
        let empty = |typed: &str| typed.trim().is_empty();
        match (start, end) {
            (Some(start), Some(end)) if end < start => {
                r.refuse("benefit_end", "支給期間の最後の月が、最初の月より前です。");
                None
            }
            (Some(start), Some(end)) => {
                let first = grants.iter().map(|grant| YearMonth::of(grant.start)).min();
                let last = grants.iter().map(|grant| YearMonth::of(grant.end)).max();
                if last.is_some_and(|last| last < start) || first.is_some_and(|first| end < first) {
                    r.refuse("benefit_start", "支給期間が、有効期間と1か月も重なりません。");
                }
                Some(MonthRange { start, end })
            }
            (Some(_), None) if empty(&self.benefit_end) => {
                r.refuse("benefit_end", "支給期間の最後の月も入力してください。");
                None
            }
            (None, Some(_)) if empty(&self.benefit_start) => {
                r.refuse("benefit_start", "支給期間の最初の月も入力してください。");
                None
            }
            _ => None,
        }
    }

    fn read_moved_out(&self, r: &mut Reading, grants: &[Grant]) -> Option<Date> {
        let day = r.date("moved_out_on", "転出した日", &self.moved_out_on)?;
        let first = grants.iter().map(|grant| grant.start).min();
        let last = grants.iter().map(|grant| grant.end).max();
        if first.is_some_and(|first| day < first) || last.is_some_and(|last| last < day) {
            r.refuse("moved_out_on", "転出した日が、有効期間の外です。転出していなければ空のままにします。");
        }
        Some(day)
    }

    fn read_phases(&self, r: &mut Reading) -> Vec<Phase> {
        let filled: Vec<_> = (0..).zip(&self.phases).filter(|(_, phase)| !phase.is_empty()).collect();
        let last = filled.last().map(|(row, _): &(usize, _)| *row);
        let mut phases = Vec::new();
        for (row, phase) in filled {
            let (interval_field, lasts_field) = (format!("phase_interval_{row}"), format!("phase_lasts_{row}"));
            let before = r.reasons.len();
            let interval = r.number(interval_field.clone(), "モニタリング期間", "か月", &phase.interval, 1..=60);
            let lasts = r.number(lasts_field.clone(), "続く月数", "か月", &phase.lasts, 1..=120);
            if r.reasons.len() > before {
                continue;
            }
            if lasts.is_none() && Some(row) != last {
                r.refuse(lasts_field, "次の期間があるので、何か月間続くかを入力してください。");
            }
            match interval.and_then(|it| u32::try_from(it).ok()) {
                Some(interval_months) => {
                    phases.push(Phase { interval_months, for_months: lasts.and_then(|it| u32::try_from(it).ok()) });
                }
                None => r.refuse(interval_field, "何か月ごとかを入力してください。"),
            }
        }
        phases
    }

    fn read_months(&self, r: &mut Reading, grants: &[Grant]) -> Vec<YearMonth> {
        let months = r.months("months", "実施月", &self.months);
        let start = grants.iter().map(|grant| YearMonth::of(grant.start)).min();
        let end = grants.iter().map(|grant| YearMonth::of(grant.end)).max();
        if let (Some(start), Some(end)) = (start, end) {
            let outside: Vec<String> =
                months.iter().filter(|it| **it < start || end < **it).map(|it| wareki::month(*it)).collect();
            if !outside.is_empty() {
                r.refuse(
                    "months",
                    format!(
                        "実施月のうち{}が、有効期間（{}から{}まで）の外にあります。",
                        outside.join("、"),
                        wareki::month(start),
                        wareki::month(end)
                    ),
                );
            }
        }
        months
    }

    fn read_proposal(&self, r: &mut Reading) -> Proposal {
        let interval = r.number("proposed_interval", "提案した期間", "か月", &self.proposed_interval, 1..=60);
        let mut proposal = Proposal {
            interval_months: interval.and_then(|it| u32::try_from(it).ok()),
            reason: r.paragraph("proposal_reason", "期間の理由", &self.proposal_reason, limit::NOTE),
            ..Proposal::default()
        };
        for typed in &self.intensive {
            let all = IntensiveGround::ALL;
            if let Some(it) =
                r.choice("intensive", "集中的支援の理由", typed, all, |it| (it.word(), it.label()))
            {
                proposal.intensive.push(it);
            }
        }
        for typed in &self.shorter_grounds {
            let all = ShorterGround::ALL;
            if let Some(it) =
                r.choice("shorter_grounds", "短い期間の理由", typed, all, |it| (it.word(), it.label()))
            {
                proposal.shorter_grounds.push(it);
            }
        }
        proposal
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
    fn of(phase: &Phase) -> Self {
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

/// A typing mistake of a digit or two; no real limit comes near.
const HIGHEST_LIMIT_YEN: i64 = 999_999;

fn one_month(r: &mut Reading, field: &'static str, label: &str, typed: &str) -> Option<YearMonth> {
    let months = r.months(field, label, typed);
    if months.len() > 1 {
        r.refuse(field, format!("{label}は、1つの月にしてください。"));
    }
    months.into_iter().next()
}

fn required_choice<T: Copy>(
    r: &mut Reading,
    (field, label, typed): (&'static str, &str, &str),
    all: &[T],
    words: fn(T) -> (&'static str, &'static str),
) -> Option<T> {
    if typed.trim().is_empty() {
        r.refuse(field, say::choose(label));
        return None;
    }
    r.choice(field, label, typed, all, words)
}
