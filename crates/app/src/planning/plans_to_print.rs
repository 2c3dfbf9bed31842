//! The plans of the office that somebody has agreed to, as a whole office is printed.

use domain::{id::CaseId, office::Right, planning::Reception};
use store::planning_cases;

use crate::{Cx, Refusal};

/// 同意を得た計画 of an office, each with its 受付No., the oldest first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PlansToPrint {
    /// The plan as it stands was agreed to by today.
    pub agreed: Vec<(CaseId, Reception)>,
    /// Mended since: nobody has agreed to the plan as it stands.
    pub mended: Vec<Reception>,
}

/// What there is to print today. A plan that was made elsewhere is no paper of this office.
pub fn plans_to_print(cx: &mut Cx<'_>) -> Result<PlansToPrint, Refusal> {
    cx.authorize(Right::Read)?;
    let mut found = PlansToPrint::default();
    for case in planning_cases::consented(cx.tx, cx.actor.office)? {
        if case.standing_consent().is_some_and(|(_, consent)| consent.agreed_on <= cx.today) {
            found.agreed.push((case.id, case.reception));
        } else if case.plan_consents().next().is_some() {
            found.mended.push(case.reception);
        }
    }
    Ok(found)
}
