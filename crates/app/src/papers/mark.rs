//! 印: several papers at once, and all of them taken back at once.

use domain::{
    facts::{By, Fact},
    id::{FactId, OperationId},
    office::Right,
    paper::{MarkRefusal, Paper, PaperFact, PaperLog, PaperMark, PaperOf},
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
    /// How many that were chosen take another mark, or are there no more.
    #[serde(default)]
    pub passed: usize,
    /// Under what they are taken back together.
    pub batch: OperationId,
}

/// How a paper is named in a form: nothing that a person wrote is in it, save the name of a provider.
pub fn token(paper: &Paper) -> String {
    let (of, id) = match paper.of {
        PaperOf::Case(id) => ("case", id.to_string()),
        PaperOf::Round(id) => ("round", id.to_string()),
        PaperOf::Client(id) => ("client", id.to_string()),
    };
    let version = paper.key.version.map(|id| id.to_string()).unwrap_or_default();
    format!("{}:{of}:{id}:{version}:{}", paper.key.paper.word(), paper.key.provider)
}

/// Marks papers. One that takes another mark, because somebody marked it meanwhile or a fact says more by now, is passed over and told; a
/// day on which one of them was not there yet is refused.
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
        let chosen = all_papers(cx)?.into_iter().map(|(paper, _)| paper).filter(|it| text.papers.contains(&token(it)));
        let (mut papers, mut passed, mut reasons) = (Vec::new(), Vec::new(), Vec::new());
        for paper in chosen {
            match paper.refuses(mark, on) {
                None => papers.push(paper),
                Some(MarkRefusal::NotNext(sentence)) => passed.push(sentence),
                Some(MarkRefusal::TooEarly(sentence)) => reasons.push(Reason::at("on", sentence)),
            }
        }
        if papers.is_empty() && reasons.is_empty() {
            let gone =
                "選んだ書類は、もう一覧にありません。ほかの人が先に記録したかもしれません。一覧を開き直してください。";
            let sentence = passed.first().cloned().unwrap_or_else(|| gone.to_owned());
            reasons.push(Reason::at("papers", sentence));
        }
        if !reasons.is_empty() {
            return Err(Refusal::Refused(reasons));
        }
        for paper in &papers {
            let mut log = papers::log(cx.tx, cx.actor.office, paper.client, paper.of)?;
            let body = PaperFact::Marked { key: paper.key.clone(), mark, on, batch };
            add(cx, &mut log, body, None)?;
        }
        let entry = json!({ "mark": mark.word(), "papers": papers.len(), "on": on });
        cx.audit(AuditAction::MarkPapers, &batch.to_string(), &entry)?;
        Ok(Marked { count: papers.len(), passed: text.papers.len().saturating_sub(papers.len()), batch })
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
