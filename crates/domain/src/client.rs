//! 利用者: the person, the guardian, the certificate and the grants on it.

mod about;
mod certificate;
mod contact;
pub mod eligibility;
mod for_others;
mod grant;
mod grounds;
mod guardian;
mod incident;
mod insurance;
mod life_event;
mod office_change;
mod person;
mod proposal;
mod reach;
mod records;
mod self_plan;
mod turning;
mod used_amount;
mod wards;

pub use about::{About, AboutClient, AboutKind, ClientFact, DatedAbout};
pub use certificate::{Certificate, ConsultationService, Decision, MonthlyStart, Phase};
pub use contact::{Contact, ContactChannel, ContactFact, ContactLog};
pub use for_others::{ClientForOthers, NOT_TOLD};
pub use grant::Grant;
pub use grounds::{Grounds, Known, UseChange};
pub use guardian::Guardian;
pub use incident::{Incident, IncidentKind};
pub use insurance::{CareLevel, Insurance};
pub use life_event::{EventAnswer, EventQuestion, LifeEvent, LifeEventAnswer, LifeEventKind, Touched};
pub use office_change::{MonthTaken, OfficeChange, OtherOfficePeriod, OtherOffices};
pub use person::{Client, DisabilityGrade, Residence, Sex, Tenure};
pub use proposal::{IntensiveGround, Proposal, ShorterGround};
pub use reach::CertificateReach;
pub use records::{
    Contract, Disability, Doctor, Doctors, Emergency, EmergencyContact, Family, FamilyMember, Handbook, HandbookKind,
    Household, PlanRequest, SelfPlanTurn, Telling, TellingWay, TurnTo,
};
pub use self_plan::{SelfPlanPeriod, SelfPlans};
pub use turning::{ChangeOf, Turning, TurningPoint, turning_horizon, turning_points};
pub use used_amount::{LOOKED_AT, UsedAmount, UsedAmounts, UsedFact, UsedSource, UsedSummary, granted_in};
pub use wards::{WardPeriod, WardPeriods};
