//! One use case a file: authorize, load, decide (in `domain`), save, audit. Plain synchronous functions over a [`Cx`].

pub mod accounts;
mod actor;
pub mod attachments;
pub mod billing;
pub mod certificates;
mod changes;
pub mod clients;
mod cx;
pub mod drafts;
mod hash;
pub mod input;
pub mod intake;
mod law_book;
pub mod limits;
pub mod monitoring;
pub mod neutrality;
pub mod office;
pub mod outbox;
pub mod planning;
pub mod protection;
pub mod providers;
mod record;
pub mod records;
mod refusal;
pub mod rules;
pub mod tasks;
pub mod transfer;
pub mod upkeep;
mod working;

pub use actor::{Actor, Acts, Guest, Member, Purpose, Staff, Ward};
pub use cx::{Cx, Outside, RenderPdf, Sending};
pub use hash::sha256_hex;
pub use law_book::law_book;
pub use refusal::{Reason, Refusal};
pub use store::audit::AuditAction;
