//! ログインとログアウト. Three steps, because the password is compared outside of any transaction: look up, compare, record.
//!
//! An unknown login takes as long and answers the same as a wrong password. After five failures in a row the login
//! waits for a quarter of an hour, known or not.

use domain::id::{OfficeId, UserId};
use serde_json::json;
use store::{
    StoreError, Tx,
    accounts::{self, Account},
    audit::{self, NewEntry},
    sessions::{self, NewSession},
};

use super::{
    ABSOLUTE_HOURS, normal_login,
    session::{AHEAD_MINUTES, SignedIn, shifted},
};
use crate::{AuditAction, Outside, Refusal, outbox::tell_of_new_device, sha256_hex};

/// Failures in a row after which a login has to wait.
const FAILURES: i64 = 5;
/// Minutes for which it waits.
const WAIT_MINUTES: i64 = 15;
/// Days for which attempts are kept.
const KEEP_DAYS: i64 = 30;

/// A hash that no password has: compared when there is no such login, so that the answer takes as long.
const NOBODY: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$bWltYW1vcmltaW1hbW9yaQ$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

/// The secret of a session; the browser keeps it, the database only its hash.
#[derive(Clone, Debug)]
pub struct Token(pub String);

/// What was found for a login.
pub struct SignInCheck {
    login_hash: String,
    account: Option<Account>,
    /// Whether the login has to wait after too many failures.
    pub blocked: bool,
}

impl SignInCheck {
    /// The office whose log tells of the attempt; nobody's when the login is unknown.
    pub fn office(&self) -> OfficeId {
        self.account.as_ref().map_or(OfficeId(uuid::Uuid::nil()), |account| account.user.office)
    }

    /// The hash to compare with; one that nothing matches when the login is unknown.
    pub fn password_hash(&self) -> &str {
        self.account.as_ref().map_or(NOBODY, |account| account.password_hash.as_str())
    }
}

/// Looks a login up.
pub fn begin_sign_in(tx: &mut Tx, login: &str, now: &str) -> Result<SignInCheck, StoreError> {
    let login = normal_login(login);
    let login_hash = sha256_hex(&login);
    let since = shifted(now, -WAIT_MINUTES);
    let failures = accounts::failures_between(tx, &login_hash, &since, &shifted(now, AHEAD_MINUTES))?;
    Ok(SignInCheck { account: accounts::by_login(tx, &login)?, login_hash, blocked: failures >= FAILURES })
}

/// Records the attempt; a token when the password matched and the account is on.
pub fn finish_sign_in(
    tx: &mut Tx,
    outside: &Outside,
    check: &SignInCheck,
    matches: bool,
    device: &str,
) -> Result<Option<Token>, Refusal> {
    let now = (outside.now)();
    let usable = check.account.as_ref().filter(|account| !account.user.disabled && !check.blocked && matches);
    let id = (outside.new_id)().to_string();
    accounts::add_attempt(tx, &id, &check.login_hash, &now, usable.is_some())?;
    if let Some(account) = &check.account {
        let action = if usable.is_some() { AuditAction::SignIn } else { AuditAction::SignInFailed };
        let body = json!({ "device": device, "blocked": check.blocked }).to_string();
        let user = &account.user;
        let entry = NewEntry {
            at: &now,
            actor_id: &user.id.to_string(),
            actor_name: &user.name,
            action,
            subject: &user.id.to_string(),
            body: &body,
        };
        audit::append(tx, user.office, &entry)?;
    }
    let Some(account) = usable else { return Ok(None) };
    tell_of_new_device(tx, outside, (account.user.office, account.user.id), device, &now)?;
    let ahead = shifted(&now, AHEAD_MINUTES);
    sessions::remove_expired(tx, &now, &ahead)?;
    accounts::remove_attempts_outside(tx, &shifted(&now, -KEEP_DAYS * 24 * 60), &ahead)?;
    Ok(Some(open_session(tx, outside, account.user.office, account.user.id, device)?))
}

/// Opens a session and tells its secret.
pub fn open_session(
    tx: &mut Tx,
    outside: &Outside,
    office: OfficeId,
    user: UserId,
    device: &str,
) -> Result<Token, StoreError> {
    let token = base16ct::lower::encode_string(&(outside.random)());
    let now = (outside.now)();
    let new = NewSession {
        token_hash: &sha256_hex(&token),
        office,
        user,
        now: &now,
        expires_at: &shifted(&now, ABSOLUTE_HOURS * 60),
        device,
    };
    sessions::add(tx, &new)?;
    Ok(Token(token))
}

/// Ends the session.
pub fn sign_out(tx: &mut Tx, outside: &Outside, signed_in: &SignedIn) -> Result<(), Refusal> {
    sessions::remove(tx, &signed_in.token_hash)?;
    let actor = &signed_in.actor;
    let id = actor.user.to_string();
    let entry = NewEntry {
        at: &(outside.now)(),
        actor_id: &id,
        actor_name: &actor.name,
        action: AuditAction::SignOut,
        subject: &id,
        body: "{}",
    };
    audit::append(tx, actor.office, &entry)?;
    Ok(())
}
