//! モニタリング: the six steps of a round, one use case a file, and the board over all of them.

mod board;
mod carry_over;
mod copy_last_report;
mod dual_post;
mod open_round;
mod print_report;
mod record;
mod record_consent;
mod record_home_visit;
mod record_service_check;
mod record_submission;
mod round_view;
mod save_report;
mod save_working_report;
mod settings;
pub(crate) mod standard_asked;
mod twelve_months;
mod withdraw_fact;

pub use board::{Board, BoardFilter, Who, board, rebuild_board};
pub use carry_over::{carry_over, mark_missed};
pub use copy_last_report::copy_last_report;
pub use open_round::open_round;
pub use print_report::print_report;
pub use record::{Entry, Recorded};
pub use record_consent::record_consent;
pub use record_home_visit::record_home_visit;
pub use record_service_check::record_service_check;
pub use record_submission::record_submission;
pub use round_view::{RoundView, round_view};
pub use save_report::save_report;
pub use save_working_report::{discard_working_report, save_working_report};
pub(crate) use settings::of_office as settings_of_office;
pub use settings::{refresh_client, settings};
pub use twelve_months::MonthCell;
pub(crate) use twelve_months::twelve_months;
pub use withdraw_fact::{restore_fact, withdraw_fact};
