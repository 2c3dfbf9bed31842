//! Everything that is kept: SQLite and PostgreSQL behind one small synchronous adapter, one SQL text for both.
//!
//! Each file holds the statements of one area, as constants with `$1` parameters, beside the functions that run them.

pub mod account_notices;
pub mod accounts;
pub mod attachments;
pub mod audit;
pub mod backup;
pub mod board;
pub mod breaches;
pub mod certificates;
pub mod claims;
pub mod client_facts;
pub mod clients;
pub mod closings;
pub mod contacts;
pub mod copies;
pub mod deletions;
pub mod derived;
pub mod drafts;
mod engine;
mod facts;
pub mod holds;
pub mod holidays;
pub mod intakes;
pub mod life;
pub mod looks;
pub mod memberships;
pub mod moving;
pub mod municipalities;
pub mod office_facts;
pub mod offices;
pub mod openings;
pub mod operations;
pub mod organisations;
pub mod outbox;
pub mod papers;
pub mod passkeys;
pub mod plan_answers;
pub mod planning_cases;
pub mod providers;
mod read;
pub mod rounds;
pub mod schema;
pub mod seals;
pub mod second_factors;
pub mod sessions;
pub mod settings;
pub mod sheets;
pub mod specialists;
pub mod tasks;
pub mod tries;
pub mod upkeep;
pub mod used_amounts;
pub mod whole;
pub mod working_versions;

pub use engine::{Bind, Cell, Column, Db, Fault, Kind, Location, Row, StoreError, Tx, Unreadable, Value};
