//! ログインとログアウト. Three steps, because the password is compared outside of any transaction: look up, compare, record.
//!
//! An unknown login takes as long and answers the same as a wrong password. After five failures in a row the login
//! waits for a quarter of an hour, known or not.

use domain::id::{OrganisationId, UserId};
use serde_json::json;
use store::{
    StoreError, Tx,
    accounts::{self, Login},
    memberships::{self, Membership},
    sessions::{self, NewSession},
};

use super::{
    ABSOLUTE_HOURS, normal_login,
    session::{AHEAD_MINUTES, member, shifted},
};
use crate::{Acts as _, AuditAction, Cx, Member, Outside, Refusal, outbox::tell_of_new_device, sha256_hex};

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
    login: Option<Login>,
    /// Those in which the person may work come first.
    memberships: Vec<Membership>,
    /// Whether the login has to wait after too many failures.
    pub blocked: bool,
}

impl SignInCheck {
    /// The organisations whose logs tell of the attempt, at least one: nobody's when the login is unknown.
    pub fn organisations(&self) -> Vec<OrganisationId> {
        let mut all: Vec<_> = self.memberships.iter().map(|it| it.organisation.id).collect();
        if all.is_empty() {
            all.push(OrganisationId(uuid::Uuid::nil()));
        }
        all
    }

    /// The hash to compare with; one that nothing matches when the login is unknown.
    pub fn password_hash(&self) -> &str {
        self.login.as_ref().map_or(NOBODY, |login| login.password_hash.as_str())
    }

    /// Those in which the person may work.
    fn open(&self) -> impl Iterator<Item = &Membership> {
        self.memberships.iter().filter(|it| !it.disabled)
    }
}

/// Looks a login up.
pub fn begin_sign_in(tx: &mut Tx, login: &str, now: &str) -> Result<SignInCheck, StoreError> {
    let login = normal_login(login);
    let login_hash = sha256_hex(&login);
    let since = shifted(now, -WAIT_MINUTES);
    let failures = accounts::failures_between(tx, &login_hash, &since, &shifted(now, AHEAD_MINUTES))?;
    let login = accounts::by_login(tx, &login)?;
    let mut memberships = match &login {
        Some(login) => memberships::of_user(tx, login.user)?,
        None => Vec::new(),
    };
    memberships.sort_by_key(|it| it.disabled);
    Ok(SignInCheck { login, memberships, login_hash, blocked: failures >= FAILURES })
}

/// Records the attempt; a token when the password matched and there is an organisation to work in. With several, the
/// session is a guest's until the person has said in which ([`super::enter_organisation`]). In the turn of the first of
/// [`SignInCheck::organisations`], whose log alone is written; the others hear of a failure by [`note_failure`].
pub fn finish_sign_in(
    tx: &mut Tx,
    outside: &Outside,
    check: &SignInCheck,
    matches: bool,
    device: &str,
) -> Result<Option<Token>, Refusal> {
    let now = (outside.now)();
    let usable = check.login.as_ref().filter(|_| check.open().next().is_some() && !check.blocked && matches);
    let id = (outside.new_id)().to_string();
    accounts::add_attempt(tx, &id, &check.login_hash, &now, usable.is_some())?;
    let Some(login) = usable else {
        if let Some(first) = check.memberships.first() {
            note(tx, outside, check, first, device)?;
        }
        return Ok(None);
    };
    let ahead = shifted(&now, AHEAD_MINUTES);
    sessions::remove_expired(tx, &now, &ahead)?;
    accounts::remove_attempts_outside(tx, &shifted(&now, -KEEP_DAYS * 24 * 60), &ahead)?;
    let mut open = check.open();
    let only = open.next().filter(|_| open.next().is_none());
    if let Some(only) = only {
        let member = member(login.user, &only.organisation, only.name.clone(), (&only.role, only.sections.as_deref()))?;
        memberships::accept(tx, only.organisation.id, login.user, &now)?;
        tell(tx, outside, &member, AuditAction::SignIn, &json!({ "device": device, "blocked": false }))?;
        tell_office_of_device(tx, outside, &member, device)?;
    }
    Ok(Some(open_session(tx, outside, only.map(|it| it.organisation.id), login.user, device)?))
}

/// Tells the office where somebody signed in of a device that the person has not used there before.
pub(super) fn tell_office_of_device(
    tx: &mut Tx,
    outside: &Outside,
    member: &Member,
    device: &str,
) -> Result<(), Refusal> {
    match member {
        Member::Staff(staff) => {
            Ok(tell_of_new_device(tx, outside, (staff.office, staff.user), device, &(outside.now)())?)
        }
        // A ward has no address for notices.
        Member::Ward(_) => Ok(()),
    }
}

/// Tells an organisation that somebody failed to sign in with the login of one of its people.
pub fn note_failure(
    tx: &mut Tx,
    outside: &Outside,
    check: &SignInCheck,
    organisation: OrganisationId,
    device: &str,
) -> Result<(), Refusal> {
    match check.memberships.iter().find(|it| it.organisation.id == organisation) {
        Some(membership) => note(tx, outside, check, membership, device),
        None => Ok(()),
    }
}

fn note(tx: &mut Tx, outside: &Outside, check: &SignInCheck, of: &Membership, device: &str) -> Result<(), Refusal> {
    let member = member(of.user, &of.organisation, of.name.clone(), (&of.role, of.sections.as_deref()))?;
    tell(tx, outside, &member, AuditAction::SignInFailed, &json!({ "device": device, "blocked": check.blocked }))
}

/// Writes an entry about somebody's own account into the log of the organisation.
pub(super) fn tell(
    tx: &mut Tx,
    outside: &Outside,
    member: &Member,
    action: AuditAction,
    body: &serde_json::Value,
) -> Result<(), Refusal> {
    let mut cx = Cx { actor: member, tx, outside, today: (outside.today)(), operation: None };
    cx.audit(action, &member.user().to_string(), body)
}

/// Opens a session and tells its secret. Without an organisation it is a guest's.
pub fn open_session(
    tx: &mut Tx,
    outside: &Outside,
    organisation: Option<OrganisationId>,
    user: UserId,
    device: &str,
) -> Result<Token, StoreError> {
    let token = base16ct::lower::encode_string(&(outside.random)());
    let now = (outside.now)();
    let new = NewSession {
        token_hash: &sha256_hex(&token),
        organisation,
        user,
        now: &now,
        expires_at: &shifted(&now, ABSOLUTE_HOURS * 60),
        device,
    };
    sessions::add(tx, &new)?;
    Ok(Token(token))
}

/// Ends the session.
pub fn sign_out(cx: &mut Cx<'_, Member>, token_hash: &str) -> Result<(), Refusal> {
    sessions::remove(cx.tx, token_hash)?;
    cx.audit(AuditAction::SignOut, &cx.actor.user().to_string(), &json!({}))
}
