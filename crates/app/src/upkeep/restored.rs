//! After a 復元: whoever was signed in when the copy was made is not any more, and each organisation's log tells of it.

use domain::id::OrganisationId;
use store::{
    Tx,
    audit::{self, AuditAction, NewEntry},
    organisations, sessions,
};

use crate::{Outside, Refusal};

/// Ends every session of the copy. The organisations that are to be told ([`tell_restored`]).
pub fn restored(tx: &mut Tx) -> Result<Vec<OrganisationId>, Refusal> {
    sessions::remove_all(tx)?;
    Ok(organisations::all(tx)?.into_iter().map(|it| it.id).collect())
}

/// Tells an organisation of it, in its own turn.
pub fn tell_restored(tx: &mut Tx, outside: &Outside, of: OrganisationId) -> Result<(), Refusal> {
    tell(tx, outside, of, (AuditAction::Restore, "restore コマンド"))
}

/// Tells an organisation that its data were moved into this database.
pub fn tell_moved(tx: &mut Tx, outside: &Outside, of: OrganisationId) -> Result<(), Refusal> {
    tell(tx, outside, of, (AuditAction::MoveData, "move コマンド"))
}

fn tell(tx: &mut Tx, outside: &Outside, of: OrganisationId, (action, by): (AuditAction, &str)) -> Result<(), Refusal> {
    let (at, subject) = ((outside.now)(), of.to_string());
    let entry = NewEntry { at: &at, actor_id: "", actor_name: by, action, subject: &subject, body: "{}" };
    audit::append(tx, of, &entry).map(drop).map_err(Refusal::from)
}
