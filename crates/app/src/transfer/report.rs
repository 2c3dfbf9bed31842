//! What became of a file: counts, every bad cell, and the rows that were not taken as a file of their own.

use calendar::Date;
use domain::{id::CaseId, text::guarded};

use super::{columns::REJECTED, table::ImportTable};

/// What became of the file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ImportReport {
    /// What the file is a table of.
    pub table: ImportTable,
    /// How the file was written, as people call it.
    pub encoding: String,
    /// What is wrong with the file as a whole; then no row was looked at.
    pub file_problems: Vec<String>,
    /// The headings of the file.
    pub header: Vec<String>,
    /// Rows looked at.
    pub rows: usize,
    /// Rows that can be (or were) taken.
    pub good: usize,
    /// Rows that are here already, with client and certificate.
    pub known: usize,
    /// New clients among the good rows.
    pub clients: usize,
    /// New certificates among the good rows.
    pub certificates: usize,
    /// Plans or assessments among the good rows.
    pub cases: usize,
    /// The plans or assessments that were taken, in the order of the file.
    pub brought: Vec<BroughtCase>,
    /// Rows that cannot be taken.
    pub rejected: Vec<RejectedRow>,
    /// Rows that were taken; they stay when the rest is cancelled.
    pub taken: usize,
    /// Whether anything was written.
    pub written: bool,
    /// Whether it was stopped before its end.
    pub cancelled: bool,
}

/// A plan or an assessment that was taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BroughtCase {
    /// The case in which it stands.
    pub case: CaseId,
    /// 氏名.
    pub name: String,
    /// Its day.
    pub made_on: Date,
}

/// A row that cannot be taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RejectedRow {
    /// Line of the file.
    pub line: u64,
    /// 氏名 as it stands in the row; empty where there is none.
    pub name: String,
    /// The cells as they stand in the file.
    pub cells: Vec<String>,
    /// What is wrong, cell by cell.
    pub problems: Vec<CellProblem>,
}

/// What is wrong with one cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CellProblem {
    /// The heading of its column; empty for the row as a whole.
    pub column: String,
    /// The sentence.
    pub sentence: String,
}

/// Most problems that are listed on a page or a screen: nobody reads more, and a wrong file has one in each row.
const LISTED: usize = 200;

impl ImportReport {
    /// Whether nothing is wrong with the file.
    pub fn is_clean(&self) -> bool {
        self.file_problems.is_empty() && self.rejected.is_empty()
    }

    /// The problems as they are listed, at most so many, and how many more there are; the file of them holds all.
    pub fn listed(&self) -> (Vec<(&RejectedRow, &CellProblem)>, usize) {
        let all = self.rejected.iter().flat_map(|row| row.problems.iter().map(move |problem| (row, problem)));
        let listed = all.take(LISTED).collect();
        let count: usize = self.rejected.iter().map(|row| row.problems.len()).sum();
        (listed, count.saturating_sub(LISTED))
    }

    /// What was taken as it is listed, and how many more there are; the list of clients leads to all.
    pub fn brought_listed(&self) -> (&[BroughtCase], usize) {
        let listed = self.brought.get(..LISTED).unwrap_or(&self.brought);
        (listed, self.brought.len().saturating_sub(LISTED))
    }

    /// The rejected rows as a CSV (UTF-8 with mark) with the same headings and the reason: mend it and import it again.
    pub fn rejected_file(&self) -> Vec<u8> {
        let mut writer = csv::WriterBuilder::new()
            .flexible(true)
            .terminator(csv::Terminator::CRLF)
            .from_writer(b"\xEF\xBB\xBF".to_vec());
        let header = self.header.iter().map(String::as_str).filter(|title| !REJECTED.contains(title));
        let kept: Vec<bool> = self.header.iter().map(|title| !REJECTED.contains(&title.as_str())).collect();
        // A writer into memory does not fail.
        let _ = writer.write_record(header.chain(REJECTED));
        for row in &self.rejected {
            let reasons: Vec<String> = row
                .problems
                .iter()
                .map(|problem| match problem.column.as_str() {
                    "" => problem.sentence.clone(),
                    column => format!("{column}: {}", problem.sentence),
                })
                .collect();
            let cells = kept
                .iter()
                .enumerate()
                .filter(|(_, kept)| **kept)
                .map(|(index, _)| row.cells.get(index).map_or_else(String::new, |cell| guarded(cell).into_owned()));
            let _ = writer.write_record(cells.chain([row.line.to_string(), reasons.join(" / ")]));
        }
        writer.into_inner().unwrap_or_default()
    }
}
