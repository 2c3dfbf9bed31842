//! アカウント: set-up, signing in and out, sessions, passwords.

mod session;

pub use session::{ABSOLUTE_HOURS, IDLE_MINUTES, SignedIn, find_session, touch_session};

use sha2::{Digest, Sha256};

/// SHA-256 as hex, as tokens and codes are kept.
pub(crate) fn sha256_hex(text: &str) -> String {
    Sha256::digest(text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}
