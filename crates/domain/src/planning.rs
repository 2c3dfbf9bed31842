//! 計画 (サービス利用支援): from the first call to the plan the person has agreed to, and each renewal and change after it.

mod case;
mod case_row;
mod end;
mod kind;
pub mod p1_assessment;
pub mod p1_basic;
pub mod p1_coverage;
pub mod p1_interview;
pub mod p2_draft;
pub mod p2_draft_consent;
pub mod p2_interval;
pub mod p2_neutrality;
pub mod p2_week_plan;
pub mod person;
mod progress;
mod reception;
pub mod report_rows;
mod text;

pub use case::{CaseFact, CaseKind, PlanningCase};
pub use case_row::{CaseRow, case_row};
pub use end::CaseEnd;
pub use kind::CaseFactKind;
pub use progress::{PlanStep, done_on, lacking, lamps, open_step, waiting_since};
pub use reception::Reception;
pub use text::{CaseText, Ids};
