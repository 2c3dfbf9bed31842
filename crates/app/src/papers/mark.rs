//! 印: several papers at once, and all of them taken back at once.

use domain::{
    facts::{By, Fact},
    id::{FactId, OperationId},
    office::Right,
    paper::{Paper, PaperFact, PaperLog, PaperMark, PaperOf, PaperState},
};
use serde::{Deserialize, Serialize};
use serde_json::json;
use store::papers;

use super::list::all_papers;
use crate::{AuditAction, Cx, Reason, Refusal, input::Reading};

/// What was sent: which papers, which mark, on which day.
#[derive(Clone, Debug, Default)]
pub struct MarkText {
    /// The papers, as [`token`] names them.
    pub papers: Vec<String>,
    /// The word of a [`PaperMark`].
    pub mark: String,
    /// The day, as typed.
    pub on: String,
}

/// What was marked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Marked {
    /// How many papers.
    pub count: usize,
    /// Under what they are taken back together.
    pub batch: OperationId,
}

/// How a paper is named in a form: nothing that a person wrote is in it, save the name of a provider.
pub fn token(paper: &Paper) -> String {
    let (of, id) = match paper.of {
        PaperOf::Case(id) => ("case", id.to_string()),
        PaperOf::Round(id) => ("round", id.to_string()),
    };
    let version = paper.key.version.map(|id| id.to_string()).unwrap_or_default();
    format!("{}:{of}:{id}:{version}:{}", paper.key.paper.word(), paper.key.provider)
}

/// Whether the mark can be set: it is the next one, or the paper is none that has to be.
fn takes(paper: &Paper, mark: PaperMark) -> bool {
    match mark {
        PaperMark::NotNeeded => paper.key.paper.may_be_left_out() && paper.state != PaperState::Done,
        PaperMark::Printed | PaperMark::Sent => paper.next == Some(mark),
    }
}

/// Marks papers. One that somebody marked meanwhile, or of which a fact says more by now, is passed over.
pub fn mark_papers(cx: &mut Cx<'_>, text: &MarkText) -> Result<Marked, Refusal> {
    cx.authorize(Right::EditClients)?;
    let mut reading = Reading::on_page(cx.today);
    let on = reading.required_date("on", "日付", &text.on);
    if on.is_some_and(|day| day > cx.today) {
        reading.refuse("on", "今日より後の日付は入れられません。");
    }
    let mark = PaperMark::from_word(&text.mark);
    if mark.is_none() || text.papers.is_empty() {
        reading.refuse("papers", "書類を選んでください。");
    }
    let (Some(on), Some(mark), true) = (on, mark, reading.reasons.is_empty()) else {
        return Err(Refusal::Refused(reading.reasons));
    };
    cx.once("papers.mark", |cx| {
        let batch = cx.operation.as_ref().map_or_else(|| OperationId((cx.outside.new_id)()), |sending| sending.id);
        let chosen = |paper: &Paper| text.papers.contains(&token(paper)) && takes(paper, mark);
        let papers: Vec<Paper> =
            all_papers(cx)?.into_iter().map(|(paper, _)| paper).filter(|paper| chosen(paper)).collect();
        if papers.is_empty() {
            let sentence = "選んだ書類に、この印は付けられません。ほかの人が先に記録したかもしれません。一覧を開き直してください。";
            return Err(Refusal::Refused(vec![Reason::at("papers", sentence)]));
        }
        for paper in &papers {
            let mut log = papers::log(cx.tx, cx.actor.office, paper.client, paper.of)?;
            let body = PaperFact::Marked { key: paper.key.clone(), mark, on, batch };
            add(cx, &mut log, body, None)?;
        }
        let entry = json!({ "mark": mark.word(), "papers": papers.len(), "on": on });
        cx.audit(AuditAction::MarkPapers, &batch.to_string(), &entry)?;
        Ok(Marked { count: papers.len(), batch })
    })
}

/// How many marks of a sending stand.
pub fn batch_size(cx: &mut Cx<'_>, batch: OperationId) -> Result<usize, Refusal> {
    cx.authorize(Right::Read)?;
    Ok(logs(cx, batch)?.iter().map(|log| log.of_batch(batch).count()).sum())
}

/// 元に戻す: takes back what was marked with a sending, save what was marked anew meanwhile.
pub fn undo_marks(cx: &mut Cx<'_>, batch: OperationId) -> Result<usize, Refusal> {
    cx.authorize(Right::EditClients)?;
    cx.once("papers.undo", |cx| {
        let mut count = 0;
        for mut log in logs(cx, batch)? {
            let last = |fact: &&Fact<PaperFact>| match &fact.body {
                PaperFact::Marked { key, .. } => log.mark(key).is_some_and(|(newest, ..)| newest.id == fact.id),
                PaperFact::Withdrawn { .. } => false,
            };
            let ids: Vec<FactId> = log.of_batch(batch).filter(last).map(|fact| fact.id).collect();
            count += ids.len();
            for id in ids {
                add(cx, &mut log, PaperFact::Withdrawn { reason: "元に戻す".to_owned() }, Some(id))?;
            }
        }
        if count == 0 {
            return Err(Refusal::NotFound);
        }
        cx.audit(AuditAction::WithdrawPaperMarks, &batch.to_string(), &json!({ "papers": count }))?;
        Ok(count)
    })
}

fn logs(cx: &mut Cx<'_>, batch: OperationId) -> Result<Vec<PaperLog>, Refusal> {
    let office = cx.actor.office;
    let mut logs = Vec::new();
    for (of, client) in papers::of_batch(cx.tx, office, batch)? {
        logs.push(papers::log(cx.tx, office, client, of)?);
    }
    Ok(logs)
}

fn add(cx: &mut Cx<'_>, log: &mut PaperLog, body: PaperFact, corrects: Option<FactId>) -> Result<(), Refusal> {
    let fact = Fact {
        id: FactId((cx.outside.new_id)()),
        body,
        recorded_by: By::Staff(cx.actor.user),
        recorded_by_name: cx.actor.name.clone(),
        recorded_at: (cx.outside.now)(),
        corrects,
    };
    papers::append(cx.tx, log, &fact)?;
    log.facts.append(fact);
    Ok(())
}
