//! パスキー: the public keys of the devices with which people prove who they are. Of the whole installation, as accounts are.

use domain::id::UserId;

use crate::{Row, StoreError, Tx};

/// A passkey of an account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passkey {
    /// The number that the device gave it, base64url without padding; no two are the same.
    pub credential: String,
    /// Whose it is.
    pub user: UserId,
    /// The name under which the program was open when it was made: it is good for that name alone.
    pub host: String,
    /// What the person calls it.
    pub name: String,
    /// The public key, base64, as `webauthn_rp` writes it.
    pub public_key: String,
    /// What may change at each use.
    pub state: PasskeyState,
    /// When it was added, UTC, RFC 3339.
    pub since: String,
    /// When it was last used; none where it never was.
    pub last_used: Option<String>,
}

/// What may change at each use of a passkey.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PasskeyState {
    /// How often the device says the key was used; 0 where it does not count.
    pub sign_count: i64,
    /// Whether the device may copy the key to others or has: `no`, `may`, `yes`.
    pub backup: String,
}

const OF_USER: &str = "select credential, user_id, host, name, public_key, sign_count, backup, since, last_used from passkey \
    where user_id = $1 order by since, credential";
const FIND: &str = "select credential, user_id, host, name, public_key, sign_count, backup, since, last_used from passkey \
    where credential = $1";

fn read(row: &mut Row) -> Result<Passkey, StoreError> {
    Ok(Passkey {
        credential: row.next()?,
        user: row.next()?,
        host: row.next()?,
        name: row.next()?,
        public_key: row.next()?,
        state: PasskeyState { sign_count: row.next()?, backup: row.next()? },
        since: row.next()?,
        last_used: row.next()?,
    })
}

/// The passkeys of a person, the oldest first.
pub fn of_user(tx: &mut Tx, user: UserId) -> Result<Vec<Passkey>, StoreError> {
    tx.rows(OF_USER, &[&user], read)
}

/// The passkey with this number, whosever it is.
pub fn find(tx: &mut Tx, credential: &str) -> Result<Option<Passkey>, StoreError> {
    tx.optional(FIND, &[&credential], read)
}

/// Keeps a new passkey.
pub fn add(tx: &mut Tx, new: &Passkey) -> Result<(), StoreError> {
    tx.execute(
        "insert into passkey (credential, user_id, host, name, public_key, sign_count, backup, since, last_used) \
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        &[
            &new.credential,
            &new.user,
            &new.host,
            &new.name,
            &new.public_key,
            &new.state.sign_count,
            &new.state.backup,
            &new.since,
            &new.last_used,
        ],
    )?;
    Ok(())
}

/// Notes a use; whether the count still stood where it was read.
pub fn note_use(tx: &mut Tx, before: &Passkey, now: &PasskeyState, at: &str) -> Result<bool, StoreError> {
    let sql =
        "update passkey set sign_count = $3, backup = $4, last_used = $5 where credential = $1 and sign_count = $2";
    let touched =
        tx.execute(sql, &[&before.credential, &before.state.sign_count, &now.sign_count, &now.backup, &at])?;
    Ok(touched == 1)
}

/// Takes a passkey of a person away; whether it was there.
pub fn remove(tx: &mut Tx, user: UserId, credential: &str) -> Result<bool, StoreError> {
    Ok(tx.execute("delete from passkey where user_id = $1 and credential = $2", &[&user, &credential])? == 1)
}
