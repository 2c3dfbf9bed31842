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
    /// What is left to be done before it opens anything.
    pub pending: Pending,
    /// UTC, RFC 3339: when the person last proved who it is; empty where that was before it was noted.
    pub proved_at: String,
    /// The network address from which the person signed in; empty where it is not known.
    pub address: String,
    /// Whether the token is to be replaced, because rights have changed.
    pub renew: bool,
    /// Minutes without use after which it ends.
    pub idle_minutes: i64,
    /// 担当外の閲覧: whether the organisation asks why somebody opens a client's pages who is not in charge.
    pub asks_reason: bool,
    /// アカウントのお知らせ: whether something about the account was changed before it was opened, and is not ticked yet.
    pub has_notices: bool,
}

/// What is left to be done before a session opens anything.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Pending {
    /// Nothing.
    #[default]
    Nothing,
    /// The second factor is to be proved.
    Code,
    /// A second factor is to be set up.
    Enrol,
}

impl Pending {
    fn word(self) -> &'static str {
        match self {
            Self::Nothing => "",
            Self::Code => "code",
            Self::Enrol => "enrol",
        }
    }

    fn from_word(word: &str) -> Option<Self> {
        [Self::Nothing, Self::Code, Self::Enrol].into_iter().find(|it| it.word() == word)
    }
}

/// Minutes without use where no organisation says how many.
const IDLE_MINUTES: i64 = 30;

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
             a.must_change_password, s.created_at, s.last_seen_at, s.expires_at, s.device, s.token_hash, \
             s.pending, s.proved_at, s.address, s.renew, o.idle_minutes, o.asks_reason, \
             exists (select 1 from account_notice n where n.user_id = s.user_id and n.at < s.created_at) \
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
        pending: of_word("session", "pending", row.next()?, Pending::from_word)?,
        proved_at: row.next()?,
        address: row.next()?,
        renew: row.next()?,
        idle_minutes: row.next::<Option<i64>>()?.unwrap_or(IDLE_MINUTES),
        asks_reason: row.next::<Option<bool>>()?.unwrap_or_default(),
        has_notices: row.next()?,
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
    /// The network address; empty where it is not known.
    pub address: &'a str,
    /// What is left to be done before it opens anything.
    pub pending: Pending,
}

/// Keeps a new session: the person has just proved who it is.
pub fn add(tx: &mut Tx, new: &NewSession<'_>) -> Result<(), StoreError> {
    let pending = new.pending.word();
    tx.execute(
        "insert into session (token_hash, organisation_id, user_id, created_at, last_seen_at, expires_at, device, \
         address, pending, proved_at) values ($1, $2, $3, $4, $4, $5, $6, $7, $8, $4)",
        &[
            &new.token_hash,
            &new.organisation,
            &new.user,
            &new.now,
            &new.expires_at,
            &new.device,
            &new.address,
            &pending,
        ],
    )?;
    Ok(())
}

/// Notes that a session was used.
pub fn touch(tx: &mut Tx, token_hash: &str, now: &str) -> Result<(), StoreError> {
    tx.execute("update session set last_seen_at = $2 where token_hash = $1", &[&token_hash, &now])?;
    Ok(())
}

/// Notes that the person has proved again who it is.
pub fn prove(tx: &mut Tx, token_hash: &str, now: &str) -> Result<(), StoreError> {
    tx.execute("update session set proved_at = $2 where token_hash = $1", &[&token_hash, &now])?;
    Ok(())
}

/// Gives a session another token; whether it was there. Nothing else of it changes.
pub fn renew(tx: &mut Tx, before: &str, after: &str) -> Result<bool, StoreError> {
    let sql = "update session set token_hash = $2, renew = $3 where token_hash = $1";
    Ok(tx.execute(sql, &[&before, &after, &false])? == 1)
}

/// Marks the sessions of a person in one organisation, so that each gets another token at its next use.
pub fn mark_to_renew(tx: &mut Tx, organisation: OrganisationId, user: UserId) -> Result<u64, StoreError> {
    let sql = "update session set renew = $3 where organisation_id = $1 and user_id = $2";
    tx.execute(sql, &[&organisation, &user, &true])
}

/// Ends one session of a person; whether it was there.
pub fn remove_one(tx: &mut Tx, user: UserId, token_hash: &str) -> Result<bool, StoreError> {
    Ok(tx.execute("delete from session where user_id = $1 and token_hash = $2", &[&user, &token_hash])? == 1)
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

/// Ends all sessions of everybody; how many there were.
pub fn remove_all(tx: &mut Tx) -> Result<u64, StoreError> {
    tx.execute("delete from session", &[])
}

/// Ends all sessions that were used last after a time: a clock that went wrong noted it.
pub fn remove_used_after(tx: &mut Tx, ahead: &str) -> Result<u64, StoreError> {
    tx.execute("delete from session where last_seen_at > $1", &[&ahead])
}

/// Ends all sessions whose absolute end has passed, and those begun after `ahead`: a clock that went wrong opened them.
pub fn remove_expired(tx: &mut Tx, now: &str, ahead: &str) -> Result<u64, StoreError> {
    tx.execute("delete from session where expires_at < $1 or created_at > $2", &[&now, &ahead])
}
