//! 計画 as pages: the list, a case, its parts.

#[path = "planning/case.rs"]
mod case;
mod common;
#[path = "planning/intakes.rs"]
mod intakes;
#[path = "planning/known.rs"]
mod known;
#[path = "planning/proposals.rs"]
mod proposals;
#[path = "planning/texts.rs"]
mod texts;
