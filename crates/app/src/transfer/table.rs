//! 何の表か: an office brings one file a table.

use super::{
    ImportReport, Importer, Mode, Watch,
    case_tables::{self, import_cases},
    import_clients,
};
use crate::Refusal;

/// What a file is a table of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ImportTable {
    /// 利用者 and 受給者証.
    #[default]
    Clients,
    /// 計画, a row for each need or service.
    Plans,
    /// アセスメント, a row for each.
    Assessments,
}

domain::words!(ImportTable {
    Clients, "clients", "利用者と受給者証";
    Plans, "plans", "計画（課題・目標とサービス）";
    Assessments, "assessments", "アセスメント";
});

/// Takes a file of that table.
pub fn import_table(
    by: &Importer,
    table: ImportTable,
    bytes: &[u8],
    mode: Mode,
    watch: &Watch,
) -> Result<ImportReport, Refusal> {
    match table {
        ImportTable::Clients => import_clients(by, bytes, mode, watch),
        ImportTable::Plans | ImportTable::Assessments => import_cases(by, table, bytes, mode, watch),
    }
}

/// The template of plans or assessments as a workbook: the headings, what each means, and one fictional example. None for clients, whose
/// template is a CSV file, and where a workbook cannot be written.
pub fn workbook(table: ImportTable) -> Option<Vec<u8>> {
    match table {
        ImportTable::Clients => None,
        ImportTable::Plans | ImportTable::Assessments => case_tables::workbook(table),
    }
}
