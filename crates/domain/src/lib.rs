//! The field's things and rules: clients, certificates, monitoring, billing. Pure: no clock, no I/O.
//!
//! Folder order is the order of the law; the six steps of monitoring are the files `m1` to `m6`.

#[macro_use]
mod words;

pub mod billing;
pub mod breach;
pub mod client;
pub mod facts;
pub mod id;
pub mod intake;
pub mod monitoring;
pub mod neutrality;
pub mod office;
pub mod organisation;
pub mod paper;
pub mod planning;
pub mod protection;
pub mod provider;
pub mod retention;
pub mod rule_list;
pub mod simulation;
pub mod text;
