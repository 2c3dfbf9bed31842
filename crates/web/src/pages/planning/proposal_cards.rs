//! Recorded proposals as their pages show them: every field of a draft, a week, a proposed interval, in words.

use calendar::{clock, wareki};
use domain::{
    monitoring::decided_interval::every,
    planning::{
        SinceLast,
        p2_draft::{NeedRow, PlanDraft, ServiceRow},
        p2_draft_consent::DraftConsent,
        p2_interval::IntervalProposal,
        p2_neutrality::{NeutralityAcceptance, NeutralityCheck},
        p2_ward_consultation::WardConsultation,
        p2_week_plan::{Every, WeekEntry, WeekPlan},
    },
    text::yen,
};

use super::cards::joined;
use crate::pages::monitoring::fact_card::{day, some_day};

pub(super) type Lines = Vec<(&'static str, String)>;

pub(super) fn each<T>(rows: &[T], line: impl Fn(&T) -> String) -> String {
    rows.iter().enumerate().map(|(row, it)| format!("{}. {}", row + 1, line(it))).collect::<Vec<_>>().join("\n")
}

fn term(goal: &str, term: &str) -> String {
    if term.is_empty() { goal.to_owned() } else { format!("{goal}（{term}）") }
}

/// 区役所・支所への相談.
pub(super) fn ward_lines(it: &WardConsultation) -> Lines {
    vec![
        ("相談した日", day(it.consulted_on)),
        ("区役所・支所", joined(&[&it.to, &it.person])),
        ("手段", it.channel.label().to_owned()),
        ("検討した対応", it.options.clone()),
        ("相談したこと", it.asked.clone()),
        ("回答・助言", it.answer.clone()),
        ("確認した作成月日", some_day(it.plan_day)),
    ]
}

/// Why a text of a change stays as it was; empty where nobody said so.
fn stays(it: &SinceLast) -> String {
    if it.stays { it.stays_because.clone() } else { String::new() }
}

/// 計画案.
pub(super) fn draft_lines(it: &PlanDraft) -> Lines {
    let costs = it.costs();
    let money = |amount: i64| if amount == 0 { String::new() } else { yen(amount) };
    let steps = each(&it.prompts.steps, |step| format!("{}までに・{}が・{}", step.by_when, step.who, step.what));
    vec![
        ("作成日", some_day(it.written_on)),
        ("利用者の希望する生活", it.wishes.clone()),
        ("家族の希望する生活", it.family_wishes.clone()),
        ("総合的な援助の方針", it.policy.clone()),
        ("これまでのサービスの効果", it.effect.clone()),
        ("種類・量を変更する必要がない理由", it.unchanged_reason.clone()),
        ("将来の夢", it.prompts.dream.clone()),
        ("夢を実現するために今すること", it.prompts.now.clone()),
        ("どんな風になりたいか", it.prompts.like.clone()),
        ("そう思った理由", it.prompts.why.clone()),
        ("いつまでに・誰が・何を", steps),
        ("長期目標", term(&it.long_goal, &it.long_goal_term)),
        ("短期目標", term(&it.short_goal, &it.short_goal_term)),
        ("課題と目標", each(&it.needs, need_line)),
        ("援助内容", each(&it.services, service_line)),
        ("サービス費用（月）", money(costs.services)),
        ("自己負担額（月）", money(costs.own_burden)),
        ("有効期間", it.valid_until.map(|until| format!("{}まで", day(until))).unwrap_or_default()),
        ("備考", it.notes.clone()),
        ("変更不要の理由", stays(&it.since_last)),
        ("兼務の確認", it.neutrality.as_ref().map(check_line).unwrap_or_default()),
    ]
}

pub(super) fn need_line(it: &NeedRow) -> String {
    let said = |word: &str, text: &str| if text.is_empty() { String::new() } else { format!("{word}: {text}") };
    joined(&[
        &it.need,
        &said("強み", &it.strength),
        &said("目標", &term(&it.goal, &it.due)),
        &said("モニタリング項目", &it.item),
        &said("本人の役割", &it.own_part),
        &said("評価時期", &it.review),
        &said("留意事項", &it.notes),
        &said("続ける理由", &it.kept_reason),
    ])
}

pub(super) fn service_line(it: &ServiceRow) -> String {
    let times = it.unit_price.zip(it.times).map(|(price, times)| format!("{}×{times}回", yen(price)));
    let own = it.own_burden.map(|own| format!("自己負担{}", yen(own)));
    joined(&[
        &it.kind,
        &it.content,
        &it.amount,
        &it.often,
        &it.provider,
        &it.person,
        &times.unwrap_or_default(),
        &own.unwrap_or_default(),
    ])
}

fn check_line(it: &NeutralityCheck) -> String {
    let who = if it.specialist_name.is_empty() { "担当は未定" } else { &it.specialist_name };
    let grace = it.grace_until.map(|until| format!("概ね3か月の猶予は{}まで", wareki::short(until)));
    joined(&[
        &wareki::short(it.checked_on),
        who,
        it.task.label(),
        &format!("結果: {}", it.ground.label()),
        &it.shared.join("、"),
        &grace.unwrap_or_default(),
    ])
}

/// 週間計画.
pub(super) fn week_lines(it: &WeekPlan) -> Lines {
    vec![
        ("作成日", some_day(it.written_on)),
        ("計画開始年月", it.starts.map(wareki::month).unwrap_or_default()),
        ("週の予定", each(&it.entries, entry_line)),
        ("主な日常生活上の活動", it.daily_life.clone()),
        ("週単位以外のサービス", it.outside_week.clone()),
        ("全体像", it.whole_life.clone()),
        ("備考", it.notes.clone()),
        ("変更不要の理由", stays(&it.since_last)),
    ]
}

fn entry_line(it: &WeekEntry) -> String {
    let days: String = it.days.iter().map(|day| day.label()).collect::<Vec<_>>().join("・");
    let times = it.from.zip(it.to).map(|(from, to)| {
        let next = if it.over_midnight { "翌日" } else { "" };
        format!("{}〜{next}{}", clock(from), clock(to))
    });
    let every = if it.every == Every::OtherWeek { it.every.label() } else { "" };
    joined(&[&days, &times.unwrap_or_default(), every, &it.what, &it.who])
}

/// モニタリング期間の提案.
pub(super) fn interval_lines(it: &IntervalProposal) -> Lines {
    let mut lines = vec![
        ("提案する期間", it.interval_months.map(every).unwrap_or_default()),
        ("利用を始める予定の日", some_day(it.use_from)),
        ("集中的な支援", it.intensive.iter().map(|ground| ground.label()).collect::<Vec<_>>().join("\n")),
        (
            "短い期間が望ましい理由",
            it.shorter_grounds.iter().map(|ground| ground.label()).collect::<Vec<_>>().join("\n"),
        ),
        ("期間の理由", it.reason.clone()),
    ];
    lines.extend(it.considered.iter().map(|considered| (considered.item.label(), considered.text.clone())));
    lines
}

/// やむを得ない場合.
pub(super) fn acceptance_lines(it: &NeutralityAcceptance) -> Lines {
    vec![
        ("やむを得ない場合", it.exception.label().to_owned()),
        ("理由", it.reason.clone()),
        ("認めた人", it.accepted_by.clone()),
        ("認めた日", day(it.accepted_on)),
    ]
}

/// 計画案への同意.
pub(super) fn consent_lines(it: &DraftConsent) -> Lines {
    vec![
        ("同意の日付", day(it.agreed_on)),
        ("署名", it.signer.clone()),
        ("署名したのは", it.relation.label().to_owned()),
        ("続柄・理由", it.relation_note.clone()),
        ("計画案を渡した日", it.handed_on.map(day).unwrap_or_else(|| "まだ渡していません".to_owned())),
    ]
}
