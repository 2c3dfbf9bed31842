//! モニタリング (継続サービス利用支援): the months, and the six steps of each.

pub mod attempts;
mod board_row;
pub mod carry_over;
mod certificate_of_round;
pub mod check;
pub mod decided_interval;
mod interval;
pub mod m1_service_check;
pub mod m2_home_visit;
pub mod m3_record;
pub mod m4_consent;
pub mod m5_submission;
pub mod next_step;
mod planned;
mod progress;
mod round;
pub mod schedule;
mod stage;
pub mod standard;
mod twelve_months;

pub use board_row::{BoardRow, board_row, next_step};
pub use carry_over::VisitMonth;
pub use certificate_of_round::{
    certificate_beside_round, certificate_of_round, leads_elsewhere, municipality_of_month, municipality_on,
};
pub use check::{Checking, Problem};
pub use interval::interval_at;
pub use planned::{PlannedMonth, is_planned, is_supported, listed, listed_months, planned_months};
pub use progress::{DueDays, Lacks, Lamp, LampView, Step, StepState, due_days, lamp_view, lamps, progress, steps};
pub use round::{Fact, Round, RoundFact};
pub use stage::Stage;
pub use twelve_months::{MonthMark, month_mark};
