//! A session gets another secret whenever what it may do changes: who knew the old one has nothing.

use store::{Tx, sessions};

use super::Token;
use crate::{Outside, Refusal, sha256_hex};

/// Gives the session another secret, which is told once. Not found where it has ended.
pub fn renew_session(tx: &mut Tx, outside: &Outside, token_hash: &str) -> Result<Token, Refusal> {
    let token = Token::new(outside);
    if sessions::renew(tx, token_hash, &sha256_hex(&token.0))? { Ok(token) } else { Err(Refusal::NotFound) }
}
