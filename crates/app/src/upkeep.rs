//! 点検: what `mimamori verify` looks through. Not a use case of a person: whoever has the data folder may run it.

use domain::id::OfficeId;
use store::{
    StoreError, Tx,
    audit::{self, Broken, Intact},
};

/// Something that is not as it should be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Finding {
    /// The 記録 of an office is broken.
    Log {
        /// Office.
        office: OfficeId,
        /// The first place.
        at: Broken,
    },
    /// The engine finds its files damaged.
    Files {
        /// In the engine's words.
        what: String,
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

/// Looks everything through: files, then each office's log.
pub fn verify(tx: &mut Tx) -> Result<Report, StoreError> {
    let mut report = Report::default();
    report.findings.extend(tx.integrity()?.into_iter().map(|what| Finding::Files { what }));
    for office in audit::offices(tx)? {
        match audit::verify(tx, office)? {
            Ok(intact) => report.logs.push((office, intact)),
            Err(at) => report.findings.push(Finding::Log { office, at }),
        }
    }
    Ok(report)
}
