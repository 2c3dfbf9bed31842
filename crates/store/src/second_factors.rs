//! 二段階認証: the sealed secret of an account, the printed codes as hashes, and the devices that are known. Of the whole
//! installation, as accounts are.

use domain::id::UserId;

use crate::{StoreError, Tx};

/// The second factor of an account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SecondFactor {
    /// The secret, sealed with a key that is not in the database.
    pub sealed: String,
    /// The last step (of 30 seconds since 1970) of which a code was taken.
    pub last_step: i64,
    /// When it was set up, UTC, RFC 3339.
    pub since: String,
}

/// The second factor of an account.
pub fn find(tx: &mut Tx, user: UserId) -> Result<Option<SecondFactor>, StoreError> {
    tx.optional("select sealed, last_step, since from second_factor where user_id = $1", &[&user], |row| {
        Ok(SecondFactor { sealed: row.next()?, last_step: row.next()?, since: row.next()? })
    })
}

/// Keeps the second factor in the place of the one before.
pub fn put(tx: &mut Tx, user: UserId, new: &SecondFactor) -> Result<(), StoreError> {
    tx.execute("delete from second_factor where user_id = $1", &[&user])?;
    tx.execute(
        "insert into second_factor (user_id, sealed, last_step, since) values ($1, $2, $3, $4)",
        &[&user, &new.sealed, &new.last_step, &new.since],
    )?;
    Ok(())
}

/// Takes the code of a step; whether none of it or of a later one was taken before. One of a step after `ahead` was taken by a
/// clock that went wrong, and counts for nothing.
pub fn use_step(tx: &mut Tx, user: UserId, step: i64, ahead: i64) -> Result<bool, StoreError> {
    let sql = "update second_factor set last_step = $2 where user_id = $1 and (last_step < $2 or last_step > $3)";
    Ok(tx.execute(sql, &[&user, &step, &ahead])? == 1)
}

/// Whether an account has a second factor of either kind: an app or a passkey.
pub fn has_any(tx: &mut Tx, user: UserId) -> Result<bool, StoreError> {
    let sql =
        "select user_id from second_factor where user_id = $1 union select user_id from passkey where user_id = $1";
    let first: Option<UserId> = tx.optional(sql, &[&user], |row| row.next())?;
    Ok(first.is_some())
}

/// Takes second factors of both kinds and printed codes away; whether there was an app.
pub fn remove(tx: &mut Tx, user: UserId) -> Result<bool, StoreError> {
    tx.execute("delete from recovery_code where user_id = $1", &[&user])?;
    tx.execute("delete from passkey where user_id = $1", &[&user])?;
    Ok(tx.execute("delete from second_factor where user_id = $1", &[&user])? == 1)
}

/// Keeps the hashes of new printed codes in the place of those before.
pub fn put_codes(tx: &mut Tx, user: UserId, hashes: &[String]) -> Result<(), StoreError> {
    tx.execute("delete from recovery_code where user_id = $1", &[&user])?;
    for hash in hashes {
        tx.execute("insert into recovery_code (user_id, code_hash) values ($1, $2)", &[&user, hash])?;
    }
    Ok(())
}

/// Uses a printed code up; whether it was there.
pub fn use_code(tx: &mut Tx, user: UserId, hash: &str) -> Result<bool, StoreError> {
    Ok(tx.execute("delete from recovery_code where user_id = $1 and code_hash = $2", &[&user, &hash])? == 1)
}

/// How many printed codes are left.
pub fn codes_left(tx: &mut Tx, user: UserId) -> Result<i64, StoreError> {
    let sql = "select cast(count(*) as bigint) from recovery_code where user_id = $1";
    Ok(tx.optional(sql, &[&user], |row| row.next::<i64>())?.unwrap_or(0))
}

/// Keeps a device as known, by the hash of its secret; the oldest of the person beyond `most` are forgotten.
pub fn add_pass(tx: &mut Tx, user: UserId, hash: &str, now: &str, most: i64) -> Result<(), StoreError> {
    tx.execute("insert into device_pass (pass_hash, user_id, created_at) values ($1, $2, $3)", &[&hash, &user, &now])?;
    tx.execute(
        "delete from device_pass where pass_hash in (select pass_hash from device_pass where user_id = $1 \
         order by created_at desc, pass_hash limit 1000000000 offset $2)",
        &[&user, &most],
    )?;
    Ok(())
}

/// Whether a device is known for this person.
pub fn has_pass(tx: &mut Tx, user: UserId, hash: &str) -> Result<bool, StoreError> {
    let sql = "select created_at from device_pass where user_id = $1 and pass_hash = $2";
    let found: Option<String> = tx.optional(sql, &[&user, &hash], |row| row.next())?;
    Ok(found.is_some())
}

/// Forgets every device of a person.
pub fn remove_passes(tx: &mut Tx, user: UserId) -> Result<u64, StoreError> {
    tx.execute("delete from device_pass where user_id = $1", &[&user])
}
