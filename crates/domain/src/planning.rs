//! 計画 (サービス利用支援): from the first call to the plan the person has agreed to, and each renewal and change after it.

mod case;
mod end;
mod kind;
pub mod p1_assessment;
pub mod p1_basic;
pub mod p1_coverage;
pub mod p1_interview;
mod progress;
mod reception;
mod text;

pub use case::{CaseFact, CaseKind, PlanningCase};
pub use end::CaseEnd;
pub use kind::CaseFactKind;
pub use progress::{PlanStep, done_on, lacking, lamps, open_step, waiting_since};
pub use reception::Reception;
pub use text::CaseText;
