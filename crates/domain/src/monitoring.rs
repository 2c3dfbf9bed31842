//! モニタリング (継続サービス利用支援): the months, and the six steps of each.

mod board_row;
mod interval;
pub mod carry_over;
pub mod check;
pub mod m1_service_check;
pub mod m2_home_visit;
pub mod m3_record;
pub mod m4_consent;
pub mod m5_submission;
pub mod m6_claim;
mod progress;
mod round;

pub use board_row::{BoardRow, board_row, next_step};
pub use carry_over::VisitMonth;
pub use interval::interval_at;
pub use check::{Checking, Problem};
pub use progress::{DueDays, Lamp, LampView, Missing, Step, StepState, due_days, lamp_view, lamps, progress};
pub use round::{Fact, FactBody, Round};
