//! 計画 (サービス利用支援): from the first call to the plan the person has agreed to, and each renewal and change after it.

mod case;
mod case_row;
mod certificate;
pub mod change_guide;
mod elsewhere;
mod end;
mod gap;
mod kind;
mod made_on;
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
pub mod p5_plan_changes;
pub mod p5_provider_plan;
pub mod person;
mod progress;
mod reception;
pub mod renewal;
pub mod report_rows;
pub mod service_use;
mod signed;
mod since_last;
mod standing_plan;
mod text;

pub use case::{CaseFact, CaseKind, PlanningCase};
pub use case_row::{CaseRow, case_row};
pub use elsewhere::MadeElsewhere;
pub use end::CaseEnd;
pub use gap::{
    Following, GrantGap, GrantStretch, awaits_next_period, grant_gaps, grant_stretches, renewal_horizon, renewals,
};
pub use kind::CaseFactKind;
pub use made_on::versions_made_on;
pub use progress::{PlanStep, done_on, lacking, lamps, next_part, open_step, waiting_since};
pub use reception::Reception;
pub use since_last::SinceLast;
pub use standing_plan::{StandingPlan, standing_plan};
pub use text::{CaseText, Ids};
