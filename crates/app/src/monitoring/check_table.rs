//! The table of step (1): a line for each provider of the client, with what was granted and what of it was used.

use calendar::YearMonth;
use domain::{
    client::{Certificate, Grant, UsedAmounts, granted_in},
    monitoring::{
        Round,
        m1_service_check::{AskedProvider, CheckMeans, ServiceCheck},
    },
    planning::p2_week_plan::GrantedUnit,
    provider::Provider,
};
use law::LawBook;

use super::{PlannedRows, round_view::used_in};
use crate::providers::UsedProvider;

/// Months of the trend beside a service: those of the term, and of a longer one the last.
const TREND: i32 = 12;

/// The table.
#[derive(Clone, Debug)]
pub struct CheckTable {
    /// The month whose amounts are asked for: that of the round when it is over, else the one before, which is whole.
    pub month: YearMonth,
    /// A line for each provider.
    pub lines: Vec<CheckLine>,
}

/// A provider of the client.
#[derive(Clone, Debug)]
pub struct CheckLine {
    /// Who.
    pub provider: AskedProvider,
    /// The provider in the register, with telephone and person.
    pub registered: Option<Provider>,
    /// What it provides.
    pub services: Vec<LineService>,
    /// The means by which it was asked last time.
    pub last_means: Option<CheckMeans>,
}

/// A granted service on a line.
#[derive(Clone, Debug)]
pub struct LineService {
    /// サービスの種類.
    pub service: String,
    /// Of what its amounts are; none where neither 支給量 nor an amount told before says it, or nothing is granted.
    pub unit: Option<GrantedUnit>,
    /// 支給量 as written.
    pub granted: String,
    /// What is told of the month, as the field shows it; empty while nothing is.
    pub text: String,
    /// The months of the term up to that one.
    pub trend: Vec<UsedPoint>,
}

/// A month of the trend.
#[derive(Clone, Debug)]
pub struct UsedPoint {
    /// The month.
    pub month: YearMonth,
    /// 「62時間」; none where nothing is told: that stays unknown.
    pub used: Option<String>,
    /// Of 支給量, in percent.
    pub percent: Option<u32>,
}

/// What the table is made of.
pub(super) struct TableOf<'a> {
    pub law: &'a LawBook,
    pub round: &'a Round,
    pub last: Option<&'a Round>,
    /// The certificate beside the round.
    pub certificate: Option<&'a Certificate>,
    /// The providers of its grants in the round's month.
    pub providers: &'a [UsedProvider],
    pub planned: Option<&'a PlannedRows>,
    pub used: &'a UsedAmounts,
    pub today: calendar::Date,
}

/// The table of a round.
pub(super) fn check_table(of: &TableOf<'_>) -> CheckTable {
    let month = if of.today > of.round.month.last_day() { of.round.month } else { YearMonth::of(of.today).plus(-1) };
    let mut lines: Vec<(AskedProvider, Option<Provider>, Vec<String>)> = Vec::new();
    let mut add = |provider: AskedProvider, registered: Option<Provider>, service: Option<&str>| {
        if provider.name.is_empty() {
            return;
        }
        let there = lines.iter().position(|(one, ..)| one.is(&provider));
        let at = there.unwrap_or_else(|| {
            lines.push((provider, registered, Vec::new()));
            lines.len() - 1
        });
        if let (Some((_, _, services)), Some(service)) = (lines.get_mut(at), service)
            && !services.iter().any(|one| one == service)
        {
            services.push(service.to_owned());
        }
    };
    for used in of.providers {
        let registered = used.registered.as_ref().map(|it| it.id);
        add(AskedProvider { name: used.name.clone(), registered }, used.registered.clone(), Some(&used.service));
    }
    for (provider, service) in of.planned.iter().flat_map(|plan| plan.providers(of.law)) {
        add(AskedProvider { name: provider.to_owned(), registered: None }, None, Some(service));
    }
    // Where neither grants nor plan name anybody, those are asked who were asked last time.
    let before = of.last.filter(|_| lines_are_empty(of));
    for (_, check) in before.into_iter().chain([of.round]).flat_map(Round::service_checks) {
        add(check.of(), None, None);
    }
    let line = |(provider, registered, services): (AskedProvider, Option<Provider>, Vec<String>)| CheckLine {
        last_means: of.last.and_then(|last| means_of(last, &provider)),
        services: services.into_iter().map(|service| line_service(of, service, month)).collect(),
        provider,
        registered,
    };
    CheckTable { month, lines: lines.into_iter().map(line).collect() }
}

fn lines_are_empty(of: &TableOf<'_>) -> bool {
    let granted = of.providers.iter().any(|used| !used.name.is_empty());
    !granted && of.planned.is_none_or(|plan| plan.providers(of.law).is_empty())
}

fn means_of(round: &Round, provider: &AskedProvider) -> Option<CheckMeans> {
    let offered = |check: &ServiceCheck| CheckMeans::OFFERED.contains(&check.means) && !check.is_excused();
    let own = round.service_checks().filter(|(_, check)| check.of().is(provider) && offered(check));
    own.last().map(|(_, check)| check.means)
}

fn line_service(of: &TableOf<'_>, service: String, month: YearMonth) -> LineService {
    let grant = |on: YearMonth| -> Option<&Grant> {
        of.certificate.into_iter().flat_map(|it| used_in(it, on)).find(|it| it.service == service)
    };
    let own = grant(of.round.month).or_else(|| grant(month));
    let told = of.used.of(&service, month).map(|(_, told)| told);
    let unit = own.and_then(|it| GrantedUnit::of_amount(&it.amount)).or(told.map(|told| told.unit));
    let first = own.map_or(month, |it| YearMonth::of(it.start));
    let back = month.months_since(first).clamp(0, TREND - 1);
    let point = |month: YearMonth| {
        let told = of.used.of(&service, month).map(|(_, told)| told);
        let granted = told.and_then(|it| granted_in(&it.granted, it.unit, month)).filter(|most| *most > 0);
        UsedPoint {
            month,
            used: told.map(|it| it.unit.words(it.amount)),
            percent: told.zip(granted).and_then(|(it, most)| (100 * it.amount).checked_div(most)),
        }
    };
    LineService {
        unit: unit.filter(|_| own.is_some() || told.is_some()),
        granted: own.map(|it| it.amount.clone()).unwrap_or_default(),
        text: told.map(|it| it.unit.field(it.amount)).unwrap_or_default(),
        trend: (0..=back).rev().map(|back| point(month.plus(-back))).collect(),
        service,
    }
}
