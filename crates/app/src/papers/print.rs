//! Several papers of the queue in one go, in the order of the list.

use domain::{
    office::Right,
    paper::{PaperKind, PaperOf},
};
use forms::FilledForm;
use serde_json::json;

use super::list::{PaperLine, all_lines};
use super::mark::token;
use crate::{
    AuditAction, Cx, Reason, Refusal, limits,
    monitoring::print_report,
    planning::{
        PlanPaper, conference_minutes, print_application, print_assessment, print_basic, print_office_change,
        print_plan,
    },
};

/// The chosen papers, each as a filled form in the order of the queue, ready to be drawn outside of the transaction. What comes from others
/// (受給者証の写し, 個別支援計画) is no paper of ours and is passed over; one that cannot be printed is told by its name and nothing is printed.
pub fn print_papers(cx: &mut Cx<'_>, tokens: &[String]) -> Result<Vec<FilledForm>, Refusal> {
    cx.authorize(Right::EditClients)?;
    // Whoever is read for the order alone is shown to nobody.
    let before = cx.tx.take_seen();
    let chosen = all_lines(cx)?.into_iter().filter(|line| line.paper.key.paper.is_printed_here());
    let chosen: Vec<PaperLine> = chosen.filter(|line| tokens.contains(&token(&line.paper))).collect();
    drop(cx.tx.take_seen());
    before.into_iter().for_each(|person| cx.tx.note_seen(person));
    let refused = |sentence: String| Err(Refusal::Refused(vec![Reason::at("papers", sentence)]));
    if chosen.is_empty() {
        return refused("印刷する書類を選んでください。".to_owned());
    }
    if chosen.len() > limits::PRINTED_PAPERS {
        let (most, count) = (limits::PRINTED_PAPERS, chosen.len());
        return refused(format!(
            "一度に印刷できるのは{most}件までです（{count}件選ばれています）。状態・種類・用途でしぼるか、選ぶのをやめてください。"
        ));
    }
    let mut filled = Vec::new();
    for line in &chosen {
        match form_of(cx, line) {
            Ok(Some(form)) => filled.push(form),
            Ok(None) => {}
            Err(Refusal::Refused(reasons)) => {
                let why: Vec<String> = reasons.into_iter().map(|reason| reason.sentence).collect();
                let (name, paper) = (&line.name, line.paper.key.paper.label());
                return refused(format!("{name}さんの{paper}を印刷できません。{}", why.join(" ")));
            }
            Err(other) => return Err(other),
        }
    }
    let batch = (cx.outside.new_id)();
    cx.audit(AuditAction::PrintPapers, &batch.to_string(), &json!({ "papers": filled.len() }))?;
    Ok(filled)
}

/// The form of a paper, in the layout that the municipality takes.
fn form_of(cx: &mut Cx<'_>, line: &PaperLine) -> Result<Option<FilledForm>, Refusal> {
    let form = match (line.paper.key.paper, line.paper.of) {
        (PaperKind::Basic, PaperOf::Case(id)) => print_basic(cx, id, ""),
        (PaperKind::Assessment, PaperOf::Case(id)) => print_assessment(cx, id, ""),
        (PaperKind::Draft | PaperKind::DraftCopy | PaperKind::DraftHandIn, PaperOf::Case(id)) => {
            print_plan(cx, id, PlanPaper::Proposal, "")
        }
        (PaperKind::Application, PaperOf::Case(id)) => print_application(cx, id, "application"),
        (PaperKind::Notice, PaperOf::Case(id)) => print_application(cx, id, "notice"),
        (PaperKind::Minutes, PaperOf::Case(id)) => conference_minutes(cx, id, ""),
        (PaperKind::Plan | PaperKind::PlanCopy, PaperOf::Case(id)) => print_plan(cx, id, PlanPaper::Plan, ""),
        (PaperKind::Report | PaperKind::ReportCopy, PaperOf::Round(id)) => print_report(cx, id, ""),
        (PaperKind::OfficeNotice, PaperOf::Client(id)) => print_office_change(cx, id),
        _ => return Ok(None),
    };
    form.map(Some)
}
