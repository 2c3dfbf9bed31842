//! ログインとログアウト. Three steps, because the password is compared outside of any transaction: count and look up, compare,
//! record. Then the second factor, without which the session opens nothing ([`super::ProveFactor`]).
//!
//! An unknown login takes as long and answers the same as a wrong password. What waits after too many tries, known or not,
//! stands in [`super::brake`].

use std::net::IpAddr;

use domain::id::{OrganisationId, UserId};
use serde_json::{Value, json};
use store::{
    StoreError, Tx,
    accounts::{self, Given, Login},
    looks::{Look, LookKind},
    memberships::{self, Membership},
    second_factors,
    sessions::{self, NewSession, Pending},
};

use super::{
    ABSOLUTE_HOURS,
    brake::{self, Counted, Subject},
    normal_login,
    notices::{NoticeKind, tell_own},
    session::{AHEAD_MINUTES, is_within, member, shifted},
};
use crate::{Acts as _, AuditAction, Cx, Member, Outside, Refusal, limits, outbox::tell_of_new_device, sha256_hex};

/// A hash that no password has: compared when there is no such login, so that the answer takes as long.
const NOBODY: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$bWltYW1vcmltaW1hbW9yaQ$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

/// The secret of a session; the browser keeps it, the database only its hash.
#[derive(Clone, Debug)]
pub struct Token(pub String);

impl Token {
    pub(super) fn new(outside: &Outside) -> Self {
        Self(base16ct::lower::encode_string(&(outside.random)()))
    }
}

/// Where somebody signs in.
#[derive(Clone, Debug, Default)]
pub struct Place {
    /// 端末: browser and system, in short.
    pub device: String,
    /// The network address, where it is known.
    pub address: Option<IpAddr>,
    /// The secrets that the device got when people signed in on it; several share one.
    pub passes: Vec<String>,
    /// The secret of the session that the browser still has: it gives way to the new one.
    pub before: Option<String>,
}

impl Place {
    fn address(&self) -> String {
        self.address.map(|address| address.to_canonical().to_string()).unwrap_or_default()
    }

    fn told(&self) -> Value {
        json!({ "device": self.device, "address": self.address() })
    }

    /// Ends the session that the browser had.
    fn give_way(&self, tx: &mut Tx) -> Result<(), StoreError> {
        match &self.before {
            Some(before) => sessions::remove(tx, &sha256_hex(before)),
            None => Ok(()),
        }
    }

    /// The hash of the device's secret, where it is known for this person.
    fn known(&self, tx: &mut Tx, user: UserId) -> Result<Option<String>, StoreError> {
        for hash in self.passes.iter().map(sha256_hex) {
            if second_factors::has_pass(tx, user, &hash)? {
                return Ok(Some(hash));
            }
        }
        Ok(None)
    }
}

/// Somebody who came in.
#[derive(Clone, Debug)]
pub struct Entered {
    /// The session.
    pub token: Token,
    /// The secret for the device, where it was not known.
    pub pass: Option<String>,
}

/// What came of a login and a password.
#[derive(Clone, Debug)]
pub enum SignIn {
    /// In (the demo).
    Done(Entered),
    /// The second factor is to be proved or set up.
    Pending(Token, Pending),
    /// The one-time password was right, but was used before or is too old.
    Spent,
    /// There is no such login, or the password is another one, or too much was tried.
    Wrong,
}

/// What was found for a login.
pub struct SignInCheck {
    login: Option<Login>,
    /// Those in which the person may work come first.
    memberships: Vec<Membership>,
    subjects: Vec<Subject>,
    counted: Counted,
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

    /// Whether it has to wait after too many tries: nothing is compared then.
    pub fn blocked(&self) -> bool {
        self.counted.blocked
    }

    /// Whether the logs are to tell of it: of what waits, only that it began to.
    pub fn is_told(&self) -> bool {
        !self.counted.blocked || self.counted.first
    }
}

impl SignInCheck {
    /// What the logs of looks are told where the try fails: of each organisation of the person, or of none where nobody has the
    /// login. What was typed stands there as an HMAC alone: it can be a password in the wrong field.
    pub fn failed(&self, outside: &Outside, typed: &str, place: &Place) -> Vec<(OrganisationId, LookKind, Look)> {
        if !self.is_told() {
            return Vec::new();
        }
        let at = (outside.now)();
        let look = Look { at, address: place.address(), device: place.device.clone(), ..Look::default() };
        let known = self.memberships.iter().map(|it| {
            let look = Look { user: it.user.to_string(), name: it.name.clone(), ..look.clone() };
            (it.organisation.id, LookKind::SignInFailed, look)
        });
        let known: Vec<_> = known.collect();
        if !known.is_empty() {
            return known;
        }
        let words = outside.key.as_ref().map(|key| key.words_hash(&normal_login(typed))).unwrap_or_default();
        vec![(OrganisationId(uuid::Uuid::nil()), LookKind::SignInUnknown, Look { words, ..look })]
    }
}

/// Counts the try and looks the login up. What is counted is nobody's, so it has a turn of its own.
pub fn begin_sign_in(tx: &mut Tx, login: &str, place: &Place, now: &str) -> Result<SignInCheck, StoreError> {
    let login = normal_login(login);
    let login_hash = sha256_hex(&login);
    let login = accounts::by_login(tx, &login)?;
    let known = match &login {
        Some(login) => place.known(tx, login.user)?,
        None => None,
    };
    let subjects: Vec<Subject> = match known {
        Some(pass) => vec![Subject::device(&pass)],
        None => {
            [Some(Subject::login(&login_hash)), place.address.map(Subject::network)].into_iter().flatten().collect()
        }
    };
    let counted = brake::count(tx, &subjects, now)?;
    let memberships = match &login {
        Some(login) => of_user(tx, login.user)?,
        None => Vec::new(),
    };
    Ok(SignInCheck { login, memberships, subjects, counted })
}

/// Forgets what was counted: the password was right.
pub fn forget_tries(tx: &mut Tx, check: &SignInCheck) -> Result<(), StoreError> {
    brake::forget(tx, &check.subjects)
}

/// The memberships of a person, those in which she may work first.
fn of_user(tx: &mut Tx, user: UserId) -> Result<Vec<Membership>, StoreError> {
    let mut memberships = memberships::of_user(tx, user)?;
    memberships.sort_by_key(|it| it.disabled);
    Ok(memberships)
}

/// The organisation in whose turn a person's sign-in is written: the first in which she may work, else nobody's.
pub fn first_organisation(tx: &mut Tx, user: UserId) -> Result<OrganisationId, StoreError> {
    let first = of_user(tx, user)?.into_iter().find(|it| !it.disabled);
    Ok(first.map_or(OrganisationId(uuid::Uuid::nil()), |it| it.organisation.id))
}

/// Records the attempt. In the turn of the first of [`SignInCheck::organisations`], whose log alone is written; the others
/// hear of a failure by [`note_failure`].
pub fn finish_sign_in(
    tx: &mut Tx,
    outside: &Outside,
    check: &SignInCheck,
    matches: bool,
    place: &Place,
) -> Result<SignIn, Refusal> {
    let now = (outside.now)();
    let open = check.memberships.first().is_some_and(|it| !it.disabled);
    let usable = check.login.as_ref().filter(|_| open && !check.blocked() && matches);
    let refused = match usable {
        None => Some(SignIn::Wrong),
        Some(login) if !opens(tx, login, &now)? => Some(SignIn::Spent),
        Some(_) => None,
    };
    if let Some(refused) = refused {
        if let Some(first) = check.memberships.first().filter(|_| check.is_told()) {
            note(tx, outside, check, first, place)?;
        }
        return Ok(refused);
    }
    let Some(login) = usable else { return Ok(SignIn::Wrong) };
    sessions::remove_expired(tx, &now, &shifted(&now, AHEAD_MINUTES))?;
    place.give_way(tx)?;
    if login.of_demo {
        return Ok(SignIn::Done(enter(tx, outside, login.user, place, None)?));
    }
    let pending = if second_factors::has_any(tx, login.user)? { Pending::Code } else { Pending::Enrol };
    Ok(SignIn::Pending(open_pending(tx, outside, login.user, place, pending)?, pending))
}

/// Whether the password opens anything: a one-time password does so once, and for three days.
fn opens(tx: &mut Tx, login: &Login, now: &str) -> Result<bool, StoreError> {
    let Some(Given { at, used }) = &login.given else { return Ok(true) };
    let in_time = at.as_ref().is_none_or(|at| is_within(at, now, limits::GIVEN_HOURS * 60));
    Ok(in_time && !used && accounts::use_given(tx, login.user)?)
}

/// Lets a person in who has proved who it is: into the only organisation she may work in, or to the question in which.
/// `also`: what else is told to the first organisation.
pub(super) fn enter(
    tx: &mut Tx,
    outside: &Outside,
    user: UserId,
    place: &Place,
    also: Option<AuditAction>,
) -> Result<Entered, Refusal> {
    let now = (outside.now)();
    let open: Vec<Membership> = of_user(tx, user)?.into_iter().filter(|it| !it.disabled).collect();
    let first = open.first().ok_or(Refusal::NotFound)?;
    let member = member(user, &first.organisation, first.name.clone(), (&first.role, first.sections.as_deref()))?;
    if let Some(also) = also {
        tell(tx, outside, &member, also, &place.told())?;
    }
    place.give_way(tx)?;
    let only = (open.len() == 1).then_some(first.organisation.id);
    if let Some(only) = only {
        memberships::accept(tx, only, user, &now)?;
        tell(tx, outside, &member, AuditAction::SignIn, &place.told())?;
        tell_office_of_device(tx, outside, &member, &place.device)?;
    }
    let new = New { organisation: only, user, pending: Pending::Nothing, minutes: ABSOLUTE_HOURS * 60 };
    let token = open_at(tx, outside, new, place)?;
    // After the session was opened: in it nobody is told of what opened it.
    if let Some(also) = also {
        tell_of_entering(tx, outside, &member, also, &place.device)?;
    }
    let pass = match place.known(tx, user)? {
        Some(_) => None,
        None => {
            let pass = Token::new(outside).0;
            second_factors::add_pass(tx, user, &sha256_hex(&pass), &now, limits::DEVICES)?;
            Some(pass)
        }
    };
    Ok(Entered { token, pass })
}

/// Tells the person of what came in beside the password: a second factor that was set up, or a printed code.
fn tell_of_entering(
    tx: &mut Tx,
    outside: &Outside,
    member: &Member,
    also: AuditAction,
    device: &str,
) -> Result<(), Refusal> {
    let kind = match also {
        AuditAction::EnrolFactor => NoticeKind::AppSet,
        AuditAction::AddPasskey => NoticeKind::PasskeyAdded,
        AuditAction::UsePrintedCode => NoticeKind::CodeUsed,
        _ => return Ok(()),
    };
    let mut cx = Cx { actor: member, tx, outside, today: (outside.today)(), operation: None };
    tell_own(&mut cx, kind, device)
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
    place: &Place,
) -> Result<(), Refusal> {
    match check.memberships.iter().find(|it| it.organisation.id == organisation) {
        Some(membership) => note(tx, outside, check, membership, place),
        None => Ok(()),
    }
}

fn note(tx: &mut Tx, outside: &Outside, check: &SignInCheck, of: &Membership, place: &Place) -> Result<(), Refusal> {
    let member = member(of.user, &of.organisation, of.name.clone(), (&of.role, of.sections.as_deref()))?;
    let body = json!({ "device": place.device, "address": place.address(), "blocked": check.blocked() });
    tell(tx, outside, &member, AuditAction::SignInFailed, &body)
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

/// A session to open.
struct New {
    organisation: Option<OrganisationId>,
    user: UserId,
    pending: Pending,
    minutes: i64,
}

/// Opens a session of somebody who has proved who it is, and tells its secret. Without an organisation it is a guest's.
pub fn open_session(
    tx: &mut Tx,
    outside: &Outside,
    organisation: Option<OrganisationId>,
    user: UserId,
    device: &str,
) -> Result<Token, StoreError> {
    let place = Place { device: device.to_owned(), ..Place::default() };
    let new = New { organisation, user, pending: Pending::Nothing, minutes: ABSOLUTE_HOURS * 60 };
    open_at(tx, outside, new, &place)
}

/// Opens a session that opens nothing until the second factor is proved or set up.
pub(super) fn open_pending(
    tx: &mut Tx,
    outside: &Outside,
    user: UserId,
    place: &Place,
    pending: Pending,
) -> Result<Token, StoreError> {
    open_at(tx, outside, New { organisation: None, user, pending, minutes: limits::PENDING_MINUTES }, place)
}

fn open_at(tx: &mut Tx, outside: &Outside, new: New, place: &Place) -> Result<Token, StoreError> {
    let (token, now) = (Token::new(outside), (outside.now)());
    let stored = NewSession {
        token_hash: &sha256_hex(&token.0),
        organisation: new.organisation,
        user: new.user,
        now: &now,
        expires_at: &shifted(&now, new.minutes),
        device: &place.device,
        address: &place.address(),
        pending: new.pending,
    };
    sessions::add(tx, &stored)?;
    Ok(token)
}

/// Ends the session.
pub fn sign_out(cx: &mut Cx<'_, Member>, token_hash: &str) -> Result<(), Refusal> {
    sessions::remove(cx.tx, token_hash)?;
    cx.audit(AuditAction::SignOut, &cx.actor.user().to_string(), &json!({}))
}
