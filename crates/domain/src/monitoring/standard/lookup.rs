//! 標準期間の早見表: the dated table compiled to one small array for each span of days in which it does not change.
//!
//! [`Standard`] is what is read and explained; the lookup is made by asking it once for every combination of the
//! conditions that decide, and answers for a whole city in a moment. A test compares the two over every combination.

use calendar::{Date, DateRange};
use law::{LawBook, MonitoringLaw, ServiceSet, Services};

use super::{
    Age, Decision, Facts, Row, Standard,
    rows::{LEFT_OPEN, SELF_PLAN, TABLE_RULE, TRANSITION_AGED},
};
use crate::client::IntensiveGround;

/// What is known of one client of a caseload; nothing is left open here.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Known {
    /// The services granted.
    pub services: ServiceSet,
    /// Completed years on the day of the plan.
    pub age: u8,
    /// The yes-or-no facts.
    pub marks: Marks,
}

/// The yes-or-no facts of a client, one bit each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Marks(u16);

impl Marks {
    /// 集中的支援 イ: 施設からの退所等.
    pub const LEFT_FACILITY: Self = Self(1);
    /// 集中的支援 ロ: 連絡調整が困難.
    pub const CANNOT_COORDINATE: Self = Self(1 << 1);
    /// 集中的支援 ハ: 常時介護と意思疎通の著しい支障.
    pub const SEVERE_COMMUNICATION: Self = Self(1 << 2);
    /// 介護保険のケアマネジメントを受けている.
    pub const CARE_MANAGEMENT: Self = Self(1 << 3);
    /// セルフプラン.
    pub const SELF_PLAN: Self = Self(1 << 4);

    /// The mark where `held`, nothing otherwise.
    #[must_use]
    pub fn when(self, held: bool) -> Self {
        Self(self.0 * u16::from(held))
    }

    /// Both together.
    #[must_use]
    pub fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    fn has(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }
}

/// How many combinations of conditions there are.
const COMBINATIONS: usize = 1 << 10;

/// One combination of the conditions that decide.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Conditions(u16);

impl Conditions {
    const NEW_SERVICES: u16 = 1;
    const HOME_VISIT: u16 = 1 << 1;
    const DAY_SERVICES: u16 = 1 << 2;
    const FACILITY: u16 = 1 << 3;
    const LEFT_OPEN: u16 = 1 << 4;
    /// At home, and イ, ロ or ハ.
    const INTENSIVE: u16 = 1 << 5;
    /// Old enough, without 介護保険's care management, and at home or with 地域移行支援 alone.
    const AGED: u16 = 1 << 6;
    const TRANSITION_ALONE: u16 = 1 << 7;
    const SELF_PLAN: u16 = 1 << 8;
    /// A service that did not exist yet.
    const ABSENT: u16 = 1 << 9;

    fn has(self, condition: u16) -> bool {
        self.0 & condition != 0
    }
}

/// What the table says to one combination.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cell {
    /// Months between two monitorings; 0 where there is none.
    pub interval_months: u8,
    /// What decided.
    pub ruling: Ruling,
}

/// What decided, without words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ruling {
    /// A row of the table.
    Row(Row),
    /// The municipality decides; the interval is what is usual. `true`: 地域移行支援 alone at 65 or more.
    Municipality {
        /// Whether it is the case in which text and table disagree, and not the kind without a row.
        transition: bool,
    },
    /// セルフプラン.
    SelfPlan,
    /// No table for this day, or a service that did not exist yet.
    NotCovered,
}

impl Ruling {
    /// Id of the deciding rule.
    pub fn rule_id(self) -> &'static str {
        match self {
            Self::Row(row) => row.rule().id,
            Self::Municipality { transition: true } => TRANSITION_AGED.id,
            Self::Municipality { transition: false } => LEFT_OPEN.id,
            Self::SelfPlan => SELF_PLAN.id,
            Self::NotCovered => TABLE_RULE.id,
        }
    }
}

const NOT_COVERED: Cell = Cell { interval_months: 0, ruling: Ruling::NotCovered };

/// A span of days in which neither the table nor the list of services changes.
#[derive(Clone, Debug)]
pub struct Span {
    /// Name of the table, e.g. `2019-04`.
    pub table: String,
    /// The days of the plan for which it stands.
    pub days: DateRange,
    absent: ServiceSet,
    /// The age of the row 65歳以上; 255 where this table has none.
    aged_from: u8,
    cells: Vec<Cell>,
}

/// The services by the conditions they bring.
#[derive(Clone, Debug)]
struct Sets {
    new_services: ServiceSet,
    home_visit: ServiceSet,
    day_services: ServiceSet,
    facility: ServiceSet,
    left_open: ServiceSet,
    away: ServiceSet,
    comprehensive: ServiceSet,
    transition: ServiceSet,
}

/// The whole table, ready to be asked a million times.
#[derive(Clone, Debug)]
pub struct Lookup {
    sets: Sets,
    spans: Vec<Span>,
}

impl Lookup {
    /// Compiles the table of `book`.
    pub fn new(book: &LawBook) -> Self {
        Self::of(book.monitoring(), book.services())
    }

    /// Compiles a table, be it the law's or a proposed one.
    pub fn of(law: &MonitoringLaw, services: &Services) -> Self {
        let standard = Standard::of(law, services);
        let sets = Sets {
            new_services: law.new_services.services,
            home_visit: law.home_visit_and_training.services,
            day_services: law.day_services.services,
            facility: law.facility.services,
            left_open: law.left_open.services,
            away: standard.away,
            comprehensive: standard.comprehensive,
            transition: standard.transition,
        };
        let mut starts: Vec<Date> = law.tables.entries.iter().map(|entry| entry.days.from).collect();
        starts.extend(services.all().filter_map(|service| service.from).filter(|from| law.tables.get(*from).is_some()));
        starts.sort_unstable();
        starts.dedup();
        let ends = starts.iter().skip(1).map(|next| next.yesterday().ok()).chain([law.tables.covers.to]);
        let days = starts.iter().zip(ends).map(|(from, to)| DateRange { from: *from, to });
        let spans = days.map(|days| span(&standard, &sets, days)).collect();
        Self { sets, spans }
    }

    /// The spans, oldest first.
    pub fn spans(&self) -> &[Span] {
        &self.spans
    }

    /// The span of a plan made on `day`.
    pub fn at(&self, day: Date) -> Option<&Span> {
        self.spans.iter().rev().find(|span| span.days.contains(day))
    }

    /// A table as it stands at its end, for the question what it would give to everybody.
    pub fn table(&self, name: &str) -> Option<&Span> {
        self.spans.iter().rev().find(|span| span.table == name)
    }

    /// What the table of a span says.
    #[inline]
    pub fn decide(&self, span: &Span, known: &Known) -> Cell {
        let at_home = !known.services.meets(self.sets.away);
        let conditions = self.conditions(span, known, at_home);
        span.cells.get(usize::from(conditions.0)).copied().unwrap_or(NOT_COVERED)
    }

    /// The same with 在宅 as stated and not by the services.
    pub fn decide_at_home(&self, span: &Span, known: &Known, at_home: bool) -> Cell {
        let conditions = self.conditions(span, known, at_home);
        span.cells.get(usize::from(conditions.0)).copied().unwrap_or(NOT_COVERED)
    }

    #[inline]
    fn conditions(&self, span: &Span, known: &Known, at_home: bool) -> Conditions {
        let (sets, services, marks) = (&self.sets, known.services, known.marks);
        let severe = marks.has(Marks::SEVERE_COMMUNICATION) & !services.meets(sets.comprehensive);
        let grounds = marks.has(Marks::LEFT_FACILITY.with(Marks::CANNOT_COORDINATE)) | severe;
        let transition_alone = services == sets.transition;
        let aged = (known.age >= span.aged_from) & !marks.has(Marks::CARE_MANAGEMENT) & (at_home | transition_alone);
        let bit = |condition: u16, held: bool| condition * u16::from(held);
        Conditions(
            bit(Conditions::NEW_SERVICES, services.meets(sets.new_services))
                | bit(Conditions::HOME_VISIT, services.meets(sets.home_visit))
                | bit(Conditions::DAY_SERVICES, services.meets(sets.day_services))
                | bit(Conditions::FACILITY, services.meets(sets.facility))
                | bit(Conditions::LEFT_OPEN, services.meets(sets.left_open))
                | bit(Conditions::INTENSIVE, at_home & grounds)
                | bit(Conditions::AGED, aged)
                | bit(Conditions::TRANSITION_ALONE, transition_alone)
                | bit(Conditions::SELF_PLAN, marks.has(Marks::SELF_PLAN))
                | bit(Conditions::ABSENT, services.meets(span.absent)),
        )
    }
}

/// Asks the plain rules for every combination.
fn span(standard: &Standard<'_>, sets: &Sets, days: DateRange) -> Span {
    let law = standard.law;
    let ends_before = |from: Date| days.to.is_some_and(|to| to < from);
    let absent = standard.began.iter().filter(|(_, from)| ends_before(*from)).map(|(service, _)| *service).collect();
    let aged_from = law.aged_from.get(days.from).and_then(|entry| u8::try_from(entry.value).ok()).unwrap_or(u8::MAX);
    let there = |set: ServiceSet| set.without(absent).first();
    let one = Sets {
        new_services: there(sets.new_services),
        home_visit: there(sets.home_visit),
        day_services: there(sets.day_services.without(sets.transition)),
        facility: there(sets.facility),
        left_open: there(sets.left_open),
        ..sets.clone()
    };
    let numbers = 0..u16::try_from(COMBINATIONS).unwrap_or(0);
    let cells = numbers.map(|number| cell(standard, &one, days.from, Conditions(number))).collect();
    Span { table: table_name(law, days.from), days, absent, aged_from, cells }
}

fn table_name(law: &MonitoringLaw, day: Date) -> String {
    law.tables.get(day).map_or_else(String::new, |entry| entry.value.clone())
}

/// The answer to one combination, from a client that stands for it. Combinations that nobody can be in are not covered.
fn cell(standard: &Standard<'_>, one: &Sets, day: Date, conditions: Conditions) -> Cell {
    if conditions.has(Conditions::SELF_PLAN) {
        return Cell { interval_months: 0, ruling: Ruling::SelfPlan };
    }
    if conditions.has(Conditions::ABSENT) {
        return NOT_COVERED;
    }
    let day_service = if conditions.has(Conditions::TRANSITION_ALONE) { one.transition } else { one.day_services };
    let services: ServiceSet = [
        (Conditions::NEW_SERVICES, one.new_services),
        (Conditions::HOME_VISIT, one.home_visit),
        (Conditions::DAY_SERVICES, day_service),
        (Conditions::FACILITY, one.facility),
        (Conditions::LEFT_OPEN, one.left_open),
    ]
    .into_iter()
    .filter(|(condition, _)| conditions.has(*condition))
    .map(|(_, service)| service)
    .collect();
    let aged = conditions.has(Conditions::AGED);
    let mut facts = Facts::new(day, services);
    facts.at_home =
        Some(conditions.has(Conditions::INTENSIVE) || aged && !conditions.has(Conditions::TRANSITION_ALONE));
    if conditions.has(Conditions::INTENSIVE) {
        facts.intensive = vec![IntensiveGround::LeftFacility];
    }
    facts.age = Some(Age::Years(if aged { u32::from(u8::MAX) } else { 0 }));
    facts.care_management = Some(!aged);
    let interval = |months: u32| u8::try_from(months).unwrap_or(u8::MAX);
    match standard.decide(&facts) {
        Decision::Is(outcome) => {
            Cell { interval_months: interval(outcome.interval_months), ruling: Ruling::Row(outcome.row) }
        }
        Decision::Open(open) => Cell {
            interval_months: interval(open.usual()),
            ruling: Ruling::Municipality { transition: matches!(open, super::Open::TransitionAged { .. }) },
        },
        Decision::SelfPlan | Decision::Needs(_) | Decision::NotCovered(_) => NOT_COVERED,
    }
}
