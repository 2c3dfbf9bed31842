//! アカウント: set-up, login, logout.

pub mod login;
pub mod logout;
pub mod setup;
