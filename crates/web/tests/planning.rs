//! 計画 as pages: the list, a case, its parts.

#[path = "planning/case.rs"]
mod case;
#[path = "planning/change.rs"]
mod change;
#[path = "planning/decisions.rs"]
mod decisions;
#[path = "planning/intakes.rs"]
mod intakes;
#[path = "planning/kept.rs"]
mod kept;
#[path = "planning/known.rs"]
mod known;
#[path = "planning/life_events.rs"]
mod life_events;
#[path = "planning/lists.rs"]
mod lists;
#[path = "planning/meeting.rs"]
mod meeting;
#[path = "planning/not_told.rs"]
mod not_told;
#[path = "planning/offered.rs"]
mod offered;
#[path = "planning/plans.rs"]
mod plans;
#[path = "planning/proposals.rs"]
mod proposals;
#[path = "planning/renewals.rs"]
mod renewals;
#[path = "planning/seed.rs"]
mod seed;
#[path = "planning/texts.rs"]
mod texts;
#[path = "planning/used_amounts.rs"]
mod used_amounts;
