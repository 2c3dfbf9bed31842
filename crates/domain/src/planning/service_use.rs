//! サービスの種類・量, side by side: what a decision granted of a draft, and what the next plan keeps of the one before it. Only what
//! the law grants is compared; other help comes and goes without a decision.

use law::LawBook;
use unicode_normalization::UnicodeNormalization as _;

use super::{p2_draft::PlanDraft, p2_week_plan::Granted, p3_decision::DecidedService};

/// A service of two lists.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ComparedService {
    /// サービスの種類.
    pub service: String,
    /// Its amount in the first list; empty where it has none.
    pub was: String,
    /// Its amount in the second.
    pub now: String,
    /// How the two differ.
    pub difference: Difference,
}

/// How a service of the second list differs from that of the first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Difference {
    /// It does not.
    Same,
    /// 支給量.
    Amount,
    /// It is not in the second.
    Gone,
    /// It is not in the first.
    Added,
}

/// The services that a draft or plan asks the municipality for, by the names of the law.
pub fn asked_services(law: &LawBook, draft: &PlanDraft) -> Vec<DecidedService> {
    let granted = |kind: &str| law.services().find(kind).filter(|kind| !kind.is_group()).map(|kind| kind.name.clone());
    let asked = |row: &super::p2_draft::ServiceRow| {
        Some(DecidedService { row: row.id, service: granted(&row.kind)?, amount: row.amount.clone() })
    };
    draft.services.iter().filter_map(asked).collect()
}

/// Services side by side: those of the first list in its order, then what the second adds. A service is found by its row, else by
/// its kind.
pub fn compared_services(was: &[DecidedService], now: &[DecidedService]) -> Vec<ComparedService> {
    let mut left: Vec<&DecidedService> = now.iter().collect();
    // A row that goes on is nobody else's; of those without one, the same amount goes first.
    let mut partners: Vec<Option<&DecidedService>> = vec![None; was.len()];
    let ways: [fn(&DecidedService, &DecidedService) -> bool; 3] = [
        |one, other| one.row.is_some() && one.row == other.row,
        |one, other| same_amount(&one.amount, &other.amount),
        |_, _| true,
    ];
    for found in ways {
        for (before, partner) in was.iter().zip(&mut partners).filter(|(_, partner)| partner.is_none()) {
            let at = left.iter().position(|it| it.service == before.service && found(before, it));
            *partner = at.map(|at| left.remove(at));
        }
    }
    let gone_on = was.iter().zip(partners).map(|(before, after)| ComparedService {
        service: before.service.clone(),
        was: before.amount.clone(),
        now: after.map(|it| it.amount.clone()).unwrap_or_default(),
        difference: match after {
            None => Difference::Gone,
            Some(it) if same_amount(&it.amount, &before.amount) => Difference::Same,
            Some(_) => Difference::Amount,
        },
    });
    let added = left.into_iter().map(|added| ComparedService {
        service: added.service.clone(),
        was: String::new(),
        now: added.amount.clone(),
        difference: Difference::Added,
    });
    gone_on.chain(added).collect()
}

/// The services that differ in kind or amount between a plan and the next one; none where 種類・量 are as they were.
pub fn changed_services(law: &LawBook, was: &PlanDraft, now: &PlanDraft) -> Vec<ComparedService> {
    let mut all = compared_services(&asked_services(law, was), &asked_services(law, now));
    all.retain(|it| it.difference != Difference::Same);
    all
}

impl ComparedService {
    /// 「居宅介護: 案は月10時間、決定は月8時間」, the lists named; none where they are the same.
    pub fn words(&self, first: &str, second: &str) -> Option<String> {
        let said =
            |amount: &str| if amount.is_empty() { "支給量の記載なし".to_owned() } else { amount.to_owned() };
        let Self { service, was, now, difference } = self;
        match difference {
            Difference::Same => None,
            Difference::Amount => Some(format!("{service}: {first}は{}、{second}は{}", said(was), said(now))),
            Difference::Gone => Some(format!("{service}: {first}にあり、{second}にありません")),
            Difference::Added => Some(format!("{service}: {first}になく、{second}にあります（{}）", said(now))),
        }
    }
}

/// Whether two amounts say the same: read as numbers where both can be, else letter by letter.
fn same_amount(one: &str, other: &str) -> bool {
    let folded = |amount: &str| amount.nfkc().filter(|letter| !letter.is_whitespace()).collect::<String>();
    match (Granted::read(one), Granted::read(other)) {
        (Some(one), Some(other)) => one == other,
        _ => folded(one) == folded(other),
    }
}
