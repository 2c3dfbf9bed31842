//! Every test of the crate in one program, linked once. Tidy finds a file beside this one that is not named here.

mod attachments;
mod billing;
mod certificates;
mod clients;
mod cx;
mod drafts;
mod heads;
mod monitoring;
mod outbox;
mod papers;
mod planning;
mod protection;
mod providers;
mod retention;
mod transfer;
mod upkeep;
