//! 二段階認証: six digits that an app on the telephone makes of a secret and the time (TOTP, RFC 6238), or one of ten printed
//! codes. A code of the step before and after is taken, too, and none twice.

use domain::id::UserId;
use jiff::Timestamp;
use serde_json::json;
use store::{
    StoreError, Tx,
    second_factors::{self, SecondFactor},
    sessions,
};
use totp_rs::{Builder, Secret, Totp};
use unicode_normalization::UnicodeNormalization;

use super::{
    Token, normal_code,
    notices::{NoticeKind, tell_own},
    random_code,
    renew_session::renew_session,
    sealing::SECRET,
    session::AHEAD_MINUTES,
    sign_in::{Entered, Place, enter},
};
use crate::{Acts, AuditAction, Cx, Outside, Reason, Refusal, limits, sha256_hex};

/// Seconds of a step.
const STEP: u64 = 30;
const STEP_SECONDS: i64 = STEP.cast_signed();
/// What the app shows as whose code it is.
const ISSUER: &str = "mimamori";

/// What is shown to set a second factor up.
#[derive(Clone, Debug)]
pub struct Offer {
    /// The secret in base32, in groups of four, to be typed.
    pub secret: String,
    /// What the QR code says.
    pub address: String,
}

/// What was offered and taken: the printed codes are told once.
#[derive(Clone, Debug)]
pub struct Enrolled<T> {
    /// The session from now on.
    pub session: T,
    /// The printed codes.
    pub codes: Vec<String>,
}

fn totp(secret: [u8; SECRET]) -> Totp {
    Builder::new().with_secret(Secret::new_stack(secret)).with_step_duration(STEP).with_skew(1).build_noncompliant()
}

/// Seconds since 1970.
fn seconds(now: &str) -> u64 {
    now.parse::<Timestamp>().ok().and_then(|at| u64::try_from(at.as_second()).ok()).unwrap_or(0)
}

/// The step whose code was typed, one before and one after now among them.
fn step_of(secret: [u8; SECRET], typed: &str, now: &str) -> Option<i64> {
    let digits: String = typed.nfkc().filter(char::is_ascii_digit).collect();
    i64::try_from(totp(secret).check(&digits, seconds(now))?).ok()
}

/// Whether six digits were typed, as the app shows them; else it is taken for a printed code.
fn is_six_digits(typed: &str) -> bool {
    let typed: String = typed.nfkc().filter(|c| !c.is_whitespace() && *c != '-').collect();
    typed.len() == 6 && typed.bytes().all(|byte| byte.is_ascii_digit())
}

/// What a session offers its person.
pub fn offer(tx: &mut Tx, outside: &Outside, user: UserId, token_hash: &str) -> Result<Offer, Refusal> {
    let secret = Secret::new_stack(key(outside)?.offered(token_hash)).to_base32();
    let login = store::accounts::login_of(tx, user)?.ok_or(Refusal::NotFound)?;
    // A login is made of letters that an address holds as they are, but for one.
    let label = format!("{ISSUER}:{}", login.replace('@', "%40"));
    let address = format!("otpauth://totp/{label}?secret={secret}&issuer={ISSUER}");
    let groups: Vec<String> =
        secret.as_bytes().chunks(4).map(|four| String::from_utf8_lossy(four).into_owned()).collect();
    Ok(Offer { secret: groups.join(" "), address })
}

fn key(outside: &Outside) -> Result<&super::SealingKey, StoreError> {
    outside.key.as_ref().ok_or_else(no_key)
}

fn no_key() -> StoreError {
    let (table, column, reason) = ("second_factor", "sealed", "the key is not at hand".to_owned());
    StoreError::Inconsistent { table, column, id: String::new(), reason }
}

/// Keeps what was offered as the second factor, where the code of it is right, with new printed codes; none where not.
fn take(
    tx: &mut Tx,
    outside: &Outside,
    user: UserId,
    token_hash: &str,
    typed: &str,
) -> Result<Option<Vec<String>>, Refusal> {
    let (key, now) = (key(outside)?, (outside.now)());
    let secret = key.offered(token_hash);
    let Some(last_step) = step_of(secret, typed, &now) else { return Ok(None) };
    let sealed = key.seal(user, &secret, (outside.random)()).ok_or_else(no_key)?;
    second_factors::put(tx, user, &SecondFactor { sealed, last_step, since: now })?;
    Ok(Some(new_codes(tx, outside, user)?))
}

pub(super) fn new_codes(tx: &mut Tx, outside: &Outside, user: UserId) -> Result<Vec<String>, StoreError> {
    let codes: Vec<String> = (0..limits::RECOVERY_CODES).map(|_| random_code((outside.random)())).collect();
    let hashes: Vec<String> = codes.iter().map(|code| sha256_hex(normal_code(code))).collect();
    second_factors::put_codes(tx, user, &hashes)?;
    Ok(codes)
}

/// At the first sign-in: the second factor is set up, and the person comes in. None where the code was wrong.
pub fn enrol(
    tx: &mut Tx,
    outside: &Outside,
    (user, token_hash): (UserId, &str),
    typed: &str,
    place: &Place,
) -> Result<Option<Enrolled<Entered>>, Refusal> {
    if second_factors::has_any(tx, user)? {
        return Err(Refusal::SentBefore);
    }
    let Some(codes) = take(tx, outside, user, token_hash, typed)? else { return Ok(None) };
    sessions::remove(tx, token_hash)?;
    let session = enter(tx, outside, user, place, Some(AuditAction::EnrolFactor))?;
    Ok(Some(Enrolled { session, codes }))
}

/// From the settings: another second factor in the place of the one before. None where the code was wrong.
pub fn enrol_anew<A: Acts>(
    cx: &mut Cx<'_, A>,
    token_hash: &str,
    typed: &str,
    device: &str,
) -> Result<Option<Enrolled<Token>>, Refusal> {
    let user = cx.actor.user();
    let Some(codes) = take(cx.tx, cx.outside, user, token_hash, typed)? else { return Ok(None) };
    sessions::remove_of_user(cx.tx, user, token_hash)?;
    let session = renew_session(cx.tx, cx.outside, token_hash)?;
    tell_own(cx, NoticeKind::AppSet, device)?;
    cx.audit(AuditAction::EnrolFactor, &user.to_string(), &json!({}))?;
    Ok(Some(Enrolled { session, codes }))
}

/// New printed codes in the place of those before.
pub fn renew_codes<A: Acts>(cx: &mut Cx<'_, A>, device: &str) -> Result<Vec<String>, Refusal> {
    let user = cx.actor.user();
    if !second_factors::has_any(cx.tx, user)? {
        return Err(Refusal::NotFound);
    }
    let codes = new_codes(cx.tx, cx.outside, user)?;
    tell_own(cx, NoticeKind::CodesRenewed, device)?;
    cx.audit(AuditAction::RenewCodes, &user.to_string(), &json!({}))?;
    Ok(codes)
}

/// How the own app and the printed codes stand.
#[derive(Clone, Debug)]
pub struct OwnFactor {
    /// Since when there is an app, UTC, RFC 3339; none where there is none.
    pub since: Option<String>,
    /// Printed codes that are left.
    pub codes_left: i64,
}

/// How the own second factor stands.
pub fn own_factor<A: Acts>(cx: &mut Cx<'_, A>) -> Result<OwnFactor, Refusal> {
    let user = cx.actor.user();
    let since = second_factors::find(cx.tx, user)?.map(|it| it.since);
    Ok(OwnFactor { since, codes_left: second_factors::codes_left(cx.tx, user)? })
}

/// How a code was proved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ProvedBy {
    /// By the app.
    App,
    /// By a printed code, which is used up.
    Printed,
}

/// Whether what was typed proves the second factor; a code is taken once.
pub(super) fn prove(tx: &mut Tx, outside: &Outside, user: UserId, typed: &str) -> Result<Option<ProvedBy>, Refusal> {
    if !is_six_digits(typed) {
        let used = second_factors::use_code(tx, user, &sha256_hex(normal_code(typed)))?;
        return Ok(used.then_some(ProvedBy::Printed));
    }
    let Some(factor) = second_factors::find(tx, user)? else { return Ok(None) };
    let Some(secret) = key(outside)?.open(user, &factor.sealed) else {
        let sentence = "アプリの数字を確かめるための鍵が、サーバーにありません。復旧コードを入力するか、システムの担当者に頼んでください";
        return Err(Refusal::Refused(vec![Reason::at("code", sentence)]));
    };
    let Some(step) = step_of(secret, typed, &(outside.now)()) else { return Ok(None) };
    // The clock may be put right by minutes while people sign in; by more, what was taken before lets nobody wait for its time.
    let ahead = step + AHEAD_MINUTES * 60 / STEP_SECONDS;
    Ok(second_factors::use_step(tx, user, step, ahead)?.then_some(ProvedBy::App))
}
