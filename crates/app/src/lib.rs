//! One use case a file: authorize, load, decide (in `domain`), save, audit. Plain synchronous functions over a [`Cx`].

pub mod accounts;
pub mod billing;
mod cx;
pub mod monitoring;
mod refusal;
pub mod upkeep;

pub use cx::{Actor, Cx, Outside, RenderPdf};
pub use refusal::{Reason, Refusal};
