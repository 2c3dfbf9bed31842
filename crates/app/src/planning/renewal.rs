//! 更新 beside its pages: the reports of the term, how what is typed stands to the plan that is replaced, what a renewal is not
//! finished without.

use domain::{
    id::CaseId,
    office::Right,
    planning::{
        CaseKind, CaseText as _, PlanningCase,
        p1_review::{Review, TermReport, reports_of_term},
        p2_draft::PlanDraft,
        renewal::{self, NeedOffer},
    },
};
use law::LawBook;
use store::rounds;

use super::{
    record::{load, replaced},
    working_text::as_it_stands,
};
use crate::{Cx, Reason, Refusal, law_book};

/// Beside a draft or plan that follows an older one.
#[derive(Clone, Debug)]
pub struct RenewalSide {
    /// Whether it is a 更新, and asks what a renewal asks.
    pub renews: bool,
    /// The plan that is replaced; none where it was made elsewhere.
    pub was: Option<PlanDraft>,
    /// 振り返り as it stands, being written or finished.
    pub review: Option<Review>,
    law: &'static LawBook,
}

/// How a plan stands to the one it replaces.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct AgainstLast {
    /// Whether it is a 更新.
    pub renews: bool,
    /// Of each need, whether its goal is one of the older plan's; empty where nobody is asked why.
    pub kept_goals: Vec<bool>,
    /// The services whose kind or amount differs, in words; none where that cannot be said, and of a change, which says it itself.
    pub changes: Option<Vec<String>>,
    /// Whether the two say the same in everything.
    pub same: bool,
    /// What the review found that has no row yet.
    pub offers: Vec<NeedOffer>,
    /// これまでのサービスの効果 as the review has it, where the plan says nothing yet.
    pub effect: Option<String>,
    /// 種類・量を変更する必要がない理由, likewise.
    pub unchanged_reason: Option<String>,
}

impl RenewalSide {
    /// What is to be told of a plan as it is typed.
    pub fn told(&self, typed: &PlanDraft) -> AgainstLast {
        let review = self.review.as_ref();
        let missing = |typed: &str, known: Option<String>| known.filter(|known| typed.is_empty() && !known.is_empty());
        let kept_goals = self.was.as_ref().filter(|_| self.renews).map(|was| renewal::kept_goals(was, typed));
        AgainstLast {
            renews: self.renews,
            kept_goals: kept_goals.unwrap_or_default(),
            changes: self.was.as_ref().filter(|_| self.renews).map(|was| renewal::changes(self.law, was, typed)),
            same: self.renews && self.was.as_ref().is_some_and(|was| renewal::says_the_same(was, typed)),
            offers: review.map(|it| renewal::need_offers(self.was.as_ref(), it, typed)).unwrap_or_default(),
            effect: missing(&typed.effect, review.map(Review::effect_for_plan)),
            unchanged_reason: missing(
                &typed.unchanged_reason,
                review.and_then(Review::reason_of_no_change).map(str::to_owned),
            ),
        }
    }
}

/// The plan that a case replaces and its review; none for a first plan.
pub fn renewal_side(cx: &mut Cx<'_>, id: CaseId) -> Result<Option<RenewalSide>, Refusal> {
    cx.authorize(Right::Read)?;
    let case = load(cx, id)?;
    if case.kind == CaseKind::New {
        return Ok(None);
    }
    let last = replaced(cx, &case)?;
    Ok(Some(RenewalSide {
        renews: case.kind == CaseKind::Renewal,
        was: last.as_ref().and_then(PlanDraft::of_last).map(|(_, plan)| plan.clone()),
        review: as_it_stands::<Review>(cx, &case)?,
        law: law_book()?,
    }))
}

/// The reports of the term that a case looks back on, the newest first: since the consent to the plan that is replaced, and until that
/// to its own.
pub fn term_reports(cx: &mut Cx<'_>, id: CaseId) -> Result<Vec<TermReport>, Refusal> {
    cx.authorize(Right::Read)?;
    let case = load(cx, id)?;
    let last = replaced(cx, &case)?;
    reports(cx, &case, last.as_ref())
}

pub(super) fn reports(
    cx: &mut Cx<'_>,
    case: &PlanningCase,
    last: Option<&PlanningCase>,
) -> Result<Vec<TermReport>, Refusal> {
    let agreed = |case: &PlanningCase| case.plan_consents().next().map(|(_, consent)| consent.agreed_on);
    let all = rounds::of_client(cx.tx, cx.actor.office, case.client)?;
    Ok(reports_of_term(&all, case.service, (last.and_then(agreed), agreed(case))))
}

/// Why a draft or plan of a renewal is not finished yet, beside what every draft needs.
pub(super) fn refuse(cx: &mut Cx<'_>, case: &PlanningCase, plan: &PlanDraft) -> Result<Vec<Reason>, Refusal> {
    if case.kind != CaseKind::Renewal {
        return Ok(Vec::new());
    }
    let last = replaced(cx, case)?;
    let was = last.as_ref().and_then(PlanDraft::of_last).map(|(_, plan)| plan);
    let review = case.text::<Review>().map(|(_, text)| text);
    Ok(renewal::problems(law_book()?, was, review, plan).into_iter().map(Reason::from).collect())
}
