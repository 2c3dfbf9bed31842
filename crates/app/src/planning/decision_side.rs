//! What the pages of p3 show beside their forms: where to hand in, what the draft proposes, the certificates and providers to choose
//! from.

use calendar::Date;
use domain::{
    client::{Certificate, Client},
    id::{CaseId, CertificateId},
    office::Right,
    planning::{PlanningCase, p2_interval::IntervalProposal, p3_decision::Proposed},
};

use super::{case_view::municipality_name, neutrality::case_and_client, record_decision::proposed};
use crate::{
    Cx, Refusal, law_book,
    providers::{ProviderChoice, provider_choices},
};

/// Beside the forms of p3.
#[derive(Clone, Debug)]
pub struct DecisionSide {
    /// 提出先.
    pub to: String,
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

/// Where the papers of a case are handed in: the client's own 区役所・支所 today, else that of the newest certificate, else the place of the last
/// hand-in, else the municipality. Empty while nothing of it is known.
pub(super) fn hand_in_to(
    today: Date,
    (case, client): (&PlanningCase, &Client),
    certificates: &[Certificate],
    town: &str,
) -> String {
    let of_case = |it: &&Certificate| (it.service, &it.municipality) == (case.service, &case.municipality);
    let beside = certificates.iter().rfind(of_case).map(|it| it.ward.as_str());
    let ward = client.wards.on(today).or(beside).filter(|ward| !ward.is_empty());
    ward.or(case.hand_ins().last().map(|it| it.to.as_str())).unwrap_or(town).to_owned()
}

/// Everything the pages of p3 show beside their forms.
pub fn decision_side(cx: &mut Cx<'_>, id: CaseId) -> Result<DecisionSide, Refusal> {
    cx.authorize(Right::Read)?;
    let (case, client) = case_and_client(cx, id)?;
    let law = law_book()?;
    let mut certificates = store::certificates::of_client(cx.tx, cx.actor.office, case.client)?;
    let town = municipality_name(cx, &case, &certificates)?;
    let to = hand_in_to(cx.today, (&case, &client), &certificates, &town);
    certificates.retain(|it| case.may_name(it));
    certificates.reverse();
    let of_municipality = || certificates.iter().filter(|it| it.municipality == case.municipality);
    let today = cx.today;
    let holds = of_municipality().find(|it| it.is_valid_on(today));
    let decided = holds.and_then(|it| it.phases.last()).map(|phase| phase.interval_months);
    let asked = case.text::<IntervalProposal>().and_then(|(_, proposal)| proposal.interval_months);
    Ok(DecisionSide {
        to,
        proposed: proposed(law, &case),
        other_interval: decided.filter(|decided| asked.is_some_and(|asked| asked != *decided)),
        to_change: holds.map(|it| it.id),
        certificates,
        providers: provider_choices(cx)?,
        services: law.services().kinds().map(|service| service.name.clone()).collect(),
    })
}
