//! Pages of clients and certificates, as a browser sees them.

#![expect(clippy::unwrap_used, reason = "tests")]

#[path = "clients/about.rs"]
mod about;
#[path = "clients/certificate.rs"]
mod certificate;
#[path = "clients/client.rs"]
mod client;
#[path = "clients/contacts.rs"]
mod contacts;
#[path = "clients/import.rs"]
mod import;
#[path = "clients/providers.rs"]
mod providers;
use super::site;
