//! 標準期間の早見表: the dated table compiled to one small array for each span of days in which it does not change.
//!
//! [`Standard`] is what is read and explained; the lookup is made by asking it once for every combination of the
//! conditions that decide, and answers for a whole city in a moment. A test compares the two over every combination.

use calendar::{Date, DateRange};
use law::{LawBook, MonitoringLaw, ServiceSet, Services};

use super::{
    Age, Standard, StandardFacts, StandardRow, TableAnswer,
    rows::{LEFT_OPEN, SELF_PLAN, TABLE_RULE, TRANSITION_AGED},
};
use crate::client::IntensiveGround;

/// What is known of one client of a caseload; nothing is left open here.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Known {
    /// What the services granted bring.
    pub kinds: Kinds,
    /// Completed years on the day of the plan.
    pub age: u8,
    /// The yes-or-no facts.
    pub marks: Marks,
}

/// A day as a number that sorts as the days do: the year, and eight bits each for month and day.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct DayKey(u32);

impl DayKey {
    /// The key of a day in its parts.
    #[inline]
    pub fn new(year: u32, month: u32, day: u32) -> Self {
        Self(year << 16 | month << 8 | day)
    }

    /// The key of a date of our era.
    pub fn of(date: Date) -> Self {
        let [month, day] = [date.month(), date.day()].map(|part| u32::from(part.unsigned_abs()));
        Self::new(u32::from(date.year().unsigned_abs()), month, day)
    }

    /// The year.
    #[inline]
    pub fn year(self) -> u32 {
        self.0 >> 16
    }

    /// The month, 1 to 12.
    #[inline]
    pub fn month(self) -> u32 {
        self.0 >> 8 & 0xff
    }

    /// The day of the month.
    #[inline]
    pub fn day(self) -> u32 {
        self.0 & 0xff
    }
}

/// What services bring into a decision, one bit each; two sets together bring what both bring.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Kinds(u16);

impl Kinds {
    const NEW_SERVICES: u16 = 1;
    const HOME_VISIT: u16 = 1 << 1;
    const DAY_SERVICES: u16 = 1 << 2;
    const FACILITY: u16 = 1 << 3;
    const LEFT_OPEN: u16 = 1 << 4;
    /// 地域移行支援, which has no other bit of a row: it takes a resident out of the row of facilities.
    const TRANSITION: u16 = 1 << 5;
    /// The six stand in the same places as in [`Conditions`]; every service brings one of them.
    const ROWS: u16 = (1 << 6) - 1;
    const COMPREHENSIVE: u16 = 1 << 6;
    /// 障害児通所支援.
    const CHILD: u16 = 1 << 7;
    /// A service of the row of day services that adults use, so that the age may count.
    const ADULT_DAY: u16 = 1 << 8;
    /// The first of the days on which services began after the first table; the later days have the bits above.
    const FIRST_BEGAN: u16 = 1 << 9;

    /// What both bring.
    #[must_use]
    #[inline]
    pub fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether there is no service.
    #[inline]
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Whether 障害児通所支援 is among them, so that 障害児相談支援 pays.
    #[inline]
    pub fn has_child(self) -> bool {
        self.has(Self::CHILD)
    }

    /// Whether 地域移行支援 is the only service: used from a facility or a hospital, so that it is not at home.
    #[inline]
    fn is_transition_alone(self) -> bool {
        self.0 & Self::ROWS == Self::TRANSITION
    }

    #[inline]
    fn has(self, bits: u16) -> bool {
        self.0 & bits != 0
    }
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

    /// Whether any of the marks of `other` is held.
    #[inline]
    pub fn has(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }
}

/// How many combinations of conditions there are.
const COMBINATIONS: usize = 1 << 10;

/// One combination of the conditions that decide.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Conditions(u16);

impl Conditions {
    // The bits below are the rows and 地域移行支援, as in [`Kinds`].
    /// At home, and イ, ロ or ハ.
    const INTENSIVE: u16 = 1 << 6;
    /// Old enough for a service that asks for it, without 介護保険's care management, and at home or with 地域移行支援 alone.
    const AGED: u16 = 1 << 7;
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
    Row(StandardRow),
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
    /// Every ruling, in the order of their numbers.
    pub const ALL: [Self; 12] = [
        Self::NotCovered,
        Self::SelfPlan,
        Self::Municipality { transition: false },
        Self::Municipality { transition: true },
        Self::Row(StandardRow::NewOrChanged),
        Self::Row(StandardRow::Intensive),
        Self::Row(StandardRow::NewServices),
        Self::Row(StandardRow::HomeVisitAndTraining),
        Self::Row(StandardRow::DayServices),
        Self::Row(StandardRow::Aged),
        Self::Row(StandardRow::Facility),
        Self::Row(StandardRow::LeftOpen),
    ];

    /// Its place in [`Self::ALL`].
    #[inline]
    pub fn number(self) -> usize {
        match self {
            Self::NotCovered => 0,
            Self::SelfPlan => 1,
            Self::Municipality { transition: false } => 2,
            Self::Municipality { transition: true } => 3,
            Self::Row(StandardRow::NewOrChanged) => 4,
            Self::Row(StandardRow::Intensive) => 5,
            Self::Row(StandardRow::NewServices) => 6,
            Self::Row(StandardRow::HomeVisitAndTraining) => 7,
            Self::Row(StandardRow::DayServices) => 8,
            Self::Row(StandardRow::Aged) => 9,
            Self::Row(StandardRow::Facility) => 10,
            Self::Row(StandardRow::LeftOpen) => 11,
        }
    }

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
    /// The services that did not exist yet, by the bits of the days on which they began.
    absent: u16,
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
    comprehensive: ServiceSet,
    transition: ServiceSet,
    child: ServiceSet,
    /// The services that began on one day, for each such day.
    began: Vec<(Date, ServiceSet)>,
}

/// The whole table, ready to be asked a million times.
#[derive(Clone, Debug)]
pub struct Lookup {
    sets: Sets,
    spans: Vec<Span>,
    starts: Vec<DayKey>,
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
            day_services: law.day_services.services.without(standard.transition),
            facility: law.facility.services,
            left_open: law.left_open.services,
            comprehensive: standard.comprehensive,
            transition: standard.transition,
            child: standard.child,
            began: began(services),
        };
        let mut starts: Vec<Date> = law.tables.entries.iter().map(|entry| entry.days.from).collect();
        starts.extend(services.all().filter_map(|service| service.from).filter(|from| law.tables.get(*from).is_some()));
        starts.sort_unstable();
        starts.dedup();
        let ends = starts.iter().skip(1).map(|next| next.yesterday().ok()).chain([law.tables.covers.to]);
        let days = starts.iter().zip(ends).map(|(from, to)| DateRange { from: *from, to });
        let spans: Vec<Span> = days.map(|days| span(&standard, &sets, days)).collect();
        let starts = spans.iter().map(|span| DayKey::of(span.days.from)).collect();
        Self { sets, spans, starts }
    }

    /// The spans, oldest first.
    pub fn spans(&self) -> &[Span] {
        &self.spans
    }

    /// The span of a plan made on `day`.
    #[inline]
    pub fn at(&self, day: DayKey) -> Option<&Span> {
        // Counting all of them is quicker than looking for the right one: there is nothing to guess wrong.
        let begun = self.starts.iter().map(|start| usize::from(*start <= day)).sum::<usize>();
        self.spans.get(begun.checked_sub(1)?)
    }

    /// A table as it stands at its end, for the question what it would give to everybody.
    pub fn table(&self, name: &str) -> Option<&Span> {
        self.spans.iter().rev().find(|span| span.table == name)
    }

    /// What services bring; done once, when a client is read.
    pub fn kinds(&self, services: ServiceSet) -> Kinds {
        let sets = &self.sets;
        let brought = [
            (Kinds::NEW_SERVICES, sets.new_services),
            (Kinds::HOME_VISIT, sets.home_visit),
            (Kinds::DAY_SERVICES, sets.day_services),
            (Kinds::FACILITY, sets.facility),
            (Kinds::LEFT_OPEN, sets.left_open),
            (Kinds::TRANSITION, sets.transition),
            (Kinds::COMPREHENSIVE, sets.comprehensive),
            (Kinds::CHILD, sets.child),
            (Kinds::ADULT_DAY, sets.day_services.without(sets.child).with(sets.transition)),
        ];
        let brought = brought.into_iter().filter(|(_, set)| services.meets(*set)).map(|(bit, _)| bit);
        let began = (0..).zip(&sets.began).filter(|(_, (_, set))| services.meets(*set));
        let began = began.map(|(place, _)| Kinds::FIRST_BEGAN << place);
        Kinds(brought.chain(began).fold(0, |all, bit| all | bit))
    }

    /// What the table of a span says.
    #[inline]
    pub fn decide(&self, span: &Span, known: &Known) -> Cell {
        span.decide(known, !known.kinds.has(Kinds::FACILITY) & !known.kinds.is_transition_alone())
    }
}

impl Span {
    /// What the table says, with 在宅 as stated and not by the services.
    #[inline]
    pub fn decide(&self, known: &Known, at_home: bool) -> Cell {
        // `&` and `|` instead of `&&` and `||`, and numbers instead of branches: whether a client is old or at home cannot be
        // guessed, and a wrong guess of the processor costs more than all of this together.
        let (kinds, marks) = (known.kinds, known.marks);
        let severe = marks.has(Marks::SEVERE_COMMUNICATION) & !kinds.has(Kinds::COMPREHENSIVE);
        let grounds = marks.has(Marks::LEFT_FACILITY.with(Marks::CANNOT_COORDINATE)) | severe;
        let old = (known.age >= self.aged_from) & kinds.has(Kinds::ADULT_DAY) & !marks.has(Marks::CARE_MANAGEMENT);
        let bit = |condition: u16, held: bool| condition * u16::from(held);
        // Whoever is said to live at home while moving out of a facility does not count as one of its residents.
        let moved = at_home & kinds.has(Kinds::TRANSITION);
        let conditions = kinds.0 & Kinds::ROWS & !bit(Kinds::FACILITY, moved)
            | bit(Conditions::INTENSIVE, at_home & grounds)
            | bit(Conditions::AGED, old & (at_home | kinds.is_transition_alone()))
            | bit(Conditions::SELF_PLAN, marks.has(Marks::SELF_PLAN))
            | bit(Conditions::ABSENT, kinds.has(self.absent));
        // The ten bits are the place in the table: every combination was asked of the plain rules when it was compiled.
        self.cells.get(usize::from(conditions)).copied().unwrap_or(NOT_COVERED)
    }
}

/// The days after the first table on which services began, with these services.
fn began(services: &Services) -> Vec<(Date, ServiceSet)> {
    let mut days: Vec<Date> = services.all().filter_map(|service| service.from).collect();
    days.sort_unstable();
    days.dedup();
    days.into_iter().map(|day| (day, services.set_where(|service| service.from == Some(day)))).collect()
}

/// Asks the plain rules for every combination.
fn span(standard: &Standard<'_>, sets: &Sets, days: DateRange) -> Span {
    let law = standard.law;
    let ends_before = |from: Date| days.to.is_some_and(|to| to < from);
    let not_yet = (0..).zip(&sets.began).filter(|(_, (from, _))| ends_before(*from));
    let absent_bits = not_yet.clone().fold(0, |bits, (place, _)| bits | Kinds::FIRST_BEGAN << place);
    let absent: ServiceSet = not_yet.map(|(_, (_, set))| *set).collect();
    let aged_from = law.aged_from.get(days.from).and_then(|entry| u8::try_from(entry.value).ok()).unwrap_or(u8::MAX);
    // One service stands for its whole set: the rules ask whether a set is met, never by which of its services.
    let there = |set: ServiceSet| set.without(absent).first();
    let one = Sets {
        new_services: there(sets.new_services),
        home_visit: there(sets.home_visit),
        day_services: there(sets.day_services),
        facility: there(sets.facility),
        left_open: there(sets.left_open),
        ..sets.clone()
    };
    let numbers = 0..u16::try_from(COMBINATIONS).unwrap_or(0);
    let cells = numbers.map(|number| cell(standard, &one, days.from, Conditions(number))).collect();
    Span { table: table_name(law, days.from), days, absent: absent_bits, aged_from, cells }
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
    let services: ServiceSet = [
        (Kinds::NEW_SERVICES, one.new_services),
        (Kinds::HOME_VISIT, one.home_visit),
        (Kinds::DAY_SERVICES, one.day_services),
        (Kinds::FACILITY, one.facility),
        (Kinds::LEFT_OPEN, one.left_open),
        (Kinds::TRANSITION, one.transition),
    ]
    .into_iter()
    .filter(|(condition, _)| conditions.has(*condition))
    .map(|(_, service)| service)
    .collect();
    let aged = conditions.has(Conditions::AGED);
    let mut facts = StandardFacts::new(day, services);
    // 地域移行支援 alone is asked about the age without being at home.
    facts.at_home = Some(conditions.has(Conditions::INTENSIVE) || aged && services != one.transition);
    if conditions.has(Conditions::INTENSIVE) {
        facts.intensive = vec![IntensiveGround::LeftFacility];
    }
    // Old enough for every table, or for none: the age itself was compared before the bit was set.
    facts.age = Some(Age::Years(if aged { u32::from(u8::MAX) } else { 0 }));
    facts.care_management = Some(!aged);
    let interval = |months: u32| u8::try_from(months).unwrap_or(u8::MAX);
    match standard.decide(&facts) {
        TableAnswer::Is(outcome) => {
            Cell { interval_months: interval(outcome.interval_months), ruling: Ruling::Row(outcome.row) }
        }
        TableAnswer::Open(open) => Cell {
            interval_months: interval(open.usual()),
            ruling: Ruling::Municipality { transition: matches!(open, super::Open::TransitionAged { .. }) },
        },
        TableAnswer::SelfPlan | TableAnswer::Needs(_) | TableAnswer::NotCovered(_) => NOT_COVERED,
    }
}
