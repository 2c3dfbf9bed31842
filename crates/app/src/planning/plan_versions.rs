//! 計画の版: every version that was finished, and two of them side by side. None is ever overwritten.

use calendar::Date;
use domain::{
    id::{CaseId, FactId},
    office::Right,
    planning::{
        CaseText as _, PlanningCase,
        p2_draft::{NeedRow, PlanDraft, ServiceRow},
        p5_plan::Plan,
        p5_plan_changes::{RowChange, need_changes, service_changes},
    },
};

use super::{case_view::CaseView, record::load, working_text::text_view};
use crate::{Cx, Refusal, law_book};

/// A draft or a plan that was finished.
#[derive(Clone, Debug)]
pub struct PlanVersion {
    /// The fact.
    pub id: FactId,
    /// None for the draft; else it counts the plans from 1.
    pub number: Option<usize>,
    /// Who finished it.
    pub by: String,
    /// When (UTC).
    pub at: String,
    /// Whether it is the one that stands.
    pub stands: bool,
    /// The day of the consent to it.
    pub agreed_on: Option<Date>,
    /// What it says.
    pub text: PlanDraft,
}

/// The versions and two of them compared.
#[derive(Clone, Debug)]
pub struct PlanVersions {
    /// The draft that the latest plan was made from, then the plans, the oldest first.
    pub all: Vec<PlanVersion>,
    /// The older of the two.
    pub was: Option<PlanVersion>,
    /// The newer; none while no plan is finished.
    pub now: Option<PlanVersion>,
    /// The needs of the two.
    pub needs: Vec<RowChange<NeedRow>>,
    /// The services of the two.
    pub services: Vec<RowChange<ServiceRow>>,
}

impl PlanVersions {
    fn of(all: Vec<PlanVersion>, was: Option<PlanVersion>, now: Option<PlanVersion>) -> Self {
        let (needs, services) = match (&was, &now) {
            (Some(was), Some(now)) => (need_changes(&was.text, &now.text), service_changes(&was.text, &now.text)),
            _ => (Vec::new(), Vec::new()),
        };
        Self { all, was, now, needs, services }
    }

    /// What is typed beside the draft it was made from.
    pub fn typed(&self, typed: &PlanDraft) -> (Vec<RowChange<NeedRow>>, Vec<RowChange<ServiceRow>>) {
        match self.all.first().filter(|version| version.number.is_none()) {
            Some(draft) => (need_changes(&draft.text, typed), service_changes(&draft.text, typed)),
            None => (Vec::new(), Vec::new()),
        }
    }
}

/// The versions of a case's plan, these two compared; without a choice the latest with the one before it.
pub fn plan_versions(
    cx: &mut Cx<'_>,
    id: CaseId,
    (was, now): (Option<FactId>, Option<FactId>),
) -> Result<PlanVersions, Refusal> {
    cx.authorize(Right::Read)?;
    let case = load(cx, id)?;
    let made_from = text_view::<Plan>(cx, id)?.start().made_from;
    let all = versions(&case, made_from);
    let last = all.iter().rposition(|version| version.number.is_some());
    let place = |id: Option<FactId>| all.iter().position(|version| Some(version.id) == id);
    let now = place(now).or(last);
    let was = place(was).or_else(|| now.and_then(|now| now.checked_sub(1)));
    let get = |place: Option<usize>| place.and_then(|place| all.get(place)).cloned();
    let (was, now) = (get(was), get(now));
    Ok(PlanVersions::of(all, was, now))
}

fn versions(case: &PlanningCase, made_from: Option<FactId>) -> Vec<PlanVersion> {
    let drafted = made_from.and_then(|id| case.facts.find(id));
    let draft = drafted.and_then(|fact| {
        Some(PlanVersion {
            id: fact.id,
            number: None,
            by: fact.by(),
            at: fact.recorded_at.clone(),
            stands: case.facts.stands(fact),
            agreed_on: case.draft_consent().map(|consent| consent.agreed_on),
            text: PlanDraft::of_fact(&fact.body)?.clone(),
        })
    });
    let plans = case.plan_versions().into_iter().enumerate().map(|(place, (fact, plan))| PlanVersion {
        id: fact.id,
        number: Some(place + 1),
        by: fact.by(),
        at: fact.recorded_at.clone(),
        stands: case.facts.stands(fact),
        agreed_on: case.plan_consents().filter(|(_, it)| it.plan == fact.id).last().map(|(_, it)| it.agreed_on),
        text: plan.text.clone(),
    });
    draft.into_iter().chain(plans).collect()
}

impl CaseView {
    /// What is typed otherwise than it was decided, in sentences.
    pub fn unlike_decision(&self, typed: &PlanDraft) -> Vec<String> {
        law_book().map(|law| self.case.unlike_decision(law, typed)).unwrap_or_default()
    }

    /// 印刷上の作成日 of the plan, where it is another day than that of the consent.
    pub fn printed_otherwise(&self) -> Option<(Date, Date)> {
        let (_, plan) = self.case.text::<Plan>()?;
        let (_, consent) = self.case.standing_consent()?;
        let printed = plan.text.written_on?;
        (printed != consent.agreed_on).then_some((printed, consent.agreed_on))
    }
}
