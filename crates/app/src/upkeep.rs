//! 点検: what `mimamori verify` looks through and `mimamori rebuild` makes anew. Not a use case of a person:
//! whoever has the data folder may run it.

mod clock;
mod prune;
mod restored;

use std::collections::HashMap;

use domain::{
    id::{ClosingId, OfficeId, RoundId},
    monitoring::BoardRow,
};
use store::{
    Db, StoreError, Tx, Unreadable, attachments,
    audit::{self, Broken, Intact},
    board::{self, plans, tally},
    closings, deletions, offices, operations,
    schema::{self, SchemaFault},
    seals::{self, WrongRow},
};

pub use clock::{accept_clock, clock_behind, tell_clock_accepted};
pub use prune::prune_sign_in;
pub use restored::{restored, tell_moved, tell_restored};

use crate::{Outside, Refusal, accounts::shifted, limits, monitoring, sha256_hex, transfer::hash_of_chunks};

/// Something that is not as it should be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Finding {
    /// The engine finds its files damaged.
    Files {
        /// In the engine's words.
        what: String,
    },
    /// The 記録 of an office is broken.
    Log {
        /// Office.
        office: OfficeId,
        /// The first place.
        at: Broken,
    },
    /// A row is not as the log says it was written.
    Row(WrongRow),
    /// The schema is not the one that the migrations make.
    Schema(SchemaFault),
    /// A permit to delete was left behind, or put there: the guards of the record stand open for a client.
    Permit,
    /// A claim file is not the one that was closed.
    ClaimFile {
        /// Office.
        office: OfficeId,
        /// Closing.
        closing: ClosingId,
    },
    /// An attached file is not the one that was attached.
    AttachedFile {
        /// Office.
        office: OfficeId,
        /// SHA-256 that it should have.
        sha256: String,
    },
    /// A row that cannot be read.
    Unreadable {
        /// Table.
        table: String,
        /// Column.
        column: String,
        /// Id of the row; empty where that cannot be read either.
        id: String,
    },
    /// Rows of the board do not say what the facts say, or its counts do not say what the rows say; `rebuild` puts them right.
    Board {
        /// Office.
        office: OfficeId,
        /// How many rows are wrong, missing or too many; 1 where the counts alone are wrong.
        rows: usize,
    },
}

/// What was looked through.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Inspection {
    /// The offices whose log holds, with its end.
    pub logs: Vec<(OfficeId, Intact)>,
    /// What was found.
    pub findings: Vec<Finding>,
}

/// Looks everything through: the engine's files and schema, then each office's log, rows, claim files and board.
pub fn verify(tx: &mut Tx) -> Result<Inspection, Refusal> {
    tx.take_time()?;
    let mut report = Inspection::default();
    report.findings.extend(tx.integrity()?.into_iter().map(|what| Finding::Files { what }));
    report.findings.extend(schema::check(tx)?.into_iter().map(Finding::Schema));
    for office in audit::offices(tx)? {
        match audit::verify(tx, office) {
            Ok(Ok(intact)) => report.logs.push((office, intact)),
            Ok(Err(at)) => report.findings.push(Finding::Log { office, at }),
            Err(error) => match error.unreadable() {
                Some(row) => report.findings.push(unreadable(&row)),
                None => return Err(error.into()),
            },
        }
    }
    for office in audit::offices(tx)? {
        report.findings.extend(seals::check(tx, office)?.into_iter().map(Finding::Row));
    }
    report.findings.extend(seals::check_accounts(tx)?.into_iter().map(Finding::Row));
    if deletions::permits_left(tx)? > 0 {
        report.findings.push(Finding::Permit);
    }
    for office in offices::all(tx)?.into_iter().map(|office| office.id) {
        for (closing, file, sha256) in closings::files(tx, office)? {
            let found = sha256_hex(&file);
            if found != sha256 {
                report.findings.push(Finding::ClaimFile { office, closing });
            }
        }
        for file in attachments::files(tx, office)? {
            if hash_of_chunks(tx, office, file.file)? != file.sha256 {
                report.findings.push(Finding::AttachedFile { office, sha256: file.sha256 });
            }
        }
        let rows = wrong_rows(tx, office)?;
        if rows > 0 {
            report.findings.push(Finding::Board { office, rows });
        }
    }
    report.findings.extend(tx.unreadable().iter().map(unreadable));
    Ok(report)
}

fn unreadable(row: &Unreadable) -> Finding {
    Finding::Unreadable { table: row.table.clone(), column: row.column.clone(), id: row.id.clone() }
}

/// What was made anew.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rebuilt {
    /// How many rows the board of each office has.
    pub boards: Vec<(OfficeId, usize)>,
    /// What could not be read; the rows of the board that stand on it were left as they are.
    pub unreadable: Vec<Unreadable>,
}

/// Makes every office's board anew from the facts that can be read.
pub fn rebuild(tx: &mut Tx) -> Result<Rebuilt, Refusal> {
    tx.pass_over_unreadable();
    tx.take_time()?;
    let mut boards = Vec::new();
    for office in offices::all(tx)? {
        boards.push((office.id, monitoring::rebuild_board(tx, office.id)?));
    }
    Ok(Rebuilt { boards, unreadable: tx.unreadable().to_vec() })
}

/// Makes the boards anew that a migration has emptied; asked at every start, so that a start cut off before it is made
/// good by the next one. How many rows each has.
pub fn rebuild_emptied(tx: &mut Tx) -> Result<Vec<(OfficeId, usize)>, Refusal> {
    // A row that cannot be read must not keep the program from starting; `verify` names it.
    tx.pass_over_unreadable();
    tx.take_time()?;
    let mut made = Vec::new();
    for office in offices::all(tx)?.into_iter().map(|office| office.id) {
        if board::is_emptied(tx, office)? {
            made.push((office, monitoring::rebuild_board(tx, office)?));
        }
    }
    Ok(made)
}

/// Takes away the answers to what was sent long ago; asked from time to time. How many.
pub fn sweep_operations(db: &Db, outside: &Outside) -> Result<u64, StoreError> {
    let mut gone = 0;
    for office in db.read_now(audit::offices)? {
        let before = shifted(&(outside.now)(), -limits::OPERATION_DAYS * 24 * 60);
        gone += db.write_now_in(office, move |tx| operations::sweep(tx, office, &before))?;
    }
    Ok(gone)
}

/// How many rows of the board differ from what the facts compute.
fn wrong_rows(tx: &mut Tx, office: OfficeId) -> Result<usize, Refusal> {
    let settings = monitoring::settings_of_office(tx, office)?;
    let computed = board::computed(tx, office, &settings)?;
    let mut kept = board::all(tx, office)?;
    // Of rows that cannot be read it is not known what they count as.
    let miscounted = tx.unreadable().is_empty() && tally::kept(tx, office)? != tally::counted(&kept);
    kept.retain(|row| !tx.is_unreadable_of(row.client));
    let plans = wrong_plans(tx, office)?;
    if computed == kept {
        return Ok(usize::from(miscounted) + plans);
    }
    let right: HashMap<RoundId, &BoardRow> = computed.iter().map(|row| (row.round, row)).collect();
    let same = kept.iter().filter(|row| right.get(&row.round) == Some(row)).count();
    Ok((kept.len().max(computed.len()) - same).max(1) + plans)
}

/// How many planning rows of the board differ from what the facts compute.
fn wrong_plans(tx: &mut Tx, office: OfficeId) -> Result<usize, Refusal> {
    let computed = plans::computed(tx, office)?;
    let mut kept = plans::all(tx, office)?;
    kept.retain(|row| !tx.is_unreadable_of(row.client));
    let same = kept.iter().filter(|row| computed.contains(row)).count();
    Ok(kept.len().max(computed.len()) - same)
}
