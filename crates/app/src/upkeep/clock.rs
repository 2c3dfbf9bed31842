//! 時計: a server must not start with a clock that stands before what is recorded already. Order is the log's; but who is
//! signed in, what is late and which day it is are the clock's.

use domain::id::OrganisationId;
use store::{
    StoreError, Tx,
    audit::{self, AuditAction, NewEntry},
    organisations, sessions,
};

use crate::{
    Outside, Refusal,
    accounts::{AHEAD_MINUTES, shifted},
};

/// When the last entry of the log was written, where the clock stands before it by more than clocks are put right by.
pub fn clock_behind(tx: &mut Tx, outside: &Outside) -> Result<Option<String>, StoreError> {
    let ahead = shifted(&(outside.now)(), AHEAD_MINUTES);
    Ok(audit::last_at(tx)?.filter(|last| *last > ahead))
}

/// Takes the clock for right: ends the sessions of the time that has not come yet. Locks of that time end by themselves.
/// The organisations that are to be told ([`tell_clock_accepted`]).
pub fn accept_clock(tx: &mut Tx, outside: &Outside) -> Result<Vec<OrganisationId>, Refusal> {
    let now = (outside.now)();
    sessions::remove_expired(tx, &now, &shifted(&now, AHEAD_MINUTES))?;
    sessions::remove_used_after(tx, &shifted(&now, AHEAD_MINUTES))?;
    Ok(organisations::all(tx)?.into_iter().map(|it| it.id).collect())
}

/// Tells an organisation of it, in its own turn; `last` is the entry before which the clock stands.
pub fn tell_clock_accepted(tx: &mut Tx, outside: &Outside, of: OrganisationId, last: &str) -> Result<(), Refusal> {
    let (at, subject) = ((outside.now)(), of.to_string());
    let entry = NewEntry {
        at: &at,
        actor_id: "",
        actor_name: "serve --accept-clock",
        action: AuditAction::AcceptClock,
        subject: &subject,
        body: &serde_json::json!({ "last": last }).to_string(),
    };
    audit::append(tx, of, &entry).map(drop).map_err(Refusal::from)
}
