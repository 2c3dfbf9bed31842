//! モニタリングの回: one client, one month, one page a step.

pub(super) mod fact_card;
mod frame;
pub mod strip;

pub mod carry_over;
pub mod m1_service_check;
pub mod m2_home_visit;
pub mod m3_record;
pub mod m4_consent;
pub mod m5_submission;
pub mod m6_claim;
pub mod next_step;
pub mod open_round;
pub mod report_pdf;
pub mod short;
pub mod show;
pub mod visit_plan;

pub use self::frame::Frame;

use domain::monitoring::RoundFact;

use crate::Form;

/// The form of a fact's step with the fact in its fields.
fn filled(form: Form, body: &RoundFact) -> Form {
    match body {
        RoundFact::ServiceCheck(it) => m1_service_check::fill(form, 0, it),
        RoundFact::HomeVisit(it) => m2_home_visit::fill(form, it),
        RoundFact::Report(it) => m3_record::fill(form, it),
        RoundFact::Consent(it) => m4_consent::fill(form, it),
        RoundFact::Submission(it) => m5_submission::fill(form, it),
        RoundFact::CarryOver(it) => carry_over::fill(form, it),
        RoundFact::Missed(it) => form.with("missed_reason", &it.reason),
        RoundFact::Appointment(_) | RoundFact::Attempt(_) | RoundFact::Raised(_) => visit_plan::fill(form, body),
        RoundFact::Advice(_) | RoundFact::ProviderContact(_) => next_step::fill(form, body),
        RoundFact::Withdrawn { reason } => form.with("reason", reason),
    }
}
