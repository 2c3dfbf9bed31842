//! 受給者証: register, correct, look at the months before saving.

mod case_says;
mod certificate_text;
mod change_certificate;
mod correct_certificate;
mod create_certificate;
mod find_certificate;
mod known_grounds;
mod moved;
mod municipal;
mod note_claims;
mod of_case;
mod plan_rounds;
mod preview_certificate;
mod read_grants;
mod standard_of;
mod warnings;

pub use case_says::TypedFor;
pub use certificate_text::{CertificateIdentity, CertificateText, Draft, GrantText, PhaseText};
pub use change_certificate::{certificate_to_change, change_certificate};
pub use correct_certificate::correct_certificate;
pub use create_certificate::create_certificate;
pub(crate) use create_certificate::register;
pub use find_certificate::{CertificatePage, find_certificate, new_certificate};
pub use moved::MoveQuestion;
pub use of_case::{
    CaseCertificate, CaseForm, certificate_of_case, change_certificate_of_case, create_certificate_of_case,
};
pub(crate) use plan_rounds::plan_rounds;
pub use preview_certificate::{Asked, MonthPreview, Preview, Proposed, preview_certificate};
use read_grants::read_grants;
pub(crate) use warnings::of_kept as warnings_of;
