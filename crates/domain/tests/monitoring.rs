//! モニタリング: the six lamps, late days, carry-over, checks and the board row, from facts alone.

#[path = "monitoring/people.rs"]
mod people;

#[path = "monitoring/attempts.rs"]
mod attempts;
#[path = "monitoring/board_row.rs"]
mod board_row;
#[path = "monitoring/carry_over.rs"]
mod carry_over;
#[path = "monitoring/checks.rs"]
mod checks;
#[path = "monitoring/office_change.rs"]
mod office_change;
#[path = "monitoring/one_judge.rs"]
mod one_judge;
#[path = "monitoring/plan_of_case.rs"]
mod plan_of_case;
#[path = "monitoring/progress.rs"]
mod progress;
#[path = "monitoring/viewpoints.rs"]
mod viewpoints;
