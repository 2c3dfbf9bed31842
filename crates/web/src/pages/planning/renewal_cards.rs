//! A recorded review as its page shows it.

use domain::planning::p1_review::{Finding, FindingKind, Review};

use super::proposal_cards::{Lines, each};
use crate::pages::monitoring::fact_card::some_day;

/// これまでの計画の振り返り.
pub(super) fn review_lines(it: &Review) -> Lines {
    let said = |finding: &Finding| match finding.from {
        Some(from) => format!("{}（{}から）", finding.words, from.words()),
        None => finding.words.clone(),
    };
    let found = |kind: FindingKind| (kind.label(), each(&it.of(kind).cloned().collect::<Vec<_>>(), said));
    let mut lines = vec![("振り返りをまとめた日", some_day(it.written_on))];
    lines.extend(FindingKind::ALL.iter().map(|kind| found(*kind)));
    lines.extend([
        ("希望・展望", it.outlook.clone()),
        ("効果の評価", it.effect.clone()),
        ("サービスの種類・量", it.services.map(|it| it.label().to_owned()).unwrap_or_default()),
        ("種類・量を変更する必要がない理由", it.reason_of_no_change().unwrap_or_default().to_owned()),
    ]);
    lines
}
