//! 利用者: the person, the guardian, the certificate and the grants on it.

mod certificate;
mod contact;
pub mod eligibility;
mod grant;
mod guardian;
mod person;
mod proposal;
mod self_plan;
mod wards;

pub use certificate::{Certificate, ConsultationService, Decision, MonthlyStart, Phase};
pub use contact::{Contact, ContactChannel, ContactFact, ContactLog};
pub use grant::Grant;
pub use guardian::Guardian;
pub use person::{Client, DisabilityGrade, Residence, Sex};
pub use proposal::{IntensiveGround, Proposal, ShorterGround};
pub use self_plan::{SelfPlanPeriod, SelfPlans};
pub use wards::{WardPeriod, WardPeriods};
