//! 作業版: a report that is being written, one a subject, seen by the whole office. It is overwritten, so it counts its
//! versions: who saves on an older one sees both.

use domain::id::{OfficeId, RoundId, UserId};
use serde::{Serialize, de::DeserializeOwned};

use crate::{
    Row, StoreError, Tx,
    read::{json, to_json},
};

/// A report as it stands while it is being written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WorkingVersion<B> {
    /// Counts the savings from 1.
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

/// The kind of the report of a round.
const REPORT: &str = "report";

/// The working version of a round's report.
pub fn report<B: DeserializeOwned>(
    tx: &mut Tx,
    office: OfficeId,
    round: RoundId,
) -> Result<Option<WorkingVersion<B>>, StoreError> {
    tx.optional(
        "select version, body, saved_by, saved_by_name, saved_at from working_version \
         where office_id = $1 and subject = $2 and kind = $3",
        &[&office, &round, &REPORT],
        working_version,
    )
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

/// Keeps the working version of a round's report in the place of the one before it; its version must be the next.
/// Whether it was: somebody else may have saved first.
pub fn save_report<B: Serialize>(
    tx: &mut Tx,
    office: OfficeId,
    round: RoundId,
    working: &WorkingVersion<B>,
) -> Result<bool, StoreError> {
    let body = to_json("working_version", "body", &working.body)?;
    let touched = if working.version == 1 {
        tx.execute(
            "insert into working_version (office_id, subject, kind, version, body, saved_by, saved_by_name, saved_at) \
             values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict (office_id, subject, kind) do nothing",
            &[
                &office,
                &round,
                &REPORT,
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
                &round,
                &REPORT,
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

/// Takes the working version of a round's report away: it was finished, thrown away, or its round is gone.
pub fn remove_report(tx: &mut Tx, office: OfficeId, round: RoundId) -> Result<bool, StoreError> {
    let touched = tx.execute(
        "delete from working_version where office_id = $1 and subject = $2 and kind = $3",
        &[&office, &round, &REPORT],
    )?;
    Ok(touched == 1)
}
