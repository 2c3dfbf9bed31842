//! Use cases of certificates, one file each.

#![expect(clippy::unwrap_used, reason = "tests")]

#[path = "certificates/change_certificate.rs"]
mod change_certificate;
#[path = "certificates/correct_certificate.rs"]
mod correct_certificate;
#[path = "certificates/create_certificate.rs"]
mod create_certificate;
#[path = "certificates/known_grounds.rs"]
mod known_grounds;
#[path = "certificates/moved.rs"]
mod moved;
#[path = "certificates/municipal.rs"]
mod municipal;
#[path = "certificates/people.rs"]
mod people;
#[path = "certificates/plan_rounds.rs"]
mod plan_rounds;
#[path = "certificates/preview_certificate.rs"]
mod preview_certificate;
