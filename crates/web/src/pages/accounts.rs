//! アカウント: set-up, login, organisation, logout.

pub mod login;
pub mod logout;
pub mod organisation;
pub mod setup;
