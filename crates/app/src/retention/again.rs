//! 削除のやり直し: a copy from before a deletion brings the client back. What was deleted since is noted outside of the database, and is deleted in
//! the copy anew, in the names of the two who did it.

use calendar::Date;
use domain::{
    id::{ClientId, DeletionId, OfficeId, UserId},
    office::Role,
};
use serde::{Deserialize, Serialize};
use serde_json::json;
use store::{
    StoreError, Tx,
    audit::{self, AuditAction, NewEntry},
    deletions::{self, Confirmation, Deletion, Signed},
    offices,
};
use uuid::Uuid;

use crate::{Outside, Refusal};

/// A deletion as it is noted outside of the database: ids, names of the two, days. Nothing of the client.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeletionNote {
    /// Whose client it was.
    pub organisation: OfficeId,
    /// The deletion.
    pub id: DeletionId,
    /// The client, by the id alone.
    pub client: ClientId,
    /// 理由.
    pub reason: String,
    /// The last day of service.
    pub last_service: Option<Date>,
    /// The last day of the 保存期間.
    pub kept_until: Option<Date>,
    /// Who proposed it: id, name, when, as what.
    pub proposed: (UserId, String, String, String),
    /// Who confirmed it: id, name, when.
    pub confirmed: (UserId, String, String),
    /// The hash over the tombstone.
    pub sha256: String,
}

/// Every deletion that was carried out, of all organisations.
pub fn notes(tx: &mut Tx) -> Result<Vec<DeletionNote>, StoreError> {
    let mut notes = Vec::new();
    for office in offices::all(tx)?.into_iter().map(|office| office.id) {
        notes.extend(deletions::done(tx, office)?.into_iter().filter_map(|it| note(office, it)));
    }
    Ok(notes)
}

fn note(organisation: OfficeId, of: Deletion) -> Option<DeletionNote> {
    let (confirmed, proposed) = (of.confirmed?, of.proposed);
    Some(DeletionNote {
        organisation,
        id: of.id,
        client: of.client,
        reason: of.reason,
        last_service: of.last_service,
        kept_until: of.kept_until,
        proposed: (proposed.user, proposed.name, proposed.at, of.proposed_as.word().to_owned()),
        confirmed: (confirmed.user, confirmed.name, confirmed.at),
        sha256: of.sha256?,
    })
}

/// Carries a noted deletion out in a database that does not know of it; whether there was anything to do. In the transaction of its
/// organisation.
pub fn carry_out_again(tx: &mut Tx, outside: &Outside, note: &DeletionNote) -> Result<bool, Refusal> {
    let office = note.organisation;
    if audit::head(tx, office)?.is_none() || offices::find(tx, office)?.is_none() {
        return Ok(false);
    }
    let now = (outside.now)();
    let standing = deletions::of_client(tx, office, note.client)?;
    match standing {
        Some(it) if it.sha256.is_some() => return Ok(false),
        Some(it) if it.id == note.id => {}
        other => {
            if let Some(it) = other {
                let by = Signed { user: UserId(Uuid::nil()), name: PROGRAM.to_owned(), at: now.clone() };
                deletions::withdraw(tx, office, it.id, &by)?;
            }
            deletions::propose(tx, office, &as_proposed(note, &now)?)?;
        }
    }
    let (user, name, at) = note.confirmed.clone();
    let confirmation = Confirmation { by: Signed { user, name, at }, seen: None, again_at: Some(now.clone()) };
    let Ok(done) = deletions::carry_out(tx, office, note.id, &confirmation)? else { return Ok(false) };
    let body = json!({ "client": note.client, "sha256": done.sha256, "before_sha256": note.sha256 }).to_string();
    let entry = NewEntry {
        at: &now,
        actor_id: "",
        actor_name: PROGRAM,
        action: AuditAction::DeleteAgain,
        subject: &note.id.to_string(),
        body: &body,
    };
    audit::append(tx, office, &entry)?;
    Ok(true)
}

const PROGRAM: &str = "プログラム";

fn as_proposed(note: &DeletionNote, now: &str) -> Result<Deletion, Refusal> {
    let (user, name, at, role) = note.proposed.clone();
    Ok(Deletion {
        id: note.id,
        client: note.client,
        reason: note.reason.clone(),
        last_service: note.last_service,
        kept_until: note.kept_until,
        proposed: Signed { user, name, at },
        proposed_as: Role::from_word(&role).ok_or(Refusal::NotFound)?,
        withdrawn: None,
        confirmed: None,
        counts: Vec::new(),
        sha256: None,
        again_at: Some(now.to_owned()),
    })
}
