//! ログイン中の端末: the own sessions and, for the 管理者, those of a person in the office; each is ended alone.

use domain::{id::UserId, office::Right};
use serde_json::json;
use store::{
    accounts,
    sessions::{self, Pending, StoredSession},
};

use crate::{Acts, AuditAction, Cx, Refusal};

/// One session of a person.
#[derive(Clone, Debug)]
pub struct OpenSession {
    /// What names it: SHA-256 of its secret, which opens nothing.
    pub id: String,
    /// The organisation in which it works; empty where that is not chosen yet.
    pub organisation: String,
    /// Browser and system, in short.
    pub device: String,
    /// The network address; empty where it is not known.
    pub address: String,
    /// UTC, RFC 3339.
    pub created_at: String,
    /// UTC, RFC 3339.
    pub last_seen_at: String,
    /// Whether it is the one that asks.
    pub this: bool,
}

fn open(session: StoredSession, this_session: &str) -> OpenSession {
    OpenSession {
        this: session.token_hash == this_session,
        id: session.token_hash,
        organisation: session.seat.map(|seat| seat.organisation.name).unwrap_or_default(),
        device: session.device,
        address: session.address,
        created_at: session.created_at,
        last_seen_at: session.last_seen_at,
    }
}

/// The person's sessions, latest use first.
pub fn own_sessions<A: Acts>(cx: &mut Cx<'_, A>, this_session: &str) -> Result<Vec<OpenSession>, Refusal> {
    let stored = sessions::of_user(cx.tx, cx.actor.user())?.into_iter();
    Ok(stored.filter(|it| it.pending == Pending::Nothing).map(|it| open(it, this_session)).collect())
}

/// Ends the person's sessions but this one.
pub fn end_other_sessions<A: Acts>(cx: &mut Cx<'_, A>, this_session: &str) -> Result<(), Refusal> {
    let user = cx.actor.user();
    let ended = sessions::remove_of_user(cx.tx, user, this_session)?;
    cx.audit(AuditAction::EndSessions, &user.to_string(), &json!({ "ended_sessions": ended }))
}

/// Ends one of the person's sessions.
pub fn end_own_session<A: Acts>(cx: &mut Cx<'_, A>, session: &str) -> Result<(), Refusal> {
    let user = cx.actor.user();
    if !sessions::remove_one(cx.tx, user, session)? {
        return Err(Refusal::NotFound);
    }
    cx.audit(AuditAction::EndSessions, &user.to_string(), &json!({ "ended_sessions": 1 }))
}

/// The sessions of a person in the office.
pub fn sessions_of_user(cx: &mut Cx<'_>, user: UserId, this_session: &str) -> Result<Vec<OpenSession>, Refusal> {
    Ok(in_office(cx, user)?.into_iter().map(|it| open(it, this_session)).collect())
}

/// Ends a session of a person in the office.
pub fn end_session_of_user(cx: &mut Cx<'_>, user: UserId, session: &str) -> Result<(), Refusal> {
    let there = in_office(cx, user)?.iter().any(|it| it.token_hash == session);
    if !there || !sessions::remove_one(cx.tx, user, session)? {
        return Err(Refusal::NotFound);
    }
    cx.audit(AuditAction::EndSessions, &user.to_string(), &json!({ "ended_sessions": 1 }))
}

fn in_office(cx: &mut Cx<'_>, user: UserId) -> Result<Vec<StoredSession>, Refusal> {
    cx.authorize(Right::Administer)?;
    let office = cx.actor.office;
    accounts::find(cx.tx, office, user)?.ok_or(Refusal::NotFound)?;
    let all = sessions::of_user(cx.tx, user)?.into_iter();
    Ok(all.filter(|it| it.seat.as_ref().is_some_and(|seat| seat.organisation.id == office.into())).collect())
}
