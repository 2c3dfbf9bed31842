//! 計画 on the board: where an open case stands, what is missing there, since when. Follows from the facts of the case alone; whose
//! support has ended is asked of the client.

use calendar::Date;

use super::{PlanStep, PlanningCase, lacking, open_step, waiting_since};
use crate::id::{CaseId, ClientId};

/// The row of a case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseRow {
    /// The case.
    pub case: CaseId,
    /// The client.
    pub client: ClientId,
    /// The step at which it stands.
    pub step: PlanStep,
    /// What that step lacks, in words.
    pub missing: String,
    /// Since when it waits.
    pub since: Date,
}

/// The row of a case; none where nothing more is to be done.
pub fn case_row(case: &PlanningCase) -> Option<CaseRow> {
    let case = PlanningCase { support_ended_on: None, ..case.clone() };
    let step = open_step(&case)?;
    let missing: Vec<String> = lacking(&case, step).into_iter().map(|one| one.0).collect();
    Some(CaseRow {
        case: case.id, client: case.client, step, missing: missing.join("、"), since: waiting_since(&case)
    })
}
