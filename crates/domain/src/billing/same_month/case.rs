//! What is asked: the events of one client, as they happened.

use calendar::{Date, MonthRange, YearMonth};
use law::{LawBook, NotCovered};
use serde::{Deserialize, Serialize};

use crate::{billing::fees::FeeKind, client::ConsultationService};

/// One client's plans and monitorings, in the order in which they happened, and what the municipality decided.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClaimCase {
    /// The service of events that name none.
    pub service: ConsultationService,
    /// モニタリング実施月 of the certificate.
    #[serde(default)]
    pub scheduled_months: Vec<YearMonth>,
    /// セルフプラン.
    #[serde(default)]
    pub self_plan: bool,
    /// 支給期間 of the child's service (障害児相談支援): in its months the adult one is not paid.
    #[serde(default)]
    pub child_period: Option<MonthRange>,
    /// The municipality's settings.
    #[serde(default)]
    pub settings: ClaimSettings,
    /// What happened.
    #[serde(default)]
    pub events: Vec<ClaimEvent>,
}

/// The municipality's settings that decide on claims; absent means false.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ClaimSettings {
    /// 予定月の翌月のモニタリングを認める.
    pub carry_over_accepted: bool,
    /// すべての報告書の写しを提出する.
    pub every_report_submitted: bool,
    /// 更新直前のモニタリングを原則認めない.
    pub deny_monitoring_before_renewal: bool,
    /// モニタリング報告書への同意.
    pub consent_to_report: ConsentToReport,
}

/// モニタリング報告書への同意: what the municipality asks for before the fee of a monitoring is claimed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ConsentToReport {
    /// 報告書ごと.
    #[default]
    EachTime,
    /// 事前の包括的な同意.
    Advance,
    /// 求めない.
    NotAsked,
}

words!(ConsentToReport {
    EachTime, "each_time", "報告書ごとに同意を得る";
    Advance, "advance", "前もって同意を得ておけばよい";
    NotAsked, "not_asked", "求めない";
});

/// Events that cannot have happened as they are told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contradiction {
    /// Place of the event.
    pub event: usize,
    /// Its field.
    pub field: &'static str,
    /// The sentence for the user.
    pub sentence: &'static str,
}

impl ClaimCase {
    /// What contradicts itself in the events: their order against their dates, or a plan that follows from a
    /// monitoring that came later.
    pub fn contradiction(&self) -> Option<Contradiction> {
        let contradicts = |event, field, sentence| Some(Contradiction { event, field, sentence });
        for (place, event) in self.events.iter().enumerate() {
            let before = self.events.get(..place).unwrap_or_default();
            if before.last().is_some_and(|before| before.date > event.date) {
                return contradicts(place, "date", "前の出来事より前の日付です。起きた順に並べてください。");
            }
            let later = self.events.get(place..).unwrap_or_default();
            if event.one_flow_with.as_ref().is_some_and(|flow| later.iter().any(|other| other.id == *flow)) {
                let sentence = "計画より後の出来事です。計画につながった、前のモニタリングのidを書いてください。";
                return contradicts(place, "one_flow_with", sentence);
            }
        }
        None
    }

    /// The settings that hold for an event.
    pub fn settings_of<'a>(&'a self, event: &'a ClaimEvent) -> &'a ClaimSettings {
        event.terms.as_ref().map_or(&self.settings, |terms| &terms.settings)
    }

    /// Whether a monitoring is for a モニタリング実施月.
    pub fn is_scheduled(&self, event: &ClaimEvent) -> bool {
        event.terms.as_ref().map_or_else(|| self.scheduled_months.contains(&event.scheduled_month()), |it| it.scheduled)
    }

    /// Whether the month of an event lies in the 支給期間 of the child's service.
    pub fn is_in_child_period(&self, event: &ClaimEvent) -> bool {
        let told = event.terms.as_ref().is_some_and(|terms| terms.child_period);
        told || self.child_period.is_some_and(|period| period.contains(event.month()))
    }

    /// The first month in the case from which the two fees did not exist yet.
    pub fn not_covered(&self, book: &LawBook) -> Option<NotCovered> {
        let months = self.events.iter().flat_map(|event| [event.month(), event.scheduled_month()]);
        let earliest = months.chain(self.scheduled_months.iter().copied()).min()?;
        // 計画相談支援 begins with the first table of standard periods.
        book.monitoring().tables.at(earliest.last_day()).err()
    }
}

/// A plan that was made or a monitoring that was done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClaimEvent {
    /// Free text, compared as written.
    pub id: String,
    /// Plan or monitoring.
    pub kind: FeeKind,
    /// Plan: day of written consent. Monitoring: day of the visit. Its month is the fee's month.
    pub date: Date,
    /// 事業所, compared as written.
    pub office: String,
    /// 市町村, compared as written.
    pub municipality: String,
    /// 居宅を訪問して面接した.
    #[serde(default)]
    pub home_visit: Option<bool>,
    /// 同意.
    #[serde(default)]
    pub consent: Option<bool>,
    /// 計画の交付.
    #[serde(default)]
    pub delivered: Option<bool>,
    /// サービス担当者会議.
    #[serde(default)]
    pub conference: Option<bool>,
    /// モニタリング報告書.
    #[serde(default)]
    pub report: Option<bool>,
    /// 写しの提出.
    #[serde(default)]
    pub submitted: Option<bool>,
    /// The scheduled month the monitoring is for; absent: the month of `date`.
    #[serde(default)]
    pub for_month: Option<YearMonth>,
    /// 繰越の理由.
    #[serde(default)]
    pub reason: Option<String>,
    /// Plan: the monitoring that led to it.
    #[serde(default)]
    pub one_flow_with: Option<String>,
    /// 市町村が同じ月に計画とモニタリングの両方を行うと決めた.
    #[serde(default)]
    pub municipality_ordered_both: bool,
    /// テレビ電話による面接.
    #[serde(default)]
    pub video: Option<VideoInterview>,
    /// Absent: the case's service.
    #[serde(default)]
    pub service: Option<ConsultationService>,
    /// What became of the application (plan).
    #[serde(default)]
    pub outcome: Outcome,
    /// What the program knows of the event's own municipality; it stands in the place of what the case says for all.
    #[serde(skip)]
    pub terms: Option<Terms>,
}

/// What holds for one event: two municipalities of one client have their own settings and months.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Terms {
    /// The settings of its municipality on its day.
    pub settings: ClaimSettings,
    /// Whether its month is a モニタリング実施月 of its service and municipality.
    pub scheduled: bool,
    /// Whether its month lies in a 支給期間 of the child's service.
    pub child_period: bool,
}

/// An interview by video in place of the visit.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct VideoInterview {
    /// 特別地域加算の対象地域.
    pub special_area: bool,
    /// 市町村が（都道府県と）認めた, 一定の距離 included.
    pub municipality_accepts: bool,
    /// Month of the last interview at home, in person.
    pub last_home_visit_month: Option<YearMonth>,
}

/// 支給決定の結果.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// 支給決定.
    #[default]
    Granted,
    /// 却下.
    Rejected,
    /// まだ分からない.
    Awaited,
}

impl ClaimEvent {
    /// The month whose fee it asks for.
    pub fn month(&self) -> YearMonth {
        YearMonth::of(self.date)
    }

    /// The scheduled month a monitoring is for.
    pub fn scheduled_month(&self) -> YearMonth {
        self.for_month.unwrap_or_else(|| self.month())
    }
}
