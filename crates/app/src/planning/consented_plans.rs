//! 同意を得た計画 of a client, as billing and the certificates ask for them.

use domain::{
    id::{CertificateId, ClientId},
    planning::{PlanningCase, p5_consent::ConsentedPlan},
};
use store::planning_cases;

use crate::{Cx, Refusal};

/// Every plan of the client that was agreed to.
pub(crate) fn consented_plans(cx: &mut Cx<'_>, client: ClientId) -> Result<Vec<ConsentedPlan>, Refusal> {
    let cases = planning_cases::consented_of_client(cx.tx, cx.actor.office, client)?;
    Ok(cases.iter().filter_map(PlanningCase::consented_plan).collect())
}

/// The one that follows the decision of this certificate.
pub(crate) fn consented_plan_of(
    cx: &mut Cx<'_>,
    client: ClientId,
    certificate: CertificateId,
) -> Result<Option<ConsentedPlan>, Refusal> {
    Ok(consented_plans(cx, client)?.into_iter().find(|plan| plan.certificate() == Some(certificate)))
}
