//! The papers of a case in the order of the steps, each with where it comes from and in which layouts it can be had.

use domain::planning::{CaseFactKind, PlanningCase};
use forms::PLAN;

use super::frame::Frame;
use crate::{at, pages::paper::layouts};

/// A paper.
#[derive(Clone, Debug)]
pub struct PaperLine {
    /// Its name.
    pub name: &'static str,
    /// Its address; empty while there is nothing to print.
    pub href: String,
    /// 「下書き」, or why it cannot be printed.
    pub note: &'static str,
    /// The same in a certain layout: name and address.
    pub layouts: Vec<(&'static str, String)>,
}

/// Every paper.
pub fn papers(frame: &Frame) -> Vec<PaperLine> {
    let case = &frame.view.case;
    let of = |kind: CaseFactKind, name: &'static str, file: &str| {
        let written = frame.view.being_written.contains(&kind);
        line(case, (name, file), case.standing_of(kind).next().is_some(), written)
    };
    let always = |name: &'static str, file: &str| line(case, (name, file), true, false);
    vec![
        of(CaseFactKind::Basic, "基本情報（別紙1・別紙2、相談受付票）", "basic.pdf"),
        of(CaseFactKind::Assessment, "アセスメント票", "assessment.pdf"),
        with_layouts(of(CaseFactKind::Draft, "サービス等利用計画案・週間計画", "proposal.pdf")),
        always("支給申請書", "application.pdf"),
        always("計画相談支援給付費支給申請書 兼 依頼（変更）届出書", "notice.pdf"),
        of(CaseFactKind::Conference, "サービス担当者会議録", "minutes.pdf"),
        with_layouts(of(CaseFactKind::Plan, "サービス等利用計画・週間計画", "plan.pdf")),
    ]
}

fn line(case: &PlanningCase, (name, file): (&'static str, &str), finished: bool, written: bool) -> PaperLine {
    let href = if finished || written { format!("{}/{file}", at::case(case.id)) } else { String::new() };
    let note = match (finished, written) {
        (true, _) => "",
        (false, true) => "下書き",
        (false, false) => "まだ書いていません",
    };
    PaperLine { name, href, note, layouts: Vec::new() }
}

fn with_layouts(line: PaperLine) -> PaperLine {
    let of = |(word, label): (&'static str, &'static str)| (label, format!("{}?layout={word}", line.href));
    let workbook = ("Excel", line.href.replace(".pdf", ".xlsx"));
    let all = layouts(&PLAN).into_iter().map(of).chain([workbook]);
    let all = if line.href.is_empty() { Vec::new() } else { all.collect() };
    PaperLine { layouts: all, ..line }
}
