//! What tests share: databases of both engines, a fixed day, counting ids, and people and papers whose builders
//! read as sentences. A dev-dependency only.

#![expect(clippy::expect_used, clippy::panic, reason = "a test that cannot be set up fails")]

mod app;
mod authenticator;
mod both;
mod cases;
pub mod decision;
mod factor;
pub mod meeting;
mod outside;
mod people;
pub mod planning;
pub mod proposal;
mod proxy;
mod refusals;
pub mod renewal;
mod server;
pub mod steps;
mod tamper;
pub mod used;

pub use app::{SATO, SUZUKI, TestApp, add_offices, on_both_with_offices};
pub use authenticator::Authenticator;
pub use both::{Engine, POSTGRES, PostgresSchema, in_memory, on_both, on_both_databases, on_both_places, postgres};
pub use cases::{WorkedCase, case_folders, law_book, worked_cases};
pub use factor::app_code;
pub use outside::{Counter, FakePdf, TODAY, id, outside, outside_on};
pub use people::{CertificateBuilder, ClientBuilder, OFFICE, OTHER_OFFICE, client, day, month, months};
pub use proxy::Proxy;
pub use refusals::{mistakes, sentences};
pub use server::PostgresServer;
pub use tamper::tamper;
