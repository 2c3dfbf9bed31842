//! The pages of a claim month: status and visible text, mistakes at their fields, the file as it is handed out.

#[path = "billing/month.rs"]
mod month;
use super::site;
