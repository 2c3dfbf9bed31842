//! モニタリング: each use case of the six steps, as a page calls it.

#![expect(clippy::unwrap_used, reason = "tests")]

#[path = "monitoring/people.rs"]
mod people;

#[path = "monitoring/beside.rs"]
mod beside;
#[path = "monitoring/board.rs"]
mod board;
#[path = "monitoring/carry_over.rs"]
mod carry_over;
#[path = "monitoring/corrections.rs"]
mod corrections;
#[path = "monitoring/dual_post.rs"]
mod dual_post;
#[path = "monitoring/municipality.rs"]
mod municipality;
#[path = "monitoring/report.rs"]
mod report;
#[path = "monitoring/service_checks.rs"]
mod service_checks;
#[path = "monitoring/whole_month.rs"]
mod whole_month;
