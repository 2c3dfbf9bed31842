//! ログイン中の端末: the table of sessions. Only the SHA-256 of a token is kept, so that a stolen copy of the database opens nothing.

use domain::{
    id::{OfficeId, UserId},
    office::Role,
};

use crate::{
    Row, StoreError, Tx,
    read::{of_word, parsed},
};

/// A session with the account and the office it belongs to, as each request needs them.
#[derive(Clone, Debug)]
pub struct StoredSession {
    /// Office.
    pub office: OfficeId,
    /// 事業所名.
    pub office_name: String,
    /// User.
    pub user: UserId,
    /// 氏名.
    pub name: String,
    /// 役割, as it is now.
    pub role: Role,
    /// Whether the account is switched off.
    pub disabled: bool,
    /// Whether the password must be changed before anything else.
    pub must_change_password: bool,
    /// UTC, RFC 3339.
    pub created_at: String,
    /// UTC, RFC 3339.
    pub last_seen_at: String,
    /// UTC, RFC 3339: the absolute end.
    pub expires_at: String,
    /// Browser and system, in short.
    pub device: String,
    /// SHA-256 of the token, hex.
    pub token_hash: String,
}

const COLUMNS_FROM: &str = "select s.office_id, o.name, s.user_id, u.name, u.role, u.disabled, u.must_change_password, \
    s.created_at, s.last_seen_at, s.expires_at, s.device, s.token_hash \
    from session s join office o on o.id = s.office_id \
    join user_account u on u.office_id = s.office_id and u.id = s.user_id \
    where s.token_hash = $1";

const OF_USER: &str = "select s.office_id, o.name, s.user_id, u.name, u.role, u.disabled, u.must_change_password, \
    s.created_at, s.last_seen_at, s.expires_at, s.device, s.token_hash \
    from session s join office o on o.id = s.office_id \
    join user_account u on u.office_id = s.office_id and u.id = s.user_id \
    where s.office_id = $1 and s.user_id = $2 order by s.last_seen_at desc";

fn session(row: &mut Row) -> Result<StoredSession, StoreError> {
    Ok(StoredSession {
        office: parsed("session", "office_id", row.next()?)?,
        office_name: row.next()?,
        user: parsed("session", "user_id", row.next()?)?,
        name: row.next()?,
        role: of_word("user_account", "role", row.next()?, Role::from_word)?,
        disabled: row.next()?,
        must_change_password: row.next()?,
        created_at: row.next()?,
        last_seen_at: row.next()?,
        expires_at: row.next()?,
        device: row.next()?,
        token_hash: row.next()?,
    })
}

/// The session of a token, by the token's hash.
pub fn find(tx: &mut Tx, token_hash: &str) -> Result<Option<StoredSession>, StoreError> {
    tx.optional(COLUMNS_FROM, &[&token_hash], session)
}

/// The sessions of one person, latest use first.
pub fn of_user(tx: &mut Tx, office: OfficeId, user: UserId) -> Result<Vec<StoredSession>, StoreError> {
    tx.rows(OF_USER, &[&office.to_string(), &user.to_string()], session)
}

/// A new session.
pub struct NewSession<'a> {
    /// SHA-256 of the token, hex.
    pub token_hash: &'a str,
    /// Office.
    pub office: OfficeId,
    /// User.
    pub user: UserId,
    /// UTC, RFC 3339.
    pub now: &'a str,
    /// UTC, RFC 3339: the absolute end.
    pub expires_at: &'a str,
    /// Browser and system, in short.
    pub device: &'a str,
}

/// Keeps a new session.
pub fn add(tx: &mut Tx, new: &NewSession<'_>) -> Result<(), StoreError> {
    tx.execute(
        "insert into session (token_hash, office_id, user_id, created_at, last_seen_at, expires_at, device) \
         values ($1, $2, $3, $4, $5, $6, $7)",
        &[
            &new.token_hash,
            &new.office.to_string(),
            &new.user.to_string(),
            &new.now,
            &new.now,
            &new.expires_at,
            &new.device,
        ],
    )?;
    Ok(())
}

/// Notes that a session was used.
pub fn touch(tx: &mut Tx, token_hash: &str, now: &str) -> Result<(), StoreError> {
    tx.execute("update session set last_seen_at = $2 where token_hash = $1", &[&token_hash, &now])?;
    Ok(())
}

/// Ends one session.
pub fn remove(tx: &mut Tx, token_hash: &str) -> Result<(), StoreError> {
    tx.execute("delete from session where token_hash = $1", &[&token_hash])?;
    Ok(())
}

/// Ends all sessions of a person but one (`keep` may be empty: then all).
pub fn remove_of_user(tx: &mut Tx, office: OfficeId, user: UserId, keep: &str) -> Result<u64, StoreError> {
    tx.execute(
        "delete from session where office_id = $1 and user_id = $2 and token_hash <> $3",
        &[&office.to_string(), &user.to_string(), &keep],
    )
}

/// Ends all sessions whose absolute end has passed, and those begun after `ahead`: a clock that went wrong opened them.
pub fn remove_expired(tx: &mut Tx, now: &str, ahead: &str) -> Result<u64, StoreError> {
    tx.execute("delete from session where expires_at < $1 or created_at > $2", &[&now, &ahead])
}
