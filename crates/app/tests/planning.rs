//! 計画: each use case of a planning case, as a page calls it.

#![expect(clippy::unwrap_used, reason = "tests")]

#[path = "planning/cases.rs"]
mod cases;
#[path = "planning/certificate_of_case.rs"]
mod certificate_of_case;
#[path = "planning/change.rs"]
mod change;
#[path = "planning/decisions.rs"]
mod decisions;
#[path = "planning/lists.rs"]
mod lists;
#[path = "planning/meeting.rs"]
mod meeting;
#[path = "planning/neutrality.rs"]
mod neutrality;
#[path = "planning/papers.rs"]
mod papers;
#[path = "planning/people.rs"]
mod people;
#[path = "planning/plans.rs"]
mod plans;
#[path = "planning/proposals.rs"]
mod proposals;
#[path = "planning/renewals.rs"]
mod renewals;
#[path = "planning/sections.rs"]
mod sections;
#[path = "planning/texts.rs"]
mod texts;
