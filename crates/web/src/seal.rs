//! Words in an address that nobody else can read: a search that Back and reload show again names no person.
//!
//! The words travel in the address themselves, closed with a key made of the session's secret. So nothing is kept on
//! the server (a search works on a full disk, after a restart and with several servers), another person's browser
//! cannot open the address, and when the session ends nobody can.

use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD};
use chacha20poly1305::{KeyInit as _, XChaCha20Poly1305, XNonce, aead::Aead as _};
use sha2::{Digest as _, Sha256};

/// The closed text is a multiple of this, so that its length tells little.
const BLOCK: usize = 32;
/// Bytes of the nonce before the closed text.
const NONCE: usize = 24;
/// What is longer was not closed here.
const LONGEST: usize = 2_000;

/// The key of a session.
#[derive(Clone)]
pub(crate) struct Seal([u8; 32]);

impl std::fmt::Debug for Seal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Seal")
    }
}

impl Seal {
    /// The key of the session with this secret.
    pub(crate) fn of(token: &str) -> Self {
        Self(Sha256::digest(format!("mimamori search {token}")).into())
    }

    /// The words closed, as they stand in an address; empty words stay empty.
    pub(crate) fn close(&self, words: &str, random: [u8; 32]) -> String {
        let words = words.trim();
        if words.is_empty() {
            return String::new();
        }
        let mut plain = words.as_bytes().to_vec();
        plain.resize(plain.len().next_multiple_of(BLOCK), 0);
        let (nonce, _) = random.split_at(NONCE);
        match XChaCha20Poly1305::new(&self.0.into()).encrypt(XNonce::from_slice(nonce), plain.as_slice()) {
            Ok(closed) => BASE64_URL_SAFE_NO_PAD.encode([nonce, &closed].concat()),
            Err(_) => String::new(),
        }
    }

    /// The words of an address; empty where it was closed by another session or is none of ours.
    pub(crate) fn open(&self, closed: &str) -> String {
        self.try_open(closed).unwrap_or_default()
    }

    fn try_open(&self, closed: &str) -> Option<String> {
        let bytes = BASE64_URL_SAFE_NO_PAD.decode(closed.get(..closed.len().min(LONGEST))?).ok()?;
        let (nonce, closed) = bytes.split_at_checked(NONCE)?;
        let plain = XChaCha20Poly1305::new(&self.0.into()).decrypt(XNonce::from_slice(nonce), closed).ok()?;
        Some(String::from_utf8(plain).ok()?.trim_end_matches('\0').to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_session_that_closed_the_words_opens_them() {
        let (own, other) = (Seal::of("a"), Seal::of("b"));
        let closed = own.close(" いずみ ", [7; 32]);
        assert!(!closed.contains("いずみ") && closed.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_".contains(&b)));
        assert_eq!(own.open(&closed), "いずみ");
        assert_eq!(other.open(&closed), "");
        assert_eq!(closed.len(), own.close("川崎 花子", [7; 32]).len(), "the length tells little");
        for odd in ["", "x", "あ", &"A".repeat(5_000)] {
            assert_eq!(own.open(odd), "", "{odd}");
        }
        assert_eq!(own.close("  ", [7; 32]), "");
    }
}
