//! 外の様式: the files of sheets from outside by their hash, and the sheet that a paper was printed with first. Append-only.

use domain::id::OfficeId;

use crate::{StoreError, Tx};

/// A sheet as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptSheet {
    /// SHA-256 of [`KeptSheet::files`], hex.
    pub sha256: String,
    /// The form in whose place it stands.
    pub form: String,
    /// Its files by path, as JSON.
    pub files: String,
}

const OF_PAPER: &str = "select s.sha256, s.form, s.files from paper_sheet p join sheet s on s.office_id = p.office_id \
    and s.sha256 = p.sha256 where p.office_id = $1 and p.paper = $2";
const KEEP_SHEET: &str = "insert into sheet (office_id, sha256, form, files, kept_at) \
    select $1, $2, $3, $4, $5 where not exists (select 1 from sheet where office_id = $1 and sha256 = $2)";
const KEEP_PAPER: &str = "insert into paper_sheet (office_id, paper, sha256, printed_at) \
    select $1, $2, $3, $4 where not exists (select 1 from paper_sheet where office_id = $1 and paper = $2)";

/// The sheet that a paper was printed with; none where it came from the program's own, or never.
pub fn of_paper(tx: &mut Tx, office: OfficeId, paper: &str) -> Result<Option<KeptSheet>, StoreError> {
    tx.optional(OF_PAPER, &[&office, &paper], |row| {
        Ok(KeptSheet { sha256: row.next()?, form: row.next()?, files: row.next()? })
    })
}

/// Keeps the sheet, where it is not there, and that the paper was printed with it; whether that was not kept before.
pub fn keep(tx: &mut Tx, office: OfficeId, paper: &str, sheet: &KeptSheet, at: &str) -> Result<bool, StoreError> {
    tx.execute(KEEP_SHEET, &[&office, &sheet.sha256, &sheet.form, &sheet.files, &at])?;
    Ok(tx.execute(KEEP_PAPER, &[&office, &paper, &sheet.sha256, &at])? == 1)
}
