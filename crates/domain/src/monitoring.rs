//! モニタリング (継続サービス利用支援): the months, and the six steps of each.

pub mod carry_over;
pub mod m1_service_check;
pub mod m2_home_visit;
pub mod m3_record;
pub mod m4_consent;
pub mod m5_submission;
pub mod m6_claim;
mod progress;
mod round;

pub use progress::{Missing, Step, StepState, progress};
pub use round::{Fact, FactBody, Round};
