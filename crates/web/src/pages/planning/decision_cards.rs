//! Recorded hand-ins, decisions and 連絡調整 as their pages show them.

use domain::{
    monitoring::decided_interval::every,
    planning::{
        p3_coordination::Coordination,
        p3_decision::{GrantDecision, Outcome},
        p3_hand_in::{HandIn, HandInPaper},
    },
};

use super::cards::joined;
use crate::pages::monitoring::fact_card::{day, some_day};

type Lines = Vec<(&'static str, String)>;

/// 計画案の提出.
pub(super) fn hand_in_lines(it: &HandIn) -> Lines {
    let papers = |papers: &[HandInPaper]| papers.iter().map(|paper| paper.label()).collect::<Vec<_>>().join("、");
    vec![
        ("提出日", day(it.handed_on)),
        ("提出した書類", papers(&it.papers)),
        ("求められない書類", papers(&it.not_asked)),
        ("提出先", it.to.clone()),
        ("提出した人", joined(&[it.by.label(), &it.by_name])),
        ("提出方法", it.means.label().to_owned()),
        ("備考", it.note.clone()),
    ]
}

/// 支給決定.
pub(super) fn decision_lines(it: &GrantDecision) -> Lines {
    let services = it.services.iter().map(|one| joined(&[&one.service, &one.amount]));
    let certificate = match (it.outcome, it.certificate) {
        (Outcome::Granted, Some(_)) => "登録済み",
        (Outcome::Granted, None) => "まだ登録していません",
        _ => "",
    };
    vec![
        ("結果", it.outcome.label().to_owned()),
        ("決定の日", day(it.decided_on)),
        ("通知の日", some_day(it.notified_on)),
        ("サービスと支給量", services.collect::<Vec<_>>().join("\n")),
        ("モニタリング期間", it.interval_months.map(every).unwrap_or_default()),
        ("理由", it.reason.clone()),
        ("本人に説明したこと", it.told.clone()),
        ("受給者証", certificate.to_owned()),
    ]
}

/// 連絡調整.
pub(super) fn coordination_lines(it: &Coordination) -> Lines {
    vec![
        ("日付", day(it.date)),
        ("事業所", joined(&[&it.provider_name, &it.person])),
        ("手段", it.channel.label().to_owned()),
        ("内容", it.content.clone()),
        ("結果", it.result.clone()),
    ]
}
