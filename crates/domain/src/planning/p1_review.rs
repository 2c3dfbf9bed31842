//! p1 これまでの計画の振り返り: what became of the plan that is replaced, before the next one is written (更新 and, where it helps, 変更).
//! The reports of the term are in view beside it; what is taken over from them says from which row.

mod term;

use std::fmt;

use calendar::{Date, YearMonth, wareki};
use serde::{Deserialize, Serialize};

pub use self::term::{TermReport, TermRow, reports_of_term};
use super::{CaseText, PlanningCase, text::part};
use crate::{
    facts::Fact,
    id::{PlanRowId, RoundId},
    monitoring::check::{Checker, Checking, Problem, limit},
    text::say,
};

/// Rows under one heading: a term of a year of monthly reports has many.
pub const ROWS: usize = 50;

/// これまでの計画の振り返り.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Review {
    /// 振り返りをまとめた日.
    pub written_on: Option<Date>,
    /// 達成したこと, 達成できなかったこと, 新しい課題, 新たに見つかった力.
    pub findings: Vec<Finding>,
    /// 希望・展望.
    pub outlook: String,
    /// 効果の評価: what the services did for the life, and what changed.
    pub effect: String,
    /// サービスの種類・量: whether they have to change; none while nobody has said so.
    pub services: Option<ServiceNeed>,
    /// 種類・量を変更する必要がない理由.
    pub unchanged_reason: String,
}

/// One thing that was found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// Under which heading.
    pub kind: FindingKind,
    /// The words.
    pub words: String,
    /// The row of the report it was taken from; none where it was typed.
    pub from: Option<ReportOrigin>,
}

/// The headings of the findings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FindingKind {
    /// 達成したこと.
    Achieved,
    /// 達成できなかったこと.
    Unmet,
    /// 新しい課題.
    Issue,
    /// 新たに見つかった力.
    Strength,
}

words!(FindingKind {
    Achieved, "achieved", "達成したこと";
    Unmet, "unmet", "達成できなかったこと";
    Issue, "issue", "新しい課題";
    Strength, "found_strength", "新たに見つかった力";
});

/// Whether サービスの種類・量 have to change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ServiceNeed {
    /// 変更する必要がない.
    Unchanged,
    /// 変更が必要.
    Change,
}

words!(ServiceNeed { Unchanged, "unchanged", "変更する必要がない"; Change, "change", "変更が必要"; });

/// Where a finding was taken from: a row of the report of a month.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportOrigin {
    /// The round of the report.
    pub round: RoundId,
    /// Its month.
    pub month: YearMonth,
    /// The row, from 1.
    pub row: u32,
    /// The row of the plan that it is about; none for one that was typed into the report.
    pub plan_row: Option<PlanRowId>,
}

impl ReportOrigin {
    /// 「令和8年10月の報告 2行目」.
    pub fn words(&self) -> String {
        format!("{}の報告 {}行目", wareki::month(self.month), self.row)
    }

    /// From what [`fmt::Display`] wrote.
    pub fn from_word(word: &str) -> Option<Self> {
        let mut parts = word.split('/');
        let (round, month, row, plan_row) = (parts.next()?, parts.next()?, parts.next()?, parts.next()?);
        Some(Self {
            round: round.parse().ok()?,
            month: month.parse().ok()?,
            row: row.parse().ok()?,
            plan_row: plan_row.parse().ok(),
        })
    }
}

impl fmt::Display for ReportOrigin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let plan_row = self.plan_row.map(|id| id.to_string()).unwrap_or_default();
        write!(f, "{}/{}/{}/{plan_row}", self.round, self.month, self.row)
    }
}

impl Review {
    /// What was found under a heading.
    pub fn of(&self, kind: FindingKind) -> impl Iterator<Item = &Finding> {
        self.findings.iter().filter(move |it| it.kind == kind)
    }

    /// Whether that row of that report was taken over under this heading already.
    pub fn has(&self, offer: &Finding) -> bool {
        self.of(offer.kind).any(|it| it.from.is_some() && it.from == offer.from)
    }

    /// 種類・量を変更する必要がない理由, where they are to stay.
    pub fn reason_of_no_change(&self) -> Option<&str> {
        (self.services == Some(ServiceNeed::Unchanged)).then_some(self.unchanged_reason.as_str())
    }

    /// 効果の評価 as it goes into the plan, with what was achieved and found.
    pub fn effect_for_plan(&self) -> String {
        let listed = |kind: FindingKind| {
            let words: Vec<&str> = self.of(kind).map(|it| it.words.as_str()).collect();
            (!words.is_empty()).then(|| format!("{}：{}", kind.label(), words.join("、")))
        };
        let effect = (!self.effect.is_empty()).then(|| self.effect.clone());
        [effect, listed(FindingKind::Achieved), listed(FindingKind::Strength)]
            .into_iter()
            .flatten()
            .collect::<Vec<_>>()
            .join("\n")
    }
}

impl CaseText for Review {
    part!(Review);

    fn check(&self, case: &PlanningCase, with: &Checking, finished: bool) -> Vec<Problem> {
        let mut check = Checker::new(with);
        if finished && !case.looks_back() {
            check.refuse("written_on", "はじめての計画です。振り返る計画はありません".to_owned());
        }
        check.needed_day("written_on", "振り返りをまとめた日", self.written_on, finished);
        check.order("written_on", ("受付の日", Some(case.opened_on)), ("振り返りをまとめた日", self.written_on));
        for kind in FindingKind::ALL {
            let rows: Vec<&Finding> = self.of(*kind).collect();
            check.rows(kind.word(), &rows, ROWS);
            for (row, finding) in rows.into_iter().enumerate() {
                let name = format!("{}_{row}", kind.word());
                check.text(name, kind.label(), &finding.words, limit::LONG, true);
            }
        }
        if finished && self.services.is_none() {
            check.refuse("services_need", say::choose("サービスの種類・量"));
        }
        let stays = self.services == Some(ServiceNeed::Unchanged);
        for (name, label, value, required) in [
            ("outlook", "希望・展望", &self.outlook, false),
            ("effect", "効果の評価", &self.effect, finished),
            ("unchanged_reason", "種類・量を変更する必要がない理由", &self.unchanged_reason, finished && stays),
        ] {
            check.text(name, label, value, limit::LONG, required);
        }
        check.problems
    }

    fn tidied(mut self) -> Self {
        self.findings.retain(|it| !it.words.is_empty());
        self
    }

    fn carried_forward(self, _from: Date) -> Self {
        Self::default()
    }

    /// It is of one term: the next term is looked back on anew.
    fn of_last(_last: &PlanningCase) -> Option<(&Fact<super::CaseFact>, &Self)> {
        None
    }
}
