//! ログイン中の端末: the own sessions, and ending those on other devices.

use serde_json::json;
use store::sessions;

use crate::{Acts, AuditAction, Cx, Refusal};

/// One of the person's sessions.
#[derive(Clone, Debug)]
pub struct OwnSession {
    /// The organisation in which it works; empty where that is not chosen yet.
    pub organisation: String,
    /// Browser and system, in short.
    pub device: String,
    /// UTC, RFC 3339.
    pub created_at: String,
    /// UTC, RFC 3339.
    pub last_seen_at: String,
    /// Whether it is the one that asks.
    pub this: bool,
}

/// The person's sessions, latest use first.
pub fn own_sessions<A: Acts>(cx: &mut Cx<'_, A>, this_session: &str) -> Result<Vec<OwnSession>, Refusal> {
    let stored = sessions::of_user(cx.tx, cx.actor.user())?;
    Ok(stored
        .into_iter()
        .map(|session| OwnSession {
            this: session.token_hash == this_session,
            organisation: session.seat.map(|seat| seat.organisation.name).unwrap_or_default(),
            device: session.device,
            created_at: session.created_at,
            last_seen_at: session.last_seen_at,
        })
        .collect())
}

/// Ends the person's sessions but this one.
pub fn end_other_sessions<A: Acts>(cx: &mut Cx<'_, A>, this_session: &str) -> Result<(), Refusal> {
    let user = cx.actor.user();
    let ended = sessions::remove_of_user(cx.tx, user, this_session)?;
    cx.audit(AuditAction::EndSessions, &user.to_string(), &json!({ "ended_sessions": ended }))
}
