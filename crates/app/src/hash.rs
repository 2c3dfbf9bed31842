//! SHA-256, as files, tokens and codes are known by.

use sha2::{Digest as _, Sha256};

/// SHA-256, 64 hexadecimal digits.
pub fn sha256_hex(bytes: impl AsRef<[u8]>) -> String {
    base16ct::lower::encode_string(&Sha256::digest(bytes))
}
