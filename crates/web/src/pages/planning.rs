//! 計画の経過: the list of cases, and one page a part of a case.

mod cards;
mod frame;
mod proposal_cards;
mod side;

pub mod case;
pub mod list;
pub mod open_case;
pub mod p1_assessment;
pub mod p1_basic;
pub mod p1_coverage;
pub mod p1_interview;
pub mod p2_draft;
pub mod p2_draft_consent;
pub mod p2_interval;
pub mod p2_neutrality;
pub mod p2_week_plan;
pub mod proposal_pdf;
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
    CaseFactKind::Assessment,
    CaseFactKind::Draft,
    CaseFactKind::WeekPlan,
    CaseFactKind::Interval,
    CaseFactKind::Neutrality,
    CaseFactKind::DraftConsent,
];

/// The form of a fact's page with the fact in its fields.
fn filled(form: Form, body: &CaseFact) -> Form {
    match body {
        CaseFact::Coverage(it) => p1_coverage::fill(form, it),
        CaseFact::Basic(it) => p1_basic::Page::fill(form, it),
        CaseFact::Assessment(it) => p1_assessment::Page::fill(form, it),
        CaseFact::Interview(it) => p1_interview::fill(form, it),
        CaseFact::Draft(it) => p2_draft::Page::fill(form, it),
        CaseFact::WeekPlan(it) => p2_week_plan::Page::fill(form, it),
        CaseFact::Interval(it) => p2_interval::Page::fill(form, it),
        CaseFact::Neutrality(it) => p2_neutrality::fill(form, it),
        CaseFact::DraftConsent(it) => p2_draft_consent::fill(form, it),
        CaseFact::Ended(it) => form.with_date("ended_on", Some(it.date)).with("reason", &it.reason),
        CaseFact::Withdrawn { reason } => form.with("reason", reason),
    }
}
