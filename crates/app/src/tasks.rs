//! 確かめること: what is on the list, and putting one aside.

use domain::office::Right;
use serde_json::json;
use store::tasks::{self, Task, TaskKind};

use crate::{AuditAction, Cx, Reason, Refusal};

/// What is still to be looked at, the oldest month first.
pub fn open_tasks(cx: &mut Cx<'_>) -> Result<Vec<Task>, Refusal> {
    cx.authorize(Right::Read)?;
    Ok(tasks::open(cx.tx, cx.actor.office)?)
}

/// Puts a task aside: somebody has looked at it.
pub fn finish_task(cx: &mut Cx<'_>, kind: TaskKind, subject: &str) -> Result<(), Refusal> {
    cx.authorize(Right::EditClients)?;
    let closes_itself = match kind {
        TaskKind::LifeEvent => Some("生活の変化は、3つの問いに答えると済みになります。"),
        TaskKind::NotMet => Some("会えない人は、相談したことを回に記録すると済みになります。"),
        TaskKind::NextStep => Some("申請の勧奨と連絡調整は、回に記録すると済みになります。"),
        TaskKind::RoundMoved | TaskKind::ClaimDiffers => None,
    };
    if let Some(sentence) = closes_itself {
        return Err(Refusal::Refused(vec![Reason::at("", sentence)]));
    }
    cx.once("finish_task", |cx| {
        let (by, at) = (cx.actor.name.clone(), (cx.outside.now)());
        if !tasks::done(cx.tx, cx.actor.office, (kind, subject), (&by, &at))? {
            return Err(Refusal::NotFound);
        }
        cx.audit(AuditAction::FinishTask, subject, &json!({ "kind": kind.word() }))
    })
}
