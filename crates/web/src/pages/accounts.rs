//! Set-up, signing in and out, the second factor, the proof of who one is, and which organisation to work in.

pub mod code;
pub mod login;
pub mod logout;
pub mod organisation;
pub mod passkey;
pub mod proof;
pub mod second_factor;
pub mod session_use;
pub mod setup;
