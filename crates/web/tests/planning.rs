//! 計画 as pages: the list, a case, its parts.

#[path = "planning/case.rs"]
mod case;
mod common;
#[path = "planning/decisions.rs"]
mod decisions;
#[path = "planning/intakes.rs"]
mod intakes;
#[path = "planning/known.rs"]
mod known;
#[path = "planning/meeting.rs"]
mod meeting;
#[path = "planning/plans.rs"]
mod plans;
#[path = "planning/proposals.rs"]
mod proposals;
#[path = "planning/texts.rs"]
mod texts;
