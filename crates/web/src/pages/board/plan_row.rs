//! One planning case beside the rounds of the board, as words.

use calendar::wareki;
use domain::client::ConsultationService;
use store::board::plans::PlanLine;

use crate::at;

/// One case.
pub struct PlanRow {
    /// The case's page.
    pub href: String,
    /// 氏名.
    pub name: String,
    /// フリガナ.
    pub kana: String,
    /// 「新規」, with the service where it is 障害児相談支援.
    pub kind: String,
    /// The step, with its number.
    pub step: String,
    /// What it lacks.
    pub missing: String,
    /// Since when.
    pub since: String,
}

impl PlanRow {
    /// The row of a case.
    pub fn of(line: &PlanLine) -> Self {
        let child = if line.service == ConsultationService::Child { "・障害児相談" } else { "" };
        Self {
            href: at::case(line.row.case),
            name: line.name.clone(),
            kana: line.kana.clone(),
            kind: format!("{}{child}", line.kind.label()),
            step: format!("({}) {}", line.row.step.number(), line.row.step.label()),
            missing: line.row.missing.clone(),
            since: wareki::short(line.row.since),
        }
    }
}
