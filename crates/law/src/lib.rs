//! The law as data: loads and checks `law/`, and gives every answer the form in which it carries its reason.
//!
//! No I/O: the tree of TOML files is embedded at build time.

mod abuse;
mod book;
mod cases;
pub mod claim_format;
mod explain;
mod fault;
pub mod fees;
mod holidays;
mod monitoring;
mod municipality;
mod parameter;
mod read;
mod revision;
mod services;
mod sources;
mod timeline;
mod toml_date;
mod tree;
mod turning;
mod verdict;
mod why;

pub use abuse::{AbuseLine, AbuseWindow, AbuseWindows, WardOffice};
pub use book::{LawBook, check};
pub use cases::{WorkedCase, worked_cases};
pub use explain::{Citation, Explained, Line, LineKind, explain};
pub use fault::{LawError, LawFault};
pub use holidays::{Holiday, Holidays};
pub use monitoring::{MonitoringLaw, Shorter, TableRow};
pub use municipality::{Choice, MunicipalityFile, Setting};
pub use read::Origin;
pub use revision::Revision;
pub use services::{Family, Service, ServiceSet, Services};
pub use sources::Source;
pub use timeline::{Code, Entry, NotCovered, Shown, Timeline, Value};
pub use tree::{embedded_files, embedded_where};
pub use turning::TurningChange;
pub use verdict::{Decided, Missing, SettingKey, Verdict};
pub use why::{Cite, Confidence, Fact, Rule, UsedValue, Why};
