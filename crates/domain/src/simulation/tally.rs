//! What a caseload comes to: visits and clients by month, and by ward and specialist where these are known.

use std::collections::BTreeMap;

use calendar::{MonthRange, YearMonth};

use super::line::ClientLine;
use crate::monitoring::standard::{Cell, Ruling};

/// The sums of all lines reckoned so far.
#[derive(Clone, Debug)]
pub struct Tally {
    /// The months asked for.
    pub range: MonthRange,
    /// Good lines.
    pub clients: u64,
    /// Bad lines.
    pub bad_rows: u64,
    /// One for each table asked.
    pub tables: Vec<TableTally>,
    /// 区: visits of each table by month.
    pub wards: BTreeMap<Vec<u8>, GroupTally>,
    /// 相談支援専門員.
    pub specialists: BTreeMap<Vec<u8>, GroupTally>,
}

/// The sums of one table.
#[derive(Clone, Debug)]
pub struct TableTally {
    /// Visits by month that 計画相談支援 pays.
    pub plan_visits: Vec<u64>,
    /// Visits by month that 障害児相談支援 pays.
    pub child_visits: Vec<u64>,
    /// How many more clients than in the month before have a term and an interval.
    change: Vec<i64>,
    /// Clients with an interval.
    pub decided: u64,
    /// Of these: those whose interval the municipality decides; the usual one is counted.
    pub municipality: u64,
    /// セルフプラン.
    pub self_plans: u64,
    /// Clients for whom the table has no answer (a service that it does not know yet).
    pub not_covered: u64,
}

/// Visits of one ward or specialist: for each table the months, one after the other.
#[derive(Clone, Debug, Default)]
pub struct GroupTally {
    /// Good lines.
    pub clients: u64,
    visits: Vec<u64>,
}

impl Tally {
    pub(super) fn new(tables: usize, range: MonthRange) -> Self {
        let months = length(range);
        let empty = TableTally {
            plan_visits: vec![0; months],
            child_visits: vec![0; months],
            change: vec![0; months + 1],
            decided: 0,
            municipality: 0,
            self_plans: 0,
            not_covered: 0,
        };
        let tables = vec![empty; tables];
        Self { range, clients: 0, bad_rows: 0, tables, wards: BTreeMap::new(), specialists: BTreeMap::new() }
    }

    /// The months asked for.
    pub fn months(&self) -> impl Iterator<Item = YearMonth> + use<> {
        let start = self.range.start;
        (0..self.range.end.months_since(start) + 1).map(move |month| start.plus(month))
    }

    /// Adds one client under one table.
    #[inline]
    pub(super) fn add(&mut self, place: usize, client: &ClientLine<'_>, cell: Cell, child: bool, months: u64) {
        let within = self.within(client.first, months);
        let count = self.range_length();
        let Some(table) = self.tables.get_mut(place) else { return };
        match cell.ruling {
            Ruling::SelfPlan => table.self_plans += 1,
            Ruling::NotCovered => table.not_covered += 1,
            Ruling::Row(_) | Ruling::Municipality { .. } => {
                table.decided += 1;
                table.municipality += u64::from(matches!(cell.ruling, Ruling::Municipality { .. }));
                let (from, to) = span(self.range.start, client, count);
                if let Some([first, .., last]) = table.change.get_mut(from..=to).filter(|_| from < to) {
                    *first += 1;
                    *last -= 1;
                }
            }
        }
        let visits = if child { &mut table.child_visits } else { &mut table.plan_visits };
        each(within, |month| {
            if let Some(visits) = visits.get_mut(month) {
                *visits += 1;
            }
        });
        let tables = self.tables.len();
        for (group, groups) in [(client.ward, &mut self.wards), (client.specialist, &mut self.specialists)] {
            if let Some(group) = group.and_then(|name| entry(groups, name, tables * count)) {
                group.clients += u64::from(place == 0);
                each(within, |month| {
                    if let Some(visits) = group.visits.get_mut(place * count + month) {
                        *visits += 1;
                    }
                });
            }
        }
    }

    /// The bits of `months`, shifted so that bit 0 is the first month asked for. Terms have at most 63 months, and
    /// what is further away than that from the first month asked for is reached by whole words.
    fn within(&self, first: usize, months: u64) -> (usize, u64) {
        let start = usize::try_from(self.range.start.number()).unwrap_or(0);
        match first.checked_sub(start) {
            Some(later) => (later, months),
            None => (0, months.checked_shr(u32::try_from(start - first).unwrap_or(u32::MAX)).unwrap_or(0)),
        }
    }

    fn range_length(&self) -> usize {
        length(self.range)
    }

    /// Adds what another core has reckoned.
    pub fn join(&mut self, other: Self) {
        self.clients += other.clients;
        self.bad_rows += other.bad_rows;
        for (mine, other) in self.tables.iter_mut().zip(other.tables) {
            add_up(&mut mine.plan_visits, &other.plan_visits);
            add_up(&mut mine.child_visits, &other.child_visits);
            mine.change.iter_mut().zip(other.change).for_each(|(mine, other)| *mine += other);
            mine.decided += other.decided;
            mine.municipality += other.municipality;
            mine.self_plans += other.self_plans;
            mine.not_covered += other.not_covered;
        }
        for (mine, others) in [(&mut self.wards, other.wards), (&mut self.specialists, other.specialists)] {
            for (name, group) in others {
                if let Some(place) = entry(mine, &name, group.visits.len()) {
                    place.clients += group.clients;
                    add_up(&mut place.visits, &group.visits);
                }
            }
        }
    }
}

impl TableTally {
    /// Visits by month.
    pub fn visits(&self) -> Vec<u64> {
        self.plan_visits.iter().zip(&self.child_visits).map(|(plan, child)| plan + child).collect()
    }

    /// Clients by month whose term covers the month and whose interval the table gives.
    pub fn clients(&self) -> Vec<u64> {
        let mut there = 0_i64;
        let changes = self.change.iter().take(self.plan_visits.len());
        changes
            .map(|change| {
                there += change;
                u64::try_from(there).unwrap_or(0)
            })
            .collect()
    }
}

impl GroupTally {
    /// Visits by month under the table at `place`.
    pub fn visits(&self, place: usize, months: usize) -> &[u64] {
        self.visits.get(place * months..(place + 1) * months).unwrap_or_default()
    }
}

fn length(range: MonthRange) -> usize {
    usize::try_from(range.end.months_since(range.start) + 1).unwrap_or(0)
}

/// First month of the client's term and the one after its last, counted from the first month asked for and cut to the range.
fn span(start: YearMonth, client: &ClientLine<'_>, count: usize) -> (usize, usize) {
    let start = usize::try_from(start.number()).unwrap_or(0);
    let length = usize::try_from(client.length).unwrap_or(0);
    let cut = |month: usize| month.saturating_sub(start).min(count);
    (cut(client.first), cut(client.first + length))
}

fn each((first, mut months): (usize, u64), mut month: impl FnMut(usize)) {
    while months != 0 {
        month(first + usize::try_from(months.trailing_zeros()).unwrap_or(0));
        months &= months - 1;
    }
}

/// The group of a name; a name is copied only when it is new.
fn entry<'a>(groups: &'a mut BTreeMap<Vec<u8>, GroupTally>, name: &[u8], length: usize) -> Option<&'a mut GroupTally> {
    if !groups.contains_key(name) {
        groups.insert(name.to_vec(), GroupTally { clients: 0, visits: vec![0; length] });
    }
    groups.get_mut(name)
}

fn add_up(mine: &mut [u64], other: &[u64]) {
    mine.iter_mut().zip(other).for_each(|(mine, other)| *mine += other);
}
