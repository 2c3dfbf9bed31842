//! 計画の同意の日で失う報酬: told before anybody signs. The one judge is asked with the plan and without it; what it refuses only with
//! the plan is lost.

use calendar::Date;
use law::LawBook;

use super::claimable::{Candidate, ClientFile, Part, PartJudgement, Subject, judge};
use crate::planning::p5_consent::ConsentedPlan;

/// A fee that is lost with a plan of that day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlanLoss {
    /// Whether it is the plan's own fee; else a monitoring's.
    pub own: bool,
    /// Day of the visit, or of the plan.
    pub on: Option<Date>,
    /// Why, in a sentence.
    pub sentence: String,
}

/// The fees that are lost when the plan is agreed to as it says, everything else that it needs being done.
pub fn plan_losses(book: &LawBook, file: &ClientFile<'_>, plan: &ConsentedPlan) -> Vec<PlanLoss> {
    let others: Vec<ConsentedPlan> = file.plans.iter().filter(|it| it.case() != plan.case()).cloned().collect();
    let without = judge(book, &ClientFile { plans: &others, ..*file });
    let plans: Vec<ConsentedPlan> = others.iter().cloned().chain([plan.clone().at_best()]).collect();
    let with = judge(book, &ClientFile { plans: &plans, ..*file });
    let subject = plan.certificate().map_or(Subject::Case(plan.case()), Subject::Plan);
    let refused_before = |part: &Part| refusal(parts(&without).find(|it| it.subject == part.subject)).is_some();
    let lost = |part: &Part| {
        let own = part.subject == subject;
        let sentence = refusal(Some(part)).filter(|_| own || !refused_before(part))?;
        Some(PlanLoss { own, on: part.done_on, sentence: sentence.to_owned() })
    };
    parts(&with).filter_map(lost).collect()
}

fn parts(candidates: &[Candidate]) -> impl Iterator<Item = &Part> {
    candidates.iter().flat_map(|candidate| &candidate.parts)
}

fn refusal(part: Option<&Part>) -> Option<&str> {
    match &part?.judgement {
        PartJudgement::Refused(obstacle) => Some(&obstacle.sentence),
        _ => None,
    }
}
