//! 封印: how the secret of a second factor is kept, so that a stolen copy of the database makes no code. The key stands in a
//! file beside the database and is in no backup of it.

use base64::{Engine as _, prelude::BASE64_STANDARD_NO_PAD};
use chacha20poly1305::{
    KeyInit as _, XChaCha20Poly1305, XNonce,
    aead::{Aead as _, Payload},
};
use domain::id::UserId;
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::{Digest as _, Sha256};

/// Bytes of the nonce before the sealed text.
const NONCE: usize = 24;
/// Bytes of a secret, as RFC 4226 advises.
pub(super) const SECRET: usize = 20;

/// The key.
#[derive(Clone)]
pub struct SealingKey([u8; 32]);

impl std::fmt::Debug for SealingKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SealingKey")
    }
}

impl SealingKey {
    /// The key of these bytes.
    pub fn new(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The secret that is offered in a session: the same for as long as the session has its token, so that nothing is kept
    /// before the person has shown that it arrived.
    pub(super) fn offered(&self, token_hash: &str) -> [u8; SECRET] {
        let digest =
            Sha256::new().chain_update(self.0).chain_update("second factor ").chain_update(token_hash).finalize();
        let mut secret = [0; SECRET];
        secret.iter_mut().zip(digest).for_each(|(to, from)| *to = from);
        secret
    }

    /// Words as the log of looks keeps them (HMAC-SHA-256, 32 hexadecimal digits): who has the key can ask whether something was
    /// searched for, and nobody can read it out of the database.
    pub fn words_hash(&self, words: &str) -> String {
        let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(&self.0) else { return String::new() };
        mac.update(b"mimamori words ");
        mac.update(words.trim().as_bytes());
        let whole = mac.finalize().into_bytes();
        base16ct::lower::encode_string(whole.get(..16).unwrap_or_default())
    }

    /// The secret sealed for this account.
    pub(super) fn seal(&self, user: UserId, secret: &[u8], random: [u8; 32]) -> Option<String> {
        let (nonce, _) = random.split_at(NONCE);
        let aad = user.to_string();
        let payload = Payload { msg: secret, aad: aad.as_bytes() };
        let sealed = XChaCha20Poly1305::new(&self.0.into()).encrypt(XNonce::from_slice(nonce), payload).ok()?;
        Some(BASE64_STANDARD_NO_PAD.encode([nonce, &sealed].concat()))
    }

    /// The secret of this account; none where it was sealed with another key or for somebody else.
    pub(super) fn open(&self, user: UserId, sealed: &str) -> Option<[u8; SECRET]> {
        let bytes = BASE64_STANDARD_NO_PAD.decode(sealed).ok()?;
        let (nonce, sealed) = bytes.split_at_checked(NONCE)?;
        let aad = user.to_string();
        let payload = Payload { msg: sealed, aad: aad.as_bytes() };
        let secret = XChaCha20Poly1305::new(&self.0.into()).decrypt(XNonce::from_slice(nonce), payload).ok()?;
        secret.try_into().ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_told_apart_with_the_key_alone() {
        let (key, other) = (SealingKey::new([1; 32]), SealingKey::new([2; 32]));
        assert_eq!(key.words_hash(" いずみ "), key.words_hash("いずみ"));
        assert_ne!(key.words_hash("いずみ"), key.words_hash("いすみ"));
        assert_ne!(key.words_hash("いずみ"), other.words_hash("いずみ"));
        assert_eq!(key.words_hash("いずみ").len(), 32);
    }

    #[test]
    fn a_secret_opens_with_its_key_for_its_account_alone() {
        let (key, other) = (SealingKey::new([1; 32]), SealingKey::new([2; 32]));
        let (own, somebody) = (UserId(uuid::Uuid::from_u128(1)), UserId(uuid::Uuid::from_u128(2)));
        let secret = key.offered("hash");
        assert_ne!(secret, other.offered("hash"));
        assert_ne!(secret, key.offered("another"));
        let sealed = key.seal(own, &secret, [7; 32]).unwrap();
        assert_eq!(key.open(own, &sealed), Some(secret));
        assert_eq!(key.open(somebody, &sealed), None);
        assert_eq!(other.open(own, &sealed), None);
        assert_eq!(key.open(own, "x"), None);
    }
}
