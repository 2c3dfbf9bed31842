//! The lines as the page shows them: what is recorded, what is open, what was used.

use app::monitoring::{CheckLine, LineService, UsedPoint};
use domain::monitoring::Fact;

use super::read::{corrects, line_is_typed};
use crate::{
    Form,
    form::rows::{CHECKS, USED},
    pages::monitoring::{Frame, fact_card::FactCard},
};

/// A line.
pub(super) struct Line {
    /// Its number, from 0.
    pub(super) row: usize,
    /// Who; empty for the last line, in which somebody else can be named.
    pub(super) name: String,
    /// The provider's page, telephone and person.
    pub(super) contact: Option<Contact>,
    /// 「居宅介護」.
    pub(super) services: String,
    /// What is recorded already, with the address that corrects it.
    pub(super) cards: Vec<(FactCard, String)>,
    /// Whether its fields are shown.
    pub(super) is_open: bool,
    /// Whether the fields correct what is recorded: the focus goes there.
    pub(super) corrects: bool,
    /// 済, まだ, 確認しなかった.
    pub(super) state: State,
    /// Its amounts.
    pub(super) used: Vec<Used>,
    /// The names of its fields.
    pub(super) names: Names,
}

/// How a line stands.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum State {
    /// 済.
    In,
    /// 確認しなかった.
    Excused,
    /// まだ.
    Open,
}

/// Where a provider is reached.
pub(super) struct Contact {
    pub(super) href: String,
    pub(super) phone: String,
    pub(super) person: String,
}

/// The names of a line's fields.
pub(super) struct Names {
    pub(super) provider: String,
    pub(super) date: String,
    pub(super) means: String,
    pub(super) finding: String,
    pub(super) not_checked: String,
    pub(super) on_site: String,
    pub(super) corrects: String,
}

/// An amount of a line.
pub(super) struct Used {
    /// Its number among the amounts; none where no unit is known.
    pub(super) at: Option<usize>,
    pub(super) field: String,
    pub(super) was_field: String,
    pub(super) service_field: String,
    pub(super) of_field: String,
    pub(super) service: String,
    /// 「時間」.
    pub(super) unit: &'static str,
    pub(super) granted: String,
    /// The months of the term; empty where nothing is told of any.
    pub(super) trend: Vec<Point>,
}

/// A month of the trend: 「10月」, 「62時間（77％）」.
pub(super) struct Point {
    pub(super) month: String,
    pub(super) words: String,
    /// Of 支給量, in percent, at most 100; none where it is unknown.
    pub(super) share: Option<u32>,
}

impl Line {
    /// Every line of the form.
    pub(super) fn all(frame: &Frame, form: &Form) -> Vec<Self> {
        (0..CHECKS.count(form)).map(|row| Self::of(frame, form, row)).collect()
    }

    /// Whether it is the line in which somebody else can be named.
    pub(super) fn is_free(&self) -> bool {
        self.name.is_empty()
    }

    fn of(frame: &Frame, form: &Form, row: usize) -> Self {
        let names = Names::of(row);
        let typed_name = form.value(&names.provider);
        let known = frame.view.checks.lines.iter().find(|line| line.provider.name == typed_name);
        let own: Vec<_> = frame
            .view
            .round
            .service_checks()
            .filter(|(_, check)| known.map_or(check.provider == typed_name, |line| check.of().is(&line.provider)))
            .collect();
        let corrects = corrects(form, row);
        let state = match own.last() {
            None => State::Open,
            Some(_) if own.iter().all(|(_, check)| check.is_excused()) => State::Excused,
            Some(_) => State::In,
        };
        let shown = own.iter().filter(|(fact, _)| Some(fact.id) != corrects);
        let href = |fact: &Fact| format!("{}#{}", frame.correction(&fact.id), names.finding);
        let cards = shown.map(|(fact, _)| (card(fact), href(fact)));
        Self {
            row,
            name: known.map(|line| line.provider.name.clone()).unwrap_or_default(),
            contact: known.and_then(Contact::of),
            services: services(known),
            is_open: frame.may_record() && (own.is_empty() || line_is_typed(form, row)),
            corrects: corrects.is_some(),
            cards: cards.collect(),
            used: known.map(|line| used(form, row, line)).unwrap_or_default(),
            state,
            names,
        }
    }
}

/// What was recorded; whose line it is stands beside it.
fn card(fact: &Fact) -> FactCard {
    let mut card = FactCard::of(fact);
    card.lines.retain(|(label, _)| *label != "サービス提供事業所");
    card
}

impl State {
    pub(super) fn words(self) -> &'static str {
        match self {
            Self::In => "● 済",
            Self::Excused => "– 確認しなかった",
            Self::Open => "○ まだ",
        }
    }
}

impl Names {
    fn of(row: usize) -> Self {
        let name = |field: &str| CHECKS.field(field, row);
        Self {
            provider: name("provider"),
            date: name("date"),
            means: name("means"),
            finding: name("finding"),
            not_checked: name("not_checked"),
            on_site: name("on_site"),
            corrects: name("corrects"),
        }
    }
}

impl Contact {
    fn of(line: &CheckLine) -> Option<Self> {
        let provider = line.registered.as_ref()?;
        let (phone, person) = (provider.phone.clone(), provider.person.clone());
        Some(Self { href: format!("/providers/{}", provider.id), phone, person })
    }
}

fn services(line: Option<&CheckLine>) -> String {
    line.map(|line| line.services.iter().map(|it| it.service.as_str()).collect::<Vec<_>>().join("、"))
        .unwrap_or_default()
}

fn used(form: &Form, row: usize, line: &CheckLine) -> Vec<Used> {
    let at = |service: &LineService| {
        let own = |at: &usize| {
            form.value(&USED.field("used_service", *at)) == service.service
                && form.value(&USED.field("used_of", *at)) == row.to_string()
        };
        (0..USED.count(form)).find(own)
    };
    let granted = line.services.iter().filter(|service| !service.granted.is_empty() || service.unit.is_some());
    granted
        .map(|service| {
            let at = at(service).filter(|_| service.unit.is_some());
            let told = service.trend.iter().any(|point| point.used.is_some());
            let name = |field: &str| USED.field(field, at.unwrap_or_default());
            Used {
                at,
                field: name("used"),
                was_field: name("used_was"),
                service_field: name("used_service"),
                of_field: name("used_of"),
                service: service.service.clone(),
                unit: service.unit.map_or("", domain::planning::p2_week_plan::GrantedUnit::label),
                granted: service.granted.clone(),
                trend: if told { service.trend.iter().map(point).collect() } else { Vec::new() },
            }
        })
        .collect()
}

fn point(point: &UsedPoint) -> Point {
    let share = point.percent.map(|percent| format!("（{percent}％）")).unwrap_or_default();
    Point {
        month: format!("{}月", point.month.month()),
        words: point.used.as_ref().map_or_else(|| "不明".to_owned(), |used| format!("{used}{share}")),
        share: point.percent.map(|percent| percent.min(100)),
    }
}
