//! 同意を得た計画: what the claim for a plan is judged by. It is made here, out of the facts of a planning case, and nowhere else.

use calendar::Date;

use super::PlanConsent;
use crate::{
    client::ConsultationService,
    id::{CaseId, CertificateId, ClientId, RoundId},
    planning::{CaseKind, CaseText as _, PlanStep, PlanningCase, done_on, p5_plan::Plan},
};

/// A plan that was agreed to, with what was done for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConsentedPlan {
    case: CaseId,
    client: ClientId,
    service: ConsultationService,
    municipality: String,
    changes: bool,
    certificate: Option<CertificateId>,
    made_on: Date,
    granted: bool,
    visited: bool,
    met: bool,
    delivered: bool,
    one_flow_with: Option<RoundId>,
}

impl ConsentedPlan {
    /// The case it comes from.
    pub fn case(&self) -> CaseId {
        self.case
    }

    /// Client.
    pub fn client(&self) -> ClientId {
        self.client
    }

    /// Service.
    pub fn service(&self) -> ConsultationService {
        self.service
    }

    /// 市町村番号.
    pub fn municipality(&self) -> &str {
        &self.municipality
    }

    /// 変更: whether it changes a plan within its grant.
    pub fn changes(&self) -> bool {
        self.changes
    }

    /// The certificate of the decision that it follows; none while nobody has named it.
    pub fn certificate(&self) -> Option<CertificateId> {
        self.certificate
    }

    /// 計画作成日: the day of the consent.
    pub fn made_on(&self) -> Date {
        self.made_on
    }

    /// 支給決定 was recorded.
    pub fn granted(&self) -> bool {
        self.granted
    }

    /// 居宅を訪問して面接した, by then.
    pub fn visited(&self) -> bool {
        self.visited
    }

    /// サービス担当者会議, or the opinions in its place, by then.
    pub fn met(&self) -> bool {
        self.met
    }

    /// 交付 to the client and to every provider of the plan.
    pub fn delivered(&self) -> bool {
        self.delivered
    }

    /// With everything done that can still be done for it.
    pub(crate) fn at_best(self) -> Self {
        Self { granted: true, visited: true, met: true, delivered: true, ..self }
    }

    /// The monitoring that led to it in one flow.
    pub fn one_flow_with(&self) -> Option<RoundId> {
        self.one_flow_with
    }
}

impl PlanningCase {
    /// The plan that the first consent of the case made; a later version has no fee of its own. None where there is no
    /// consent, none where the case was given up or nothing was granted: a plan without a decision has no fee; and none of what was made
    /// elsewhere, also where only that mark was taken back.
    pub fn consented_plan(&self) -> Option<ConsentedPlan> {
        let (_, consent) = self.plan_consents().next()?;
        self.consented_with(consent).filter(|_| self.led_to_nothing().is_none() && !self.was_imported())
    }

    /// The plan as this consent would make it.
    pub fn consented_with(&self, consent: &PlanConsent) -> Option<ConsentedPlan> {
        let plan = self.facts.find(consent.plan).and_then(|fact| Plan::of_fact(&fact.body))?;
        let by_then = |day: Option<Date>| day.is_some_and(|day| day <= consent.agreed_on);
        let visit = self.interview().filter(|(_, interview)| interview.visit.counts());
        Some(ConsentedPlan {
            case: self.id,
            client: self.client,
            service: self.service,
            municipality: self.municipality.clone(),
            changes: self.kind == CaseKind::Change,
            certificate: consent.certificate,
            made_on: consent.agreed_on,
            granted: self.granted().is_some(),
            visited: by_then(visit.map(|(_, interview)| interview.visit.date)),
            met: by_then(done_on(self, PlanStep::Conference)),
            delivered: self.is_delivered_to_all(&plan.text),
            one_flow_with: consent.one_flow_with,
        })
    }
}
