//! Use cases of import and export, one file each.

#![expect(clippy::unwrap_used, reason = "tests")]

#[path = "transfer/export_office.rs"]
mod export_office;
#[path = "transfer/import_cases.rs"]
mod import_cases;
#[path = "transfer/import_clients.rs"]
mod import_clients;
#[path = "transfer/masked.rs"]
mod masked;
