//! 更新: how the next plan stands to the one it replaces. A renewal makes a real new version: goals that go on say why, and that
//! 種類・量 stay is said with its reason.

use law::LawBook;

use super::{
    SinceLast,
    p1_review::{FindingKind, Review},
    p2_draft::{GoalPrompts, NeedRow, PlanDraft},
    service_use::changed_services,
};
use crate::{monitoring::check::Problem, text::alike};

/// A need that the review found and the draft does not have yet.
#[derive(Clone, Debug, PartialEq)]
pub struct NeedOffer {
    /// Under which heading it was found.
    pub kind: FindingKind,
    /// The row as it would begin: the one of the older plan where it had one.
    pub row: NeedRow,
}

/// Of each need, whether its goal says what a goal of the older plan says.
pub fn kept_goals(was: &PlanDraft, now: &PlanDraft) -> Vec<bool> {
    let kept = |need: &NeedRow| !need.goal.trim().is_empty() && was.needs.iter().any(|it| alike(&it.goal, &need.goal));
    now.needs.iter().map(kept).collect()
}

/// Whether two plans say the same in everything but their days and what only the newer one is asked.
pub fn says_the_same(was: &PlanDraft, now: &PlanDraft) -> bool {
    let bare = |plan: &PlanDraft| {
        let needs = plan.needs.iter().map(|need| NeedRow { kept_reason: String::new(), ..need.clone() }).collect();
        PlanDraft {
            written_on: None,
            valid_until: None,
            neutrality: None,
            effect: String::new(),
            unchanged_reason: String::new(),
            prompts: GoalPrompts::default(),
            since_last: SinceLast::default(),
            needs,
            ..plan.clone()
        }
    };
    bare(was) == bare(now)
}

/// What a draft or plan of a renewal may not be finished without, beside what every draft needs.
pub fn problems(law: &LawBook, was: Option<&PlanDraft>, review: Option<&Review>, now: &PlanDraft) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut refuse = |field: &str, sentence: String| problems.push(Problem { field: field.to_owned(), sentence });
    if now.effect.trim().is_empty() && (was.is_some() || review.is_some()) {
        refuse("effect", "これまでのサービスの効果を書いてください（振り返りの「効果の評価」）".to_owned());
    }
    let reason = !now.unchanged_reason.trim().is_empty();
    let missing = || "サービスの種類・量を変更する必要がない理由を書いてください".to_owned();
    match was {
        Some(was) => {
            let changed: Vec<String> = changes(law, was, now);
            if changed.is_empty() && !reason {
                refuse("unchanged_reason", missing());
            }
            if !changed.is_empty() && reason {
                let sentence = format!(
                    "サービスの種類・量が前の計画と違います（{}）。変更する必要がない理由を消すか、援助内容を前の計画と同じにしてください",
                    changed.join("、")
                );
                refuse("unchanged_reason", sentence);
            }
            for (row, _) in kept_goals(was, now).into_iter().enumerate().filter(|(_, kept)| *kept) {
                if now.needs.get(row).is_some_and(|need| need.kept_reason.trim().is_empty()) {
                    let sentence = format!("{}行目の目標は前の計画と同じです。続ける理由を書いてください", row + 1);
                    refuse(&format!("need_kept_{row}"), sentence);
                }
            }
        }
        None if review.is_some_and(|it| it.reason_of_no_change().is_some()) && !reason => {
            refuse("unchanged_reason", missing());
        }
        None => {}
    }
    problems
}

/// The services whose kind or amount differs from the older plan, in words.
pub fn changes(law: &LawBook, was: &PlanDraft, now: &PlanDraft) -> Vec<String> {
    changed_services(law, was, now).iter().filter_map(|it| it.words("前の計画", "この計画")).collect()
}

/// Unmet goals and new issues of the review that the draft has no row for.
pub fn need_offers(was: Option<&PlanDraft>, review: &Review, now: &PlanDraft) -> Vec<NeedOffer> {
    let found = [FindingKind::Unmet, FindingKind::Issue].into_iter().flat_map(|kind| review.of(kind));
    let offer = |it: &super::p1_review::Finding| {
        let of_plan = it.from.and_then(|from| from.plan_row).filter(|_| it.kind == FindingKind::Unmet);
        let older = of_plan.and_then(|id| was?.needs.iter().find(|need| need.id == Some(id)));
        let typed = || NeedRow { need: it.words.clone(), ..NeedRow::default() };
        NeedOffer { kind: it.kind, row: older.cloned().unwrap_or_else(typed) }
    };
    let there = |row: &NeedRow| {
        let same = |need: &NeedRow| (row.id.is_some() && need.id == row.id) || alike(&need.need, &row.need);
        now.needs.iter().any(same)
    };
    let mut offers: Vec<NeedOffer> = Vec::new();
    for one in found.map(offer).filter(|it| !there(&it.row)) {
        if !offers.iter().any(|it| it.row == one.row) {
            offers.push(one);
        }
    }
    offers
}
