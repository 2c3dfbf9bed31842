//! What was decided beside what the draft proposed: each service once, and the difference in words.

use unicode_normalization::UnicodeNormalization as _;

use super::{DecidedService, GrantDecision};
use crate::{monitoring::decided_interval::every, planning::p2_week_plan::Granted};

/// A service of the draft beside that of the decision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ComparedService {
    /// サービスの種類.
    pub service: String,
    /// The amount proposed; empty where none was.
    pub proposed: String,
    /// The amount decided; empty where none was.
    pub decided: String,
    /// How the two differ.
    pub difference: Difference,
}

/// How a decided service differs from the proposed one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Difference {
    /// It does not.
    Same,
    /// 支給量.
    Amount,
    /// 案にあり、決定にない.
    NotGranted,
    /// 案になく、決定にある.
    Added,
}

impl GrantDecision {
    /// Services side by side: those of the draft in its order, then what the municipality added.
    pub fn compared(&self) -> Vec<ComparedService> {
        let mut left: Vec<&DecidedService> = self.services.iter().collect();
        let mut all: Vec<ComparedService> = Vec::new();
        for proposed in &self.proposed.services {
            let own = |it: &&DecidedService| it.service == proposed.service;
            let row = left.iter().position(|it| own(it) && it.row.is_some() && it.row == proposed.row);
            let decided = row.or_else(|| left.iter().position(own)).map(|at| left.remove(at));
            all.push(ComparedService {
                service: proposed.service.clone(),
                proposed: proposed.amount.clone(),
                decided: decided.map(|it| it.amount.clone()).unwrap_or_default(),
                difference: match decided {
                    None => Difference::NotGranted,
                    Some(it) if same_amount(&it.amount, &proposed.amount) => Difference::Same,
                    Some(_) => Difference::Amount,
                },
            });
        }
        all.extend(left.into_iter().map(|added| ComparedService {
            service: added.service.clone(),
            proposed: String::new(),
            decided: added.amount.clone(),
            difference: Difference::Added,
        }));
        all
    }

    /// Every difference between decision and draft in words; none where they are the same.
    pub fn differences(&self) -> Vec<String> {
        let mut words: Vec<String> = self.compared().iter().filter_map(ComparedService::words).collect();
        if let (Some(proposed), Some(decided)) = (self.proposed.interval_months, self.interval_months)
            && proposed != decided
        {
            words.push(format!("モニタリング期間: 案は{}、決定は{}", every(proposed), every(decided)));
        }
        words
    }
}

impl ComparedService {
    /// 「居宅介護: 案は月10時間、決定は月8時間」; none where they are the same.
    pub fn words(&self) -> Option<String> {
        let said =
            |amount: &str| if amount.is_empty() { "支給量の記載なし".to_owned() } else { amount.to_owned() };
        let Self { service, proposed, decided, difference } = self;
        match difference {
            Difference::Same => None,
            Difference::Amount => Some(format!("{service}: 案は{}、決定は{}", said(proposed), said(decided))),
            Difference::NotGranted => Some(format!("{service}: 案にあり、決定にありません")),
            Difference::Added => Some(format!("{service}: 案になく、決定にあります（{}）", said(decided))),
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
