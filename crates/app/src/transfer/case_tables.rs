//! 計画とアセスメントを取り込む: what an office has of them from before. A plan is the rows of one client and one day; it is taken whole or not
//! at all, as 「ほかで作った計画」: reports get its goals, the next plan goes on with its rows, and no fee follows from it.

mod headings;
mod look;
mod read;
mod take;
mod workbook;

pub(super) use self::{headings::other_table, workbook::workbook};

use super::{
    ImportReport, Importer, Mode, Watch,
    columns::{Columns, REQUIRED},
    import_clients::reasons_to_stop,
    sheet::read_sheet,
    table::ImportTable,
};
use crate::Refusal;

/// Takes plans or assessments from a file. Sent twice, what is here already is passed over.
pub fn import_cases(
    by: &Importer,
    table: ImportTable,
    bytes: &[u8],
    mode: Mode,
    watch: &Watch,
) -> Result<ImportReport, Refusal> {
    let mut report = ImportReport { table, ..ImportReport::default() };
    // Who may not import learns nothing of the file.
    let known = by.read(look::Known::load)?;
    let sheet = match read_sheet(bytes, &reasons_to_stop(by, watch)) {
        Ok(sheet) => sheet,
        Err(_) if watch.cancelled() => {
            report.cancelled = true;
            return Ok(report);
        }
        Err(sentence) => {
            report.file_problems.push(sentence);
            return Ok(report);
        }
    };
    (report.encoding, report.header, report.rows) = (sheet.label, sheet.header, sheet.rows.len());
    let columns = match Columns::find_among(&report.header, &headings::known(table), &REQUIRED) {
        Ok(columns) => columns,
        Err(problems) => {
            report.file_problems = other_table(&report.header, table).map_or(problems, |sentence| vec![sentence]);
            return Ok(report);
        }
    };
    watch.begin(report.rows);
    let good = look::look(&known, (table, &columns), sheet.rows, watch, &mut report);
    let write = match mode {
        Mode::DryRun => false,
        Mode::AllOrNothing => report.is_clean(),
        Mode::TakeGoodRows => true,
    };
    if write && !report.cancelled && !good.is_empty() {
        take::take(by, good, mode, watch, &mut report)?;
    }
    Ok(report)
}
