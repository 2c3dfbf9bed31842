//! 点検: what `mimamori verify` looks through and `mimamori rebuild` makes anew. Not a use case of a person:
//! whoever has the data folder may run it.

use std::collections::HashMap;

use domain::{
    id::{ClosingId, OfficeId, RoundId},
    monitoring::BoardRow,
};
use sha2::{Digest as _, Sha256};
use store::{
    Tx,
    audit::{self, Broken, Intact},
    board, closings, offices,
};

use crate::{Refusal, monitoring};

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
    /// A claim file is not the one that was closed.
    ClaimFile {
        /// Office.
        office: OfficeId,
        /// Closing.
        closing: ClosingId,
    },
    /// Rows of the board do not say what the facts say; `rebuild` puts them right.
    Board {
        /// Office.
        office: OfficeId,
        /// How many rows are wrong, missing or too many.
        rows: usize,
    },
}

/// What was looked through.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// The offices whose log holds, with its end.
    pub logs: Vec<(OfficeId, Intact)>,
    /// What was found.
    pub findings: Vec<Finding>,
}

/// Looks everything through: the engine's files, then each office's log, claim files and board.
pub fn verify(tx: &mut Tx) -> Result<Report, Refusal> {
    let mut report = Report::default();
    report.findings.extend(tx.integrity()?.into_iter().map(|what| Finding::Files { what }));
    for office in audit::offices(tx)? {
        match audit::verify(tx, office)? {
            Ok(intact) => report.logs.push((office, intact)),
            Err(at) => report.findings.push(Finding::Log { office, at }),
        }
    }
    for office in offices::all(tx)?.into_iter().map(|office| office.id) {
        for (closing, file, sha256) in closings::files(tx, office)? {
            let found: String = Sha256::digest(&file).iter().map(|byte| format!("{byte:02x}")).collect();
            if found != sha256 {
                report.findings.push(Finding::ClaimFile { office, closing });
            }
        }
        let rows = wrong_rows(tx, office)?;
        if rows > 0 {
            report.findings.push(Finding::Board { office, rows });
        }
    }
    Ok(report)
}

/// Makes every office's board anew from the facts; how many rows each has.
pub fn rebuild(tx: &mut Tx) -> Result<Vec<(OfficeId, usize)>, Refusal> {
    offices::all(tx)?.into_iter().map(|office| Ok((office.id, monitoring::rebuild_board(tx, office.id)?))).collect()
}

/// How many rows of the board differ from what the facts compute.
fn wrong_rows(tx: &mut Tx, office: OfficeId) -> Result<usize, Refusal> {
    let settings = monitoring::settings_of_office(tx, office)?;
    let computed = board::computed(tx, office, &settings)?;
    let kept = board::all(tx, office)?;
    if computed == kept {
        return Ok(0);
    }
    let right: HashMap<RoundId, &BoardRow> = computed.iter().map(|row| (row.round, row)).collect();
    let same = kept.iter().filter(|row| right.get(&row.round) == Some(row)).count();
    Ok((kept.len().max(computed.len()) - same).max(1))
}
