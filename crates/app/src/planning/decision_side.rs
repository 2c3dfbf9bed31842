//! What the pages of p3 show beside their forms: where to hand in, what the draft proposes, the certificates and providers to choose
//! from.

use domain::{
    client::Certificate,
    id::{CaseId, CertificateId},
    office::Right,
    planning::{p2_interval::IntervalProposal, p3_decision::Proposed},
};

use super::{neutrality::case_and_client, record_decision::proposed};
use crate::{
    Cx, Refusal, law_book,
    providers::{ProviderChoice, provider_choices},
};

/// Beside the forms of p3.
#[derive(Clone, Debug)]
pub struct DecisionSide {
    /// 区役所・支所 of the client today, else of the newest certificate.
    pub ward: Option<String>,
    /// What the finished draft proposes.
    pub proposed: Proposed,
    /// The interval of the newest certificate where the draft proposes another one: a change that the notice is for.
    pub other_interval: Option<u32>,
    /// The client's certificates of the case's service, the newest first.
    pub certificates: Vec<Certificate>,
    /// The certificate that a 変更 starts from: the newest one that holds today.
    pub to_change: Option<CertificateId>,
    /// The providers of the register.
    pub providers: Vec<ProviderChoice>,
    /// Every kind of service by name.
    pub services: Vec<String>,
}

/// Everything the pages of p3 show beside their forms.
pub fn decision_side(cx: &mut Cx<'_>, id: CaseId) -> Result<DecisionSide, Refusal> {
    cx.authorize(Right::Read)?;
    let (case, client) = case_and_client(cx, id)?;
    let law = law_book()?;
    let mut certificates = store::certificates::of_client(cx.tx, cx.actor.office, case.client)?;
    certificates.retain(|it| it.service == case.service);
    certificates.reverse();
    let of_municipality = || certificates.iter().filter(|it| it.municipality == case.municipality);
    let beside = of_municipality().next().map(|it| it.ward.as_str());
    let ward = client.wards.on(cx.today).or(beside).filter(|ward| !ward.is_empty()).map(str::to_owned);
    let today = cx.today;
    let holds = of_municipality().find(|it| it.is_valid_on(today));
    let decided = holds.and_then(|it| it.phases.last()).map(|phase| phase.interval_months);
    let asked = case.text::<IntervalProposal>().and_then(|(_, proposal)| proposal.interval_months);
    Ok(DecisionSide {
        ward,
        proposed: proposed(law, &case),
        other_interval: decided.filter(|decided| asked.is_some_and(|asked| asked != *decided)),
        to_change: holds.map(|it| it.id),
        certificates,
        providers: provider_choices(cx)?,
        services: law.services().kinds().map(|service| service.name.clone()).collect(),
    })
}
