//! 受給者証.

use calendar::{Date, MonthRange, YearMonth};
use serde::{Deserialize, Serialize};

use super::{Grant, Proposal};
use crate::id::{CertificateId, ClientId, OfficeId};

/// 受給者証: what the municipality decided, as printed on the certificate.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Certificate {
    /// Id.
    pub id: CertificateId,
    /// Office.
    pub office: OfficeId,
    /// Client.
    pub client: ClientId,
    /// 計画相談支援 or 障害児相談支援.
    pub service: ConsultationService,
    /// 受給者証番号, ten digits.
    pub number: String,
    /// 市町村番号, six digits with check digit.
    pub municipality: String,
    /// 市町村名.
    pub municipality_name: String,
    /// 区役所・支所 that issued it; empty where it is not known.
    #[serde(default)]
    pub ward: String,
    /// 新規, 更新 or 変更.
    pub decision: Decision,
    /// 計画作成日: the day of written consent to the plan; it decides the table of standard periods.
    pub plan_made_on: Option<Date>,
    /// 利用者負担上限額 in yen.
    pub upper_limit_yen: Option<i64>,
    /// The services granted, at least one.
    pub grants: Vec<Grant>,
    /// モニタリング期間 as decided: intervals in order.
    pub phases: Vec<Phase>,
    /// モニタリング実施月 where the certificate lists them; empty otherwise. They stand before `phases`.
    pub months: Vec<YearMonth>,
    /// First of the three monthly ones: the month of the decision or the next.
    pub monthly_start: MonthlyStart,
    /// モニタリング期間の提案 in the 計画案, with its grounds.
    #[serde(default)]
    pub proposal: Proposal,
    /// 支給期間 as printed; `None` where the one that follows from decision, plan and validities stands.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub benefit_period: Option<MonthRange>,
    /// 転出による終わり: the last day it holds, where another municipality's grant ended it; `None` to the end of its
    /// validities.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub moved_out_on: Option<Date>,
    /// Counts the saves.
    pub version: i64,
}

impl Certificate {
    /// The first day of its validities.
    pub fn starts_on(&self) -> Option<Date> {
        self.grants.iter().map(|grant| grant.start).min()
    }

    /// The last day it holds: that of its validities, or of the move away before it.
    pub fn ends_on(&self) -> Option<Date> {
        let end = self.grants.iter().map(|grant| grant.end).max()?;
        Some(self.moved_out_on.map_or(end, |day| day.min(end)))
    }

    /// 変更 of it among the client's certificates: decided anew for the same service by the same municipality, from a
    /// day after its own first one.
    pub fn changes<'a>(&self, others: impl IntoIterator<Item = &'a Self>) -> Vec<&'a Self> {
        let Some(starts) = self.starts_on() else { return Vec::new() };
        let from = (starts, self.id);
        let later = |other: &&Self| other.starts_on().is_some_and(|starts| (starts, other.id) > from);
        let own = |other: &&Self| (other.service, &other.municipality) == (self.service, &self.municipality);
        others.into_iter().filter(|other| other.decision == Decision::Change).filter(own).filter(later).collect()
    }

    /// 変更済み: the day from which a 変更 holds in its place; none where it ended before.
    pub fn changed_from<'a>(&self, others: impl IntoIterator<Item = &'a Self>) -> Option<Date> {
        let first = self.changes(others).into_iter().filter_map(Self::starts_on).min()?;
        self.ends_on().filter(|end| first <= *end)?;
        Some(first)
    }

    /// Whether a service on it is valid on that day.
    pub fn is_valid_on(&self, day: Date) -> bool {
        let granted = self.grants.iter().any(|grant| grant.start <= day && day <= grant.end);
        granted && self.moved_out_on.is_none_or(|last| day <= last)
    }
}

/// モニタリング期間 of one stretch of the term.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Phase {
    /// Months between two monitorings, 1 to 60.
    pub interval_months: u32,
    /// How many months the phase lasts; `None` to the end of the benefit period.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub for_months: Option<u32>,
}

/// Which of the two consultation services (and so which claim file).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum ConsultationService {
    /// 計画相談支援 (52).
    #[serde(rename = "計画相談支援")]
    Plan,
    /// 障害児相談支援 (55).
    #[serde(rename = "障害児相談支援")]
    Child,
}

/// 支給決定の区分.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Decision {
    /// 新規.
    New,
    /// 更新.
    Renewal,
    /// 変更.
    Change,
}

/// When the three monthly ones begin; the municipality decides.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MonthlyStart {
    /// The month in which the earliest validity starts.
    #[default]
    DecisionMonth,
    /// The month after, where it starts after the 1st.
    NextMonth,
}

words!(ConsultationService { Plan, "plan", "計画相談支援"; Child, "child", "障害児相談支援"; });
words!(Decision { New, "new", "新規"; Renewal, "renewal", "更新"; Change, "change", "変更"; });
words!(MonthlyStart { DecisionMonth, "decision_month", "決定した月から"; NextMonth, "next_month", "翌月から"; });
