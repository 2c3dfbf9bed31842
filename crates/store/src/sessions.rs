//! ログイン中の端末: the table of sessions. Only the SHA-256 of a token is kept, so that a stolen copy of the database opens nothing.

use domain::{
    id::{OrganisationId, UserId},
    organisation::{Organisation, OrganisationKind},
};

use crate::{Row, StoreError, Tx, read::of_word};

/// A session with the account and the organisation it works in, as each request needs them.
#[derive(Clone, Debug)]
pub struct StoredSession {
    /// User.
    pub user: UserId,
    /// Where it works; none while the person has not said in which organisation.
    pub seat: Option<Seat>,
    /// Whether the person could work in another organisation, too.
    pub elsewhere: bool,
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

/// The membership that a session works by, as it is now.
#[derive(Clone, Debug)]
pub struct Seat {
    /// The organisation.
    pub organisation: Organisation,
    /// 氏名.
    pub name: String,
    /// The word of the role.
    pub role: String,
    /// Whether the membership is switched off.
    pub disabled: bool,
    /// The words of what the person may see; none where the role says it.
    pub sections: Option<String>,
}

/// A session whose membership was taken away is none.
macro_rules! sessions {
    ($rest:literal) => {
        concat!(
            "select s.user_id, o.id, o.kind, o.name, m.name, m.role, m.disabled, m.sections, exists (select 1 from membership e \
             where e.user_id = s.user_id and e.organisation_id <> s.organisation_id and e.disabled = false), \
             a.must_change_password, s.created_at, s.last_seen_at, s.expires_at, s.device, s.token_hash \
             from session s join user_account a on a.id = s.user_id \
             left join organisation o on o.id = s.organisation_id \
             left join membership m on m.organisation_id = s.organisation_id and m.user_id = s.user_id \
             where (s.organisation_id is null or m.user_id is not null) and ",
            $rest
        )
    };
}

fn session(row: &mut Row) -> Result<StoredSession, StoreError> {
    let user = row.next()?;
    let (id, kind) = (row.next::<Option<OrganisationId>>()?, row.next::<Option<String>>()?);
    let (organisation, name) = (row.next::<Option<String>>()?, row.next::<Option<String>>()?);
    let (role, disabled) = (row.next::<Option<String>>()?, row.next::<Option<bool>>()?);
    let sections = row.next::<Option<String>>()?;
    let seat = match (id, kind, organisation, name, role, disabled) {
        (Some(id), Some(kind), Some(organisation), Some(name), Some(role), Some(disabled)) => {
            let kind = of_word("organisation", "kind", kind, OrganisationKind::from_word)?;
            Some(Seat { organisation: Organisation { id, kind, name: organisation }, name, role, disabled, sections })
        }
        _ => None,
    };
    Ok(StoredSession {
        user,
        seat,
        elsewhere: row.next()?,
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
    tx.optional(sessions!("s.token_hash = $1"), &[&token_hash], session)
}

/// The sessions of one person in every organisation, latest use first.
pub fn of_user(tx: &mut Tx, user: UserId) -> Result<Vec<StoredSession>, StoreError> {
    tx.rows(sessions!("s.user_id = $1 order by s.last_seen_at desc"), &[&user], session)
}

/// A new session.
pub struct NewSession<'a> {
    /// SHA-256 of the token, hex.
    pub token_hash: &'a str,
    /// Where it works; none until the person has said in which organisation.
    pub organisation: Option<OrganisationId>,
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
        "insert into session (token_hash, organisation_id, user_id, created_at, last_seen_at, expires_at, device) \
         values ($1, $2, $3, $4, $5, $6, $7)",
        &[&new.token_hash, &new.organisation, &new.user, &new.now, &new.now, &new.expires_at, &new.device],
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

/// Lets a session work in this organisation from now on.
pub fn move_to(tx: &mut Tx, token_hash: &str, organisation: OrganisationId) -> Result<(), StoreError> {
    tx.execute("update session set organisation_id = $2 where token_hash = $1", &[&token_hash, &organisation])?;
    Ok(())
}

/// Ends all sessions of a person but one, in every organisation (`keep` may be empty: then all).
pub fn remove_of_user(tx: &mut Tx, user: UserId, keep: &str) -> Result<u64, StoreError> {
    tx.execute("delete from session where user_id = $1 and token_hash <> $2", &[&user, &keep])
}

/// Ends the sessions of a person in one organisation.
pub fn remove_of_member(tx: &mut Tx, organisation: OrganisationId, user: UserId) -> Result<u64, StoreError> {
    tx.execute("delete from session where organisation_id = $1 and user_id = $2", &[&organisation, &user])
}

/// Ends all sessions whose absolute end has passed, and those begun after `ahead`: a clock that went wrong opened them.
pub fn remove_expired(tx: &mut Tx, now: &str, ahead: &str) -> Result<u64, StoreError> {
    tx.execute("delete from session where expires_at < $1 or created_at > $2", &[&now, &ahead])
}
