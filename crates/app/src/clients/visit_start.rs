//! What the form for a visit outside of the planned months starts from.

use domain::{
    client::{Client, ConsultationService},
    id::ClientId,
    office::Right,
};

use crate::{Cx, Refusal};

/// The client and the service that is proposed.
#[derive(Clone, Debug)]
pub struct VisitStart {
    /// The client.
    pub client: Client,
    /// That of the newest certificate; without one, 障害児相談支援 for whoever has a guardian.
    pub service: ConsultationService,
}

/// The client of the form.
pub fn visit_start(cx: &mut Cx<'_>, client: ClientId) -> Result<VisitStart, Refusal> {
    cx.authorize(Right::RecordMonitoring)?;
    let client = store::clients::find(cx.tx, cx.actor.office, client)?.ok_or(Refusal::NotFound)?;
    let newest = store::certificates::of_client(cx.tx, cx.actor.office, client.id)?.pop();
    let usual = if client.guardian.is_some() { ConsultationService::Child } else { ConsultationService::Plan };
    let service = newest.map_or(usual, |certificate| certificate.service);
    Ok(VisitStart { client, service })
}
