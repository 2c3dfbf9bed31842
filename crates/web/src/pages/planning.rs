//! 計画の経過: the list of cases, and one page a part of a case.

mod cards;
mod decision_cards;
mod frame;
mod guide;
mod meeting;
mod meeting_cards;
mod paper_list;
mod plan_cards;
mod plan_changes;
mod plan_fields;
mod proposal_cards;
mod renewal_cards;
mod renewal_fields;
mod side;
mod since_last;

pub mod case;
pub mod hand_in_together;
pub mod list;
pub mod open_case;
pub mod p1_assessment;
pub mod p1_basic;
pub mod p1_coverage;
pub mod p1_interview;
pub mod p1_review;
pub mod p2_draft;
pub mod p2_draft_consent;
pub mod p2_interval;
pub mod p2_neutrality;
pub mod p2_ward_consultation;
pub mod p2_week_plan;
pub mod p3_coordination;
pub mod p3_decision;
pub mod p3_hand_in;
pub mod p4_conference;
pub mod p4_invitation;
pub mod p5_consent;
pub mod p5_delivery;
pub mod p5_plan;
pub mod p5_provider_plan;
pub mod papers;
pub mod text;

pub use self::frame::Frame;

use domain::planning::{CaseFact, CaseFactKind};

use self::text::TextPage as _;
use crate::Form;

/// The parts that have a page so far.
const PAGES: &[CaseFactKind] = &[
    CaseFactKind::Coverage,
    CaseFactKind::Basic,
    CaseFactKind::Interview,
    CaseFactKind::Review,
    CaseFactKind::Assessment,
    CaseFactKind::WardConsultation,
    CaseFactKind::Draft,
    CaseFactKind::WeekPlan,
    CaseFactKind::Interval,
    CaseFactKind::Neutrality,
    CaseFactKind::DraftConsent,
    CaseFactKind::HandIn,
    CaseFactKind::Decision,
    CaseFactKind::Coordination,
    CaseFactKind::Invitation,
    CaseFactKind::Conference,
    CaseFactKind::Plan,
    CaseFactKind::Consent,
    CaseFactKind::Delivery,
    CaseFactKind::ProviderPlan,
];

/// The form of a fact's page with the fact in its fields.
fn filled(form: Form, body: &CaseFact) -> Form {
    match body {
        CaseFact::Coverage(it) => p1_coverage::fill(form, it),
        CaseFact::Basic(it) => p1_basic::Page::fill(form, it),
        CaseFact::Review(it) => p1_review::Page::fill(form, it),
        CaseFact::Assessment(it) => p1_assessment::Page::fill(form, it),
        CaseFact::Interview(it) => p1_interview::fill(form, it),
        CaseFact::WardConsultation(it) => p2_ward_consultation::fill(form, it),
        CaseFact::Draft(it) => p2_draft::Page::fill(form, it),
        CaseFact::WeekPlan(it) => p2_week_plan::Page::fill(form, it),
        CaseFact::Interval(it) => p2_interval::Page::fill(form, it),
        CaseFact::Neutrality(it) => p2_neutrality::fill(form, it),
        CaseFact::DraftConsent(it) => p2_draft_consent::fill(form, it),
        CaseFact::HandIn(it) => p3_hand_in::fill(form, it),
        CaseFact::Decision(it) => p3_decision::fill(form, it),
        CaseFact::Coordination(it) => p3_coordination::fill(form, it),
        CaseFact::Invitation(it) => p4_invitation::Page::fill(form, it),
        CaseFact::Conference(it) => p4_conference::Page::fill(form, it),
        CaseFact::Plan(it) => p5_plan::Page::fill(form, it),
        CaseFact::Consent(it) => p5_consent::fill(form, it),
        CaseFact::Delivery(it) => p5_delivery::fill(form, it),
        CaseFact::ProviderPlan(it) => p5_provider_plan::fill(form, it),
        // No page takes it: it comes from a file.
        CaseFact::Elsewhere(_) => form,
        CaseFact::Ended(it) => form.with_date("ended_on", Some(it.date)).with("reason", &it.reason),
        CaseFact::Withdrawn { reason } => form.with("reason", reason),
    }
}
