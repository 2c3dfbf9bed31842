//! ログイン中: who a token belongs to. Idle as long as the organisation says (30 minutes where it says nothing) and absolute
//! 12 hours; a membership that is switched off has no session.

use domain::{
    id::{OfficeId, UserId},
    office::{Role, Sections},
    organisation::{Organisation, OrganisationKind, WardRole},
};
use jiff::{SignedDuration, Timestamp};
use store::{
    StoreError, Tx,
    sessions::{self, Pending, Seat},
};

use crate::{Actor, Guest, Member, Purpose, Staff, Ward, limits, sha256_hex};

/// Hours after which a session ends in any case.
pub const ABSOLUTE_HOURS: i64 = 12;
/// Seconds after which the last use is written again, so that not each page view is a write.
const TOUCH_SECONDS: i64 = 60;

/// Minutes that something may lie ahead of the clock: clocks are put right in small steps. What lies further ahead was
/// written by a clock that went wrong, and neither lets anybody in nor keeps anybody out.
pub(crate) const AHEAD_MINUTES: i64 = 5;

/// Somebody who is signed in.
#[derive(Clone, Debug)]
pub struct SignedIn {
    /// Who acts.
    pub actor: Actor,
    /// The organisation's name, for the head of the page; empty for a guest.
    pub organisation_name: String,
    /// Whether the person could work in another organisation, too.
    pub elsewhere: bool,
    /// SHA-256 of the token, hex.
    pub token_hash: String,
    /// Whether the password must be changed before anything else.
    pub must_change_password: bool,
    /// Whether the last use should be written again.
    pub touch_due: bool,
    /// Minutes without use after which the session ends.
    pub idle_minutes: i64,
    /// Seconds after which it ends, unless it is used before (and in any case at its absolute end).
    pub seconds_left: i64,
    /// Whether the person has just proved who it is, as what asks for it wants.
    pub proved: bool,
    /// Whether its secret is to be replaced, because rights have changed.
    pub renew_due: bool,
    /// 担当外の閲覧: whether the office asks why somebody opens a client's pages who is not in charge.
    pub asks_reason: bool,
    /// アカウントのお知らせ: whether the page is to lead to what was changed about the account before it was opened.
    pub has_notices: bool,
}

/// The person a token belongs to, unless the session has ended or the membership is switched off.
pub fn find_session(tx: &mut Tx, token: &str, now: &str) -> Result<Option<SignedIn>, StoreError> {
    Ok(find(tx, token, now)?.filter(|(_, used)| *used).map(|(signed_in, _)| signed_in))
}

/// The person whose session ended for want of use alone and would else go on. It opens nothing any more; what such a person
/// still sends is kept as an own draft, which only signing in again shows.
pub fn find_lapsed(tx: &mut Tx, token: &str, now: &str) -> Result<Option<SignedIn>, StoreError> {
    Ok(find(tx, token, now)?.filter(|(_, used)| !*used).map(|(signed_in, _)| signed_in))
}

/// The person a token belongs to, before its absolute end, and whether it was used in the last half hour.
fn find(tx: &mut Tx, token: &str, now: &str) -> Result<Option<(SignedIn, bool)>, StoreError> {
    let token_hash = sha256_hex(token);
    let Some(stored) = sessions::find(tx, &token_hash)? else { return Ok(None) };
    let (Some(age), Some(idle), Some(left)) =
        (between(&stored.created_at, now), between(&stored.last_seen_at, now), between(now, &stored.expires_at))
    else {
        return Ok(None);
    };
    let of_the_future = age.min(idle) < -SignedDuration::from_mins(AHEAD_MINUTES);
    let disabled = stored.seat.as_ref().is_some_and(|seat| seat.disabled);
    if disabled || of_the_future || left <= SignedDuration::ZERO {
        return Ok(None);
    }
    let most = SignedDuration::from_mins(stored.idle_minutes);
    let used = idle <= most;
    let organisation_name = stored.seat.as_ref().map(|seat| seat.organisation.name.clone()).unwrap_or_default();
    let signed_in = SignedIn {
        actor: actor(stored.user, stored.seat, stored.pending)?,
        organisation_name,
        elsewhere: stored.elsewhere,
        token_hash,
        must_change_password: stored.must_change_password,
        touch_due: idle > SignedDuration::from_secs(TOUCH_SECONDS),
        idle_minutes: stored.idle_minutes,
        seconds_left: (most - idle).min(left).as_secs().max(0),
        proved: is_within(&stored.proved_at, now, limits::PROVED_MINUTES),
        renew_due: stored.renew,
        asks_reason: stored.asks_reason,
        has_notices: stored.has_notices,
    };
    Ok(Some((signed_in, used)))
}

/// Who acts by a session: a guest, while the second factor is not proved or it is not said in which organisation.
fn actor(user: UserId, seat: Option<Seat>, pending: Pending) -> Result<Actor, StoreError> {
    let purpose = match (pending, seat) {
        (Pending::Code, _) => Purpose::ProveFactor,
        (Pending::Enrol, _) => Purpose::EnrolFactor,
        (Pending::Nothing, None) => Purpose::ChooseOrganisation,
        (Pending::Nothing, Some(Seat { organisation, name, role, sections, .. })) => {
            return Ok(member(user, &organisation, name, (&role, sections.as_deref()))?.into());
        }
    };
    Ok(Actor::Guest(Guest { user, purpose }))
}

/// Who an account is in an organisation, by the word of the role there and the words of what may be seen.
pub(super) fn member(
    user: UserId,
    organisation: &Organisation,
    name: String,
    (role, sections): (&str, Option<&str>),
) -> Result<Member, StoreError> {
    Ok(match organisation.kind {
        OrganisationKind::Office => {
            let role = Role::from_word(role).ok_or_else(|| unknown("role", user))?;
            let sections = seen_by(user, role, sections)?;
            Member::Staff(Staff { user, office: OfficeId(organisation.id.0), name, role, sections })
        }
        OrganisationKind::Ward => {
            let role = WardRole::from_word(role).ok_or_else(|| unknown("role", user))?;
            Member::Ward(Ward { user, organisation: organisation.id, name, role })
        }
    })
}

/// What somebody of an office may see: as it was decided, in words, else as the role has it.
pub(super) fn seen_by(user: UserId, role: Role, decided: Option<&str>) -> Result<Sections, StoreError> {
    match decided {
        Some(words) => Sections::from_words(words).ok_or_else(|| unknown("sections", user)),
        None => Ok(Sections::usual(role)),
    }
}

fn unknown(column: &'static str, user: UserId) -> StoreError {
    let (table, reason) = ("membership", "unknown word".to_owned());
    StoreError::Inconsistent { table, column, id: user.to_string(), reason }
}

/// Writes the last use of a session.
pub fn touch_session(tx: &mut Tx, token_hash: &str, now: &str) -> Result<(), StoreError> {
    sessions::touch(tx, token_hash, now)
}

/// From one time to another; `None` when either cannot be read.
fn between(from: &str, to: &str) -> Option<SignedDuration> {
    let from: Timestamp = from.parse().ok()?;
    let to: Timestamp = to.parse().ok()?;
    Some(to.duration_since(from))
}

/// Whether something happened at most so many minutes before, and not in the time of a clock that went wrong.
pub(crate) fn is_within(at: &str, now: &str, minutes: i64) -> bool {
    let ahead = -SignedDuration::from_mins(AHEAD_MINUTES);
    between(at, now).is_some_and(|age| ahead <= age && age <= SignedDuration::from_mins(minutes))
}

/// A time moved by so many minutes, in the format of [`crate::Outside::now`]; the same time when it cannot be read.
pub(crate) fn shifted(at: &str, minutes: i64) -> String {
    let moved = at.parse::<Timestamp>().ok().and_then(|at| at.checked_add(SignedDuration::from_mins(minutes)).ok());
    moved.map_or_else(|| at.to_owned(), |at| format!("{at:.3}"))
}
