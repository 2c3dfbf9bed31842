//! Every test of the crate in one program, linked once. Tidy finds a file beside this one that is not named here.

mod answers;
mod cases;
mod claim;
mod decision;
mod fee_cases;
mod fee_properties;
mod for_others;
mod gap;
mod intake_cases;
mod lookup;
mod meeting;
mod monitoring;
mod papers;
mod planning;
mod proposal;
mod retention;
mod rules_page;
mod schedule;
mod simulation;
mod standard;
mod stored;
mod turning;
