//! The table: which services were granted in which month, what was told of them, and the fields in which it is typed.

use calendar::{Date, YearMonth};
use domain::{
    client::{Certificate, Client, Grant, UsedAmount, UsedAmounts, UsedFact, granted_in},
    facts::Fact,
    id::ClientId,
    office::Right,
    planning::p2_week_plan::GrantedUnit,
};

use crate::{Cx, Refusal};

/// Months of one page.
const MONTHS: i32 = 12;
/// Services of one page; more are on no certificate.
const COLUMNS: usize = 20;
/// Lines of the history.
const HISTORY: usize = 30;

/// The page of the table.
#[derive(Clone, Debug)]
pub struct UsedPage {
    /// The client.
    pub client: Client,
    /// Today.
    pub today: Date,
    /// The last month of the page.
    pub until: YearMonth,
    /// The services, a column each.
    pub columns: Vec<UsedColumn>,
    /// The months, the newest first.
    pub rows: Vec<UsedRow>,
    /// Services and units in their order: fields that were typed under others are not taken.
    pub shape: String,
    /// The use of the last six months, a service a sentence.
    pub summaries: Vec<String>,
    /// What was told last, the newest first.
    pub history: Vec<UsedHistory>,
}

/// A service.
#[derive(Clone, Debug)]
pub struct UsedColumn {
    /// サービスの種類.
    pub service: String,
    /// Of what its amounts are; none where neither 支給量 nor an amount told before says it.
    pub unit: Option<GrantedUnit>,
    /// The field in which the unit is chosen then.
    pub unit_field: String,
}

/// A month.
#[derive(Clone, Debug)]
pub struct UsedRow {
    /// The month.
    pub month: YearMonth,
    /// A cell for each column.
    pub cells: Vec<UsedCell>,
}

/// A cell.
#[derive(Clone, Debug)]
pub struct UsedCell {
    /// サービスの種類.
    pub service: String,
    /// The unit of its column.
    pub unit: Option<GrantedUnit>,
    /// The field in which it is typed.
    pub field: String,
    /// The field that carries what the page showed.
    pub was_field: String,
    /// What is told, as the field shows it; empty while nothing is.
    pub text: String,
    /// 支給量 of the month, as written; none where nothing was granted.
    pub granted: Option<String>,
    /// Whether more was used than granted.
    pub above: bool,
    pub(super) column: usize,
    pub(super) month: YearMonth,
    pub(super) certificate: Option<domain::id::CertificateId>,
    pub(super) fact: Option<i64>,
    pub(super) by: String,
}

impl UsedCell {
    /// Whether something can be typed: the service was granted in the month, or something was told of it.
    pub fn is_open(&self) -> bool {
        self.granted.is_some() || !self.text.is_empty()
    }
}

/// What was told, or taken back.
#[derive(Clone, Debug)]
pub struct UsedHistory {
    /// The amount; that which was taken back where it was.
    pub used: UsedAmount,
    /// Whether it was taken back.
    pub withdrawn: bool,
    /// Who recorded it.
    pub by: String,
    /// When (UTC).
    pub at: String,
}

/// The twelve months that end with this one, or with the current one.
pub fn used_amounts(cx: &mut Cx<'_>, id: ClientId, until: Option<YearMonth>) -> Result<UsedPage, Refusal> {
    cx.authorize(Right::Read)?;
    let client = store::clients::find(cx.tx, cx.actor.office, id)?.ok_or(Refusal::NotFound)?;
    let used = store::used_amounts::of_client(cx.tx, cx.actor.office, id)?;
    let this = YearMonth::of(cx.today);
    let until = until.filter(|month| *month <= this && this.months_since(*month) <= 12 * MONTHS).unwrap_or(this);
    let certificates = store::certificates::of_client(cx.tx, cx.actor.office, id)?;
    let (columns, rows) = table(&certificates, &used, until);
    Ok(UsedPage {
        today: cx.today,
        until,
        shape: shape(&columns, until),
        columns,
        rows,
        summaries: used.summaries(cx.today).iter().map(domain::client::UsedSummary::sentence).collect(),
        history: history(&used),
        client,
    })
}

/// Columns and rows of the twelve months that end with `until`.
pub(super) fn table(
    certificates: &[Certificate],
    used: &UsedAmounts,
    until: YearMonth,
) -> (Vec<UsedColumn>, Vec<UsedRow>) {
    let months: Vec<YearMonth> = (0..MONTHS).map(|back| until.plus(-back)).collect();
    let mut services: Vec<&str> = Vec::new();
    let granted = certificates.iter().rev().flat_map(|it| &it.grants);
    let granted =
        granted.filter(|grant| months.iter().any(|month| covers(grant, *month))).map(|it| it.service.as_str());
    let told = used.all().filter(|(_, it)| months.contains(&it.month)).map(|(_, it)| it.service.as_str());
    for service in granted.chain(told) {
        if !services.contains(&service) && services.len() < COLUMNS {
            services.push(service);
        }
    }
    let columns: Vec<UsedColumn> = services
        .iter()
        .enumerate()
        .map(|(column, service)| UsedColumn {
            service: (*service).to_owned(),
            unit: unit(certificates, used, service, &months),
            unit_field: format!("used_unit_{column}"),
        })
        .collect();
    let rows = months.iter().enumerate().map(|(row, month)| UsedRow {
        month: *month,
        cells: columns
            .iter()
            .enumerate()
            .map(|(column, of)| cell(certificates, used, (of, column), (*month, row)))
            .collect(),
    });
    let rows = rows.collect();
    (columns, rows)
}

/// What the fields of a page stand for: the last month, services and units in their order.
pub(super) fn shape(columns: &[UsedColumn], until: YearMonth) -> String {
    let of = |column: &UsedColumn| format!(" {}/{}", column.service, column.unit.map_or("", GrantedUnit::word));
    std::iter::once(until.to_string()).chain(columns.iter().map(of)).collect()
}

fn covers(grant: &Grant, month: YearMonth) -> bool {
    grant.start <= month.last_day() && month.first_day() <= grant.end
}

/// The grant of a service in a month: that which began last.
fn grant_of<'a>(
    certificates: &'a [Certificate],
    service: &str,
    month: YearMonth,
) -> Option<(&'a Certificate, &'a Grant)> {
    let all = certificates.iter().flat_map(|it| it.grants.iter().map(move |grant| (it, grant)));
    all.filter(|(_, grant)| grant.service == service && covers(grant, month)).max_by_key(|(_, grant)| grant.start)
}

/// The unit of the newest amount that was granted or told.
fn unit(certificates: &[Certificate], used: &UsedAmounts, service: &str, months: &[YearMonth]) -> Option<GrantedUnit> {
    let mut granted = months.iter().filter_map(|month| grant_of(certificates, service, *month));
    let granted = granted.find_map(|(_, grant)| GrantedUnit::of_amount(&grant.amount));
    granted.or_else(|| used.all().filter(|(_, it)| it.service == service).last().map(|(_, it)| it.unit))
}

fn cell(
    certificates: &[Certificate],
    used: &UsedAmounts,
    (of, column): (&UsedColumn, usize),
    (month, row): (YearMonth, usize),
) -> UsedCell {
    let grant = grant_of(certificates, &of.service, month);
    let told = used.of(&of.service, month);
    let number = 12 * column + row;
    let above =
        told.is_some_and(|(_, it)| granted_in(&it.granted, it.unit, month).is_some_and(|most| it.amount > most));
    UsedCell {
        service: of.service.clone(),
        unit: of.unit,
        field: format!("used_{number}"),
        was_field: format!("used_was_{number}"),
        text: told.map(|(_, it)| it.unit.field(it.amount)).unwrap_or_default(),
        granted: grant.map(|(_, grant)| grant.amount.clone()),
        above,
        column,
        month,
        certificate: grant.map(|(certificate, _)| certificate.id),
        fact: told.map(|(fact, _)| fact.id),
        by: told.map(|(fact, _)| fact.by()).unwrap_or_default(),
    }
}

fn history(used: &UsedAmounts) -> Vec<UsedHistory> {
    let line = |fact: &Fact<UsedFact>| {
        let (told, withdrawn) = match &fact.body {
            UsedFact::Used(told) => (told.clone(), false),
            UsedFact::Withdrawn { .. } => match &used.0.find(fact.corrects?)?.body {
                UsedFact::Used(told) => (told.clone(), true),
                UsedFact::Withdrawn { .. } => return None,
            },
        };
        Some(UsedHistory { used: told, withdrawn, by: fact.by(), at: fact.recorded_at.clone() })
    };
    used.0.iter().rev().filter_map(line).take(HISTORY).collect()
}
