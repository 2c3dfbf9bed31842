//! モニタリングの標準期間: the row of the table of 対象者等について that a client falls on.
//!
//! [`Standard::decide`] goes through the table and builds no text, so that a whole city can be decided in
//! a moment; [`standard_period`] gives the same answer with its reasons. The table goes by the day on
//! which the plan was made and by that day alone (なお従前の例による).

mod deciding;
mod facts;
mod lookup;
mod rows;
mod why;

use calendar::{Date, DateRange, MonthRange, YearMonth};
use law::{Family, LawBook, MonitoringLaw, NotCovered, ServiceSet, Services, SettingKey, TableRow, Verdict};

use crate::client::{IntensiveGround, MonthlyStart, Phase};

pub use deciding::{Deciding, deciding};
pub use facts::{Age, NewOrChanged, StandardFacts};
pub use lookup::{Cell, DayKey, Kinds, Known, Lookup, Marks, Ruling, Span};
pub use rows::{RULES, SELF_PLAN, StandardRow, TABLE_RULE};
pub use why::need_rule;

/// 標準期間 with its window and what follows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StandardPeriod {
    /// Months between two monitorings.
    pub interval_months: u32,
    /// Name of the table, e.g. `2019-04`.
    pub table: String,
    /// The row that decides.
    pub row: StandardRow,
    /// The first three months of a new or markedly changed use, which are monthly.
    pub window: Option<MonthRange>,
    /// What holds after the window.
    pub afterwards: Option<Afterwards>,
    /// A shorter interval that the notice holds desirable on the grounds given.
    pub shorter_suggested: Option<u32>,
}

/// The interval after the first three months.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Afterwards {
    /// Months between two monitorings.
    pub interval_months: u32,
    /// The row that decides.
    pub row: StandardRow,
}

/// What the table says, without words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TableAnswer {
    /// A row decides.
    Is(TableValue),
    /// A self-plan is not monitored.
    SelfPlan,
    /// A fact is missing.
    Needs(Need),
    /// The table does not settle it.
    Open(Open),
    /// No table for this day, or a service that did not exist yet.
    NotCovered(NotCovered),
}

impl StandardPeriod {
    /// The interval that lasts: the one after the first three months, where there are such.
    pub fn lasting_months(&self) -> u32 {
        self.afterwards.map_or(self.interval_months, |after| after.interval_months)
    }

    /// A lasting period with the first three months before it, where the standard has such.
    pub fn before(&self, lasting: Phase) -> Vec<Phase> {
        let window = self.window.map(|window| Phase {
            interval_months: self.interval_months,
            for_months: u32::try_from(window.end.months_since(window.start) + 1).ok(),
        });
        window.into_iter().chain([lasting]).collect()
    }
}

/// The row, and the window where there is one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TableValue {
    /// Months between two monitorings.
    pub interval_months: u32,
    /// The row that decides.
    pub row: StandardRow,
    /// See [`StandardPeriod::window`].
    pub window: Option<MonthRange>,
    /// See [`StandardPeriod::afterwards`].
    pub afterwards: Option<Afterwards>,
    /// See [`StandardPeriod::shorter_suggested`].
    pub shorter_suggested: Option<u32>,
}

/// The facts that are ever asked for, one at a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    /// Which services.
    Services,
    /// First day of use.
    ServiceStart,
    /// Age on the day of the plan.
    Age,
    /// 介護保険のケアマネジメント.
    CareManagement,
}

/// What the law leaves to the municipality here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Open {
    /// 就労選択支援: no document names its row.
    WorkChoice {
        /// What is usual, in months.
        usual: u32,
    },
    /// 地域移行支援 alone at 65 or more without care management: the text and the table disagree.
    TransitionAged {
        /// What is usual, in months.
        usual: u32,
    },
}

impl Open {
    /// The setting in which the municipality's answer is kept.
    pub fn setting(self) -> SettingKey {
        match self {
            Self::WorkChoice { .. } => SettingKey("work_choice_interval"),
            Self::TransitionAged { .. } => SettingKey("transition_aged_interval"),
        }
    }

    /// What is usual, in months.
    pub fn usual(self) -> u32 {
        match self {
            Self::WorkChoice { usual } | Self::TransitionAged { usual } => usual,
        }
    }
}

/// The table, made ready for many questions.
#[derive(Clone, Debug)]
pub struct Standard<'a> {
    law: &'a MonitoringLaw,
    /// 障害児通所支援.
    child: ServiceSet,
    /// 重度障害者等包括支援.
    comprehensive: ServiceSet,
    /// 地域移行支援.
    transition: ServiceSet,
    /// Services that began after the first table, with the day.
    began: Vec<(ServiceSet, Date)>,
}

/// 標準期間 with its reasons.
pub fn standard_period(book: &LawBook, facts: &StandardFacts) -> Verdict<StandardPeriod> {
    why::explain(book, facts, Standard::new(book).decide(facts))
}

impl<'a> Standard<'a> {
    /// Makes the table of `book` ready.
    pub fn new(book: &'a LawBook) -> Self {
        Self::of(book.monitoring(), book.services())
    }

    /// Makes a table ready, be it the law's or a proposed one.
    pub fn of(law: &'a MonitoringLaw, services: &Services) -> Self {
        Self {
            law,
            child: services.set_where(|service| service.family == Family::Child),
            comprehensive: services.set_where(|service| service.word == "comprehensive-support"),
            transition: services.set_where(|service| service.word == "transition-to-community"),
            began: services.all().filter_map(|service| Some((service.set(), service.from?))).collect(),
        }
    }

    /// Goes through the table.
    pub fn decide(&self, facts: &StandardFacts) -> TableAnswer {
        if facts.self_plan {
            return TableAnswer::SelfPlan;
        }
        if let Err(not_covered) = self.law.tables.at(facts.plan_date) {
            return TableAnswer::NotCovered(not_covered);
        }
        let mut began = self.began.iter().filter(|(service, _)| facts.services.meets(*service));
        if let Some((_, from)) = began.find(|(_, from)| facts.plan_date < *from) {
            let covers = DateRange { from: *from, to: None };
            return TableAnswer::NotCovered(NotCovered { asked: facts.plan_date, covers });
        }
        if facts.services.is_empty() {
            return TableAnswer::Needs(Need::Services);
        }
        let window = match (facts.new_or_changed, facts.service_start) {
            (None, _) => None,
            (Some(_), None) => return TableAnswer::Needs(Need::ServiceStart),
            (Some(_), Some(start)) => self.window(start, facts),
        };
        let as_of = facts.as_of.unwrap_or_else(|| YearMonth::of(facts.plan_date));
        let window = window.filter(|(_, window)| as_of <= window.end);
        self.with_window(self.table(facts), window, facts)
    }

    /// The monthly interval and the months of a new or changed use.
    fn window(&self, service_start: Date, facts: &StandardFacts) -> Option<(u32, MonthRange)> {
        let interval = self.law.new_or_changed.get(facts.plan_date)?.value;
        let months = self.law.new_or_changed_months.get(facts.plan_date)?.value;
        let mut start = YearMonth::of(service_start);
        if facts.monthly_start == MonthlyStart::NextMonth && service_start.day() > 1 {
            start = start.next();
        }
        let length = i32::try_from(months).unwrap_or(1);
        Some((whole(interval), MonthRange { start, end: start.plus(length - 1) }))
    }

    /// Puts the first three months before what the table says; they are settled even where the rest is not.
    fn with_window(&self, table: TableAnswer, window: Option<(u32, MonthRange)>, facts: &StandardFacts) -> TableAnswer {
        let afterwards = match table {
            TableAnswer::Is(outcome) => Some(Afterwards { interval_months: outcome.interval_months, row: outcome.row }),
            TableAnswer::Open(_) => None,
            other => return other,
        };
        match (window, table) {
            (Some((interval_months, window)), _) => TableAnswer::Is(TableValue {
                interval_months,
                row: StandardRow::NewOrChanged,
                window: Some(window),
                afterwards,
                shorter_suggested: None,
            }),
            (None, TableAnswer::Is(outcome)) => TableAnswer::Is(TableValue {
                shorter_suggested: self.shorter(outcome.interval_months, facts),
                ..outcome
            }),
            (None, table) => table,
        }
    }

    /// The table without the window: the row of group (3) for whoever is in it, else the shortest row of group (2).
    fn table(&self, facts: &StandardFacts) -> TableAnswer {
        if self.is_resident(facts.services) {
            return self.row(&self.law.facility, StandardRow::Facility, facts);
        }
        let at_home = self.at_home(facts);
        if at_home
            && self.intensive(facts)
            && let Some(interval) = self.law.intensive.get(facts.plan_date)
        {
            return is(interval.value, StandardRow::Intensive);
        }
        // 地域移行支援 takes a resident out of group (3), but not into the homes of group (2): what is left is (4).
        if !at_home && facts.services.meets(self.law.facility.services) {
            return self.row(&self.law.day_services, StandardRow::DayServices, facts);
        }
        self.shortest(facts.services.without(self.law.facility.services), at_home, facts)
    }

    /// One row by itself.
    fn row(&self, row: &TableRow, name: StandardRow, facts: &StandardFacts) -> TableAnswer {
        row.interval
            .get(facts.plan_date)
            .map_or(TableAnswer::Needs(Need::Services), |interval| is(interval.value, name))
    }

    /// The shortest of the rows of group (2) that name one of `services`.
    fn shortest(&self, services: ServiceSet, at_home: bool, facts: &StandardFacts) -> TableAnswer {
        let day = facts.plan_date;
        if services.meets(self.law.left_open.services) {
            let usual = self.law.left_open.interval.get(day).map_or(1, |entry| whole(entry.value));
            return TableAnswer::Open(Open::WorkChoice { usual });
        }
        let mut best: Option<(i64, StandardRow)> = None;
        for (row, name) in [
            (&self.law.new_services, StandardRow::NewServices),
            (&self.law.home_visit_and_training, StandardRow::HomeVisitAndTraining),
            (&self.law.day_services, StandardRow::DayServices),
        ] {
            if services.meets(row.services)
                && let Some(interval) = row.interval.get(day)
                && best.is_none_or(|(shortest, _)| interval.value < shortest)
            {
                best = Some((interval.value, name));
            }
        }
        let Some((interval, row)) = best else {
            return TableAnswer::Needs(Need::Services);
        };
        self.aged(interval, services, at_home, facts).unwrap_or_else(|| is(interval, row))
    }

    /// 65歳以上: the ※ of the table's row of 生活介護 and so on, for people at home. Services that only children use
    /// never come to it. `None` where it changes nothing.
    fn aged(&self, interval: i64, services: ServiceSet, at_home: bool, facts: &StandardFacts) -> Option<TableAnswer> {
        let aged = self.law.aged.get(facts.plan_date)?.value;
        let from = self.law.aged_from.get(facts.plan_date)?.value;
        let of_row = services.meets(self.law.day_services.services.without(self.child));
        let transition_alone = services == self.transition;
        let reached = of_row && aged < interval && (at_home || transition_alone);
        // With care management the age decides nothing any more.
        if !reached || facts.care_management == Some(true) {
            return None;
        }
        let Some(age) = facts.age else {
            return Some(TableAnswer::Needs(Need::Age));
        };
        if i64::from(age.on(facts.plan_date)) < from {
            return None;
        }
        Some(match facts.care_management {
            None => TableAnswer::Needs(Need::CareManagement),
            Some(_) if transition_alone => TableAnswer::Open(Open::TransitionAged { usual: whole(interval) }),
            Some(_) => is(aged, StandardRow::Aged),
        })
    }

    /// Whether these services put a client into group (3) of the notice, 【施設入所等】, whatever else is used with
    /// them. 地域移行支援 takes a resident out of it (item 4 of the order).
    pub fn is_resident(&self, services: ServiceSet) -> bool {
        services.meets(self.law.facility.services) && !services.meets(self.transition)
    }

    /// 在宅: as stated, and otherwise by the services. 地域移行支援 alone is used from a facility or a hospital.
    pub fn at_home(&self, facts: &StandardFacts) -> bool {
        let by_services = !facts.services.meets(self.law.facility.services) && facts.services != self.transition;
        facts.at_home.unwrap_or(by_services)
    }

    /// イロハ. ハ counts only without a grant of 重度障害者等包括支援.
    fn intensive(&self, facts: &StandardFacts) -> bool {
        facts.intensive.iter().any(|ground| match ground {
            IntensiveGround::LeftFacility | IntensiveGround::CannotCoordinate => true,
            IntensiveGround::SevereCommunication => !facts.services.meets(self.comprehensive),
        })
    }

    /// The notice's example of a shorter interval, where a ground of the right kind is given:
    /// the first two are for 計画相談支援, the last two for 障害児相談支援.
    fn shorter(&self, interval: u32, facts: &StandardFacts) -> Option<u32> {
        let child = facts.services.meets(self.child);
        let adult = !facts.services.without(self.child).is_empty();
        let counts = facts.shorter_grounds.iter().any(|ground| if ground.is_for_child() { child } else { adult });
        let example = self.law.shorter.iter().find(|example| whole(example.replaces) == interval)?;
        let shorter = example.interval.get(facts.plan_date)?;
        counts.then(|| whole(shorter.value))
    }
}

fn is(interval: i64, row: StandardRow) -> TableAnswer {
    let interval_months = whole(interval);
    TableAnswer::Is(TableValue { interval_months, row, window: None, afterwards: None, shorter_suggested: None })
}

/// The loader lets through 1 to 120 only.
fn whole(value: i64) -> u32 {
    u32::try_from(value).unwrap_or(1)
}
