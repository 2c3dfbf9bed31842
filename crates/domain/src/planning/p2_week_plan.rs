//! p2 週間計画: what the week looks like, with services and everything else the person does.

mod entry;
mod granted;
mod sums;

use calendar::{Date, YearMonth};
use law::LawBook;
use serde::{Deserialize, Serialize};

pub use self::{
    entry::{Day, EntryKind, Every, Overlap, WeekEntry, overlaps},
    granted::{Granted, GrantedUnit, Per},
    sums::{Amount, Fit, ServiceSum, sums},
};
use super::{
    CaseFactKind, CaseText, PlanningCase, SinceLast,
    p2_draft::PlanDraft,
    person::{Origin, PartOrigin, PersonRecord},
    text::part,
};
use crate::{
    monitoring::check::{Checker, Checking, Problem, limit},
    text::say,
};

/// Rows that a week has.
pub const ENTRIES: usize = 100;

/// 週間計画.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct WeekPlan {
    /// 作成日.
    pub written_on: Option<Date>,
    /// 計画開始年月.
    pub starts: Option<YearMonth>,
    /// What the week holds.
    pub entries: Vec<WeekEntry>,
    /// 主な日常生活上の活動.
    pub daily_life: String,
    /// 週単位以外のサービス.
    pub outside_week: String,
    /// サービス提供によって実現する生活の全体像.
    pub whole_life: String,
    /// 備考.
    pub notes: String,
    /// 前の計画との違い: the lines of the week, and what is outside of it.
    pub since_last: SinceLast,
}

impl WeekPlan {
    /// Whether the other week holds the same, in whatever order it is written.
    fn holds_the_same(&self, other: &Self) -> bool {
        let within = |a: &[WeekEntry], b: &[WeekEntry]| a.iter().all(|entry| b.contains(entry));
        self.entries.len() == other.entries.len()
            && within(&self.entries, &other.entries)
            && within(&other.entries, &self.entries)
            && self.outside_week == other.outside_week
    }
}

/// A line for each service of a draft that a provider gives, without days and times.
fn of_draft(draft: &PlanDraft) -> Vec<WeekEntry> {
    let given = draft.services.iter().filter(|row| !row.provider.is_empty() && !row.kind.is_empty());
    let mut lines: Vec<WeekEntry> = Vec::new();
    for line in given.map(|row| WeekEntry { what: row.kind.clone(), who: row.provider.clone(), ..WeekEntry::default() })
    {
        if !lines.contains(&line) {
            lines.push(line);
        }
    }
    lines
}

impl CaseText for WeekPlan {
    part!(WeekPlan);

    fn check(&self, _case: &PlanningCase, with: &Checking, finished: bool) -> Vec<Problem> {
        let mut check = Checker::new(with);
        check.needed_day("written_on", "週間計画の作成日", self.written_on, finished);
        if finished && self.starts.is_none() {
            check.refuse("starts", say::missing("計画開始年月"));
        }
        for (name, label, value) in [
            ("daily_life", "主な日常生活上の活動", &self.daily_life),
            ("outside_week", "週単位以外のサービス", &self.outside_week),
            ("whole_life", "サービス提供によって実現する生活の全体像", &self.whole_life),
            ("notes", "備考", &self.notes),
        ] {
            check.text(name, label, value, limit::LONG, false);
        }
        self.since_last.check(finished, &mut check);
        check.rows("week", &self.entries, ENTRIES);
        if finished && self.entries.is_empty() && self.outside_week.is_empty() {
            let sentence = "週の予定を1行以上書くか、「週単位以外のサービス」を書いてください";
            check.refuse("week_what_0", sentence.to_owned());
        }
        self.entries.iter().enumerate().for_each(|(row, entry)| entry.check(row, finished, &mut check));
        check.problems
    }

    fn tidied(mut self) -> Self {
        self.entries.retain(|entry| !entry.is_empty());
        self.since_last = self.since_last.untold();
        self
    }

    /// A week begins with the services of the draft for which a provider is named, to be given their days and times, and is of its day.
    fn prefilled(mut self, case: &PlanningCase) -> Self {
        let Some((_, draft)) = case.text::<PlanDraft>() else { return self };
        self.written_on = self.written_on.or(draft.written_on);
        if self.entries.is_empty() {
            self.entries = of_draft(draft);
        }
        self
    }

    fn origins(&self, _person: &PersonRecord, case: &PlanningCase) -> Vec<PartOrigin> {
        let Some((_, draft)) = case.text::<PlanDraft>() else { return Vec::new() };
        let origin = Origin::Text(CaseFactKind::Draft);
        let offered = of_draft(draft);
        let has = |it: &WeekEntry| self.entries.iter().any(|own| own.what == it.what && own.who == it.who);
        let rows = (!offered.is_empty() && offered.iter().all(has)).then_some("week");
        let day = self.written_on.filter(|day| Some(*day) == draft.written_on).map(|_| "written_on");
        rows.into_iter().chain(day).map(|part| PartOrigin { part, origin, same: true }).collect()
    }

    fn against(mut self, last: &PlanningCase, _law: &LawBook) -> Self {
        self.since_last.differs = last.text::<Self>().map(|(_, was)| !was.holds_the_same(&self));
        self
    }

    /// The week goes on as it is; when it was written and begins is of each plan.
    fn carried_forward(self, _from: Date) -> Self {
        Self { written_on: None, starts: None, since_last: SinceLast::default(), ..self }
    }
}
