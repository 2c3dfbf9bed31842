//! The guide of a change with what it needs beside the case: the plan that is replaced, the months of the certificates, the grant.

use domain::{
    client::Certificate,
    monitoring::Round,
    planning::{
        CaseKind, CaseText as _, PlanningCase,
        change_guide::{GuideBasis, GuideLine, change_guide},
        p2_draft::PlanDraft,
        p5_plan::Plan,
        service_use::{ComparedService, changed_services},
    },
};
use law::LawBook;
use store::rounds;

use crate::{Cx, Refusal, law_book};

/// The guide of a change; none for the other kinds.
pub(super) fn guide_of(
    cx: &mut Cx<'_>,
    (case, replaced): (&PlanningCase, Option<&PlanningCase>),
    (certificates, used): (&[Certificate], &[String]),
) -> Result<Option<Vec<GuideLine>>, Refusal> {
    if case.kind != CaseKind::Change {
        return Ok(None);
    }
    let rounds = rounds::of_client(cx.tx, cx.actor.office, case.client)?;
    let own =
        |round: &&Round| round.scheduled && round.service == case.service && round.municipality == case.municipality;
    let months: Vec<_> = rounds.iter().filter(own).map(|round| round.month).collect();
    let changes = changes(law_book()?, case, replaced);
    let basis = GuideBasis {
        today: cx.today,
        changes: changes.as_deref(),
        grant_from: grant_from(case, certificates),
        used,
        months: &months,
    };
    Ok(change_guide(case, &basis))
}

/// The first day of the grant that was decided, once its certificate is entered.
pub(super) fn grant_from(case: &PlanningCase, certificates: &[Certificate]) -> Option<calendar::Date> {
    let id = case.granted()?.certificate?;
    certificates.iter().find(|it| it.id == id)?.starts_on()
}

/// What differs from the replaced plan in kind or amount; none where that is not there to be compared with.
fn changes(law: &LawBook, case: &PlanningCase, replaced: Option<&PlanningCase>) -> Option<Vec<ComparedService>> {
    let (_, was) = PlanDraft::of_last(replaced?)?;
    let plan = case.text::<Plan>().map(|(_, plan)| &plan.text);
    let now = plan.or_else(|| case.text::<PlanDraft>().map(|(_, draft)| draft));
    Some(now.map(|now| changed_services(law, was, now)).unwrap_or_default())
}
