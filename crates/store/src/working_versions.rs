//! 作業版: a long text that is being written, one a subject and kind, seen by the whole office. It is overwritten, so it
//! counts its versions: who saves on an older one sees both.

use domain::{
    id::{CaseId, OfficeId, UserId},
    planning::CaseFactKind,
};
use serde::{Serialize, de::DeserializeOwned};
use uuid::Uuid;

use crate::{
    Row, StoreError, Tx,
    read::{json, of_word, to_json},
};

/// A text as it stands while it is being written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WorkingVersion<B> {
    /// Counts the savings from 1, on over those that are gone.
    pub version: i64,
    /// What is written so far.
    pub body: B,
    /// Who saved it last.
    pub saved_by: UserId,
    /// That person's name at that time.
    pub saved_by_name: String,
    /// When (UTC, RFC 3339).
    pub saved_at: String,
}

/// What is being written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WorkingKind {
    /// モニタリング報告書; subject: the round.
    Report,
    /// A text of a planning case; subject: the case.
    Case(CaseFactKind),
}

impl WorkingKind {
    fn word(self) -> &'static str {
        match self {
            Self::Report => "report",
            Self::Case(part) => part.word(),
        }
    }
}

/// The working version of a subject.
pub fn find<B: DeserializeOwned>(
    tx: &mut Tx,
    office: OfficeId,
    (kind, subject): (WorkingKind, Uuid),
) -> Result<Option<WorkingVersion<B>>, StoreError> {
    tx.optional(
        "select version, body, saved_by, saved_by_name, saved_at from working_version \
         where office_id = $1 and subject = $2 and kind = $3 and body <> ''",
        &[&office, &subject, &kind.word()],
        working_version,
    )
}

/// The last version that was ever given to what is written of a subject, also where it is gone; 0 where there never was one.
pub fn last(tx: &mut Tx, office: OfficeId, (kind, subject): (WorkingKind, Uuid)) -> Result<i64, StoreError> {
    let last = tx.optional(
        "select version from working_version where office_id = $1 and subject = $2 and kind = $3",
        &[&office, &subject, &kind.word()],
        |row| row.next(),
    )?;
    Ok(last.unwrap_or(0))
}

fn working_version<B: DeserializeOwned>(row: &mut Row) -> Result<WorkingVersion<B>, StoreError> {
    Ok(WorkingVersion {
        version: row.next()?,
        body: json("working_version", "body", &row.next::<String>()?)?,
        saved_by: row.next()?,
        saved_by_name: row.next()?,
        saved_at: row.next()?,
    })
}

/// Keeps a working version in the place of the one before it; its version must be the next. Whether it was: somebody
/// else may have saved first.
pub fn save<B: Serialize>(
    tx: &mut Tx,
    office: OfficeId,
    (kind, subject): (WorkingKind, Uuid),
    working: &WorkingVersion<B>,
) -> Result<bool, StoreError> {
    let body = to_json("working_version", "body", &working.body)?;
    let touched = if working.version == 1 {
        tx.execute(
            "insert into working_version (office_id, subject, kind, version, body, saved_by, saved_by_name, saved_at) \
             values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict (office_id, subject, kind) do nothing",
            &[
                &office,
                &subject,
                &kind.word(),
                &working.version,
                &body,
                &working.saved_by,
                &working.saved_by_name,
                &working.saved_at,
            ],
        )?
    } else {
        tx.execute(
            "update working_version set version = $4, body = $5, saved_by = $6, saved_by_name = $7, saved_at = $8 \
             where office_id = $1 and subject = $2 and kind = $3 and version = $4 - 1",
            &[
                &office,
                &subject,
                &kind.word(),
                &working.version,
                &body,
                &working.saved_by,
                &working.saved_by_name,
                &working.saved_at,
            ],
        )?
    };
    Ok(touched == 1)
}

/// Takes a working version away: the text was finished, thrown away, or its subject is gone. Its number stays without a body and is
/// counted on, so that a page from before is never taken for one of what is written next.
pub fn remove(tx: &mut Tx, office: OfficeId, (kind, subject): (WorkingKind, Uuid)) -> Result<bool, StoreError> {
    let touched = tx.execute(
        "update working_version set version = version + 1, body = '' \
         where office_id = $1 and subject = $2 and kind = $3 and body <> ''",
        &[&office, &subject, &kind.word()],
    )?;
    Ok(touched == 1)
}

/// The parts of a planning case of which a working version is there.
pub fn being_written(tx: &mut Tx, office: OfficeId, case: CaseId) -> Result<Vec<CaseFactKind>, StoreError> {
    tx.rows(
        "select kind from working_version where office_id = $1 and subject = $2 and body <> '' order by kind",
        &[&office, &case],
        |row| of_word("working_version", "kind", row.next()?, CaseFactKind::from_word),
    )
}
