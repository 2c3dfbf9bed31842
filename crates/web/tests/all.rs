//! Every test of the crate in one program, linked once. Tidy finds a file beside this one that is not named here.

mod accounts;
mod asked;
mod attachments;
mod billing;
mod bounds;
mod breach;
mod clients;
mod common;
mod copies;
mod frame;
mod monitoring;
mod organisations;
mod outbox;
mod papers;
mod passkeys;
mod planning;
mod protection;
mod rights;
mod rules;
mod serve;
mod settings;
mod sign_in;
#[path = "billing/site.rs"]
mod site;
#[path = "rights/world.rs"]
mod world;
