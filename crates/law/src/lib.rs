//! The law as data: loads and checks `law/`, and gives every answer the form in which it carries its reason.
//!
//! No I/O: the tree of TOML files is embedded at build time.

pub mod claim_format;
pub mod fees;
mod toml_date;
mod verdict;
mod why;

pub use verdict::{Decided, Missing, SettingKey, Verdict};
pub use why::{Cite, Confidence, Fact, Rule, UsedValue, Why};
