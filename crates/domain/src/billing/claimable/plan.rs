//! 計画について一度だけ尋ねること: a plan that is known by its date alone takes nobody's fee and gets none until the office
//! says what was done.

use calendar::Date;
use serde::{Deserialize, Serialize};

use crate::{
    billing::{
        fees::FeeKind,
        same_month::{ClaimEvent, Outcome},
    },
    client::{Certificate, Client},
    id::{CaseId, CertificateId, RoundId},
    planning::{CaseFactKind, p5_consent::ConsentedPlan},
};

/// What the office says of the plan on a certificate.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanAnswer {
    /// The certificate whose plan is meant.
    pub certificate: CertificateId,
    /// What was done.
    pub facts: PlanFacts,
}

/// How the plan came about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "made", rename_all = "snake_case")]
pub enum PlanFacts {
    /// By another office: this office claims no fee for it. Before the person was told apart, also by the person.
    Elsewhere,
    /// By the person or the family (セルフプラン): nobody has a fee for it, and it takes none.
    Person,
    /// By this office.
    Here {
        /// 居宅を訪問して面接した.
        home_visit: bool,
        /// 文書による同意.
        consent: bool,
        /// 交付.
        delivered: bool,
        /// サービス担当者会議.
        conference: bool,
        /// The monitoring that led to it in one flow, where one did.
        one_flow_with: Option<RoundId>,
    },
}

/// The plan of a certificate as the rule of the month takes it.
pub(super) fn event(certificate: &Certificate, answer: Option<&PlanFacts>, blank: ClaimEvent) -> ClaimEvent {
    let plan = ClaimEvent { id: id_of(certificate.id), kind: FeeKind::Plan, ..blank };
    match answer {
        // Nothing but its day is known: what hangs on it is asked about. That of the person is no event at all.
        None | Some(PlanFacts::Person) => plan,
        // The municipality granted the service on it, so the other office did its work.
        Some(PlanFacts::Elsewhere) => ClaimEvent {
            office: "elsewhere".to_owned(),
            home_visit: Some(true),
            consent: Some(true),
            delivered: Some(true),
            conference: Some(true),
            ..plan
        },
        Some(PlanFacts::Here { home_visit, consent, delivered, conference, one_flow_with }) => ClaimEvent {
            home_visit: Some(*home_visit),
            consent: Some(*consent),
            delivered: Some(*delivered),
            conference: Some(*conference),
            one_flow_with: one_flow_with.map(|round| round.to_string()),
            ..plan
        },
    }
}

/// The plan of a planning case as the rule of the month takes it. What is not recorded yet may still be: it is missing, and
/// not refused.
pub(super) fn consented(plan: &ConsentedPlan, blank: ClaimEvent) -> ClaimEvent {
    let done = |done: bool| done.then_some(true);
    ClaimEvent {
        kind: FeeKind::Plan,
        outcome: if plan.granted() { Outcome::Granted } else { Outcome::Awaited },
        home_visit: done(plan.visited()),
        consent: Some(true),
        delivered: done(plan.delivered()),
        conference: done(plan.met()),
        one_flow_with: plan.one_flow_with().map(|round| round.to_string()),
        ..blank
    }
}

/// The part of a planning case in which a missing fact of its plan is recorded, and what is to be done there.
pub(super) fn part_of(fact: &str) -> (CaseFactKind, &'static str) {
    match fact {
        "outcome" => (CaseFactKind::Decision, "支給決定の記録"),
        "home_visit" => (CaseFactKind::Interview, "計画に同意した日までの、居宅を訪問しての面接"),
        "conference" => (CaseFactKind::Conference, "計画に同意した日までの、サービス担当者会議"),
        "delivered" => (CaseFactKind::Delivery, "計画の交付（本人と、計画にあるすべての事業所へ）"),
        _ => (CaseFactKind::Consent, "計画への同意"),
    }
}

/// The id of a planning case's event.
pub(super) fn id_of_case(case: CaseId) -> String {
    format!("case-{case}")
}

/// Whether a plan of this day came after the support had ended.
pub(super) fn is_after_end(client: &Client, made_on: Date) -> bool {
    client.ended_on.is_some_and(|ended| ended < made_on)
}

/// The id of the plan's event.
pub(super) fn id_of(certificate: CertificateId) -> String {
    format!("plan-{certificate}")
}
