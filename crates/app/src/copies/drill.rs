//! 戻す練習: twice a year somebody opens a copy with the paper key. The weekly trial of the server proves the copies; only this proves the paper.

use domain::office::Right;
use jiff::{ToSpan as _, civil::DateTime};
use serde_json::json;
use store::{
    audit::AuditAction,
    copies::{self, CopyDrill},
};

use super::generations::in_japan;
use crate::{
    Cx, Refusal,
    input::{Reader, Typed, limit},
};

const MONTHS: i64 = 6;
/// What an entry about a drill stands under in the log.
const SUBJECT: &str = "copy-drill";

/// Whether a drill is due: half a year after the last one; before the first one, half a year after the key was made at the latest, which is
/// asked for from the first day on.
pub fn drill_is_due(last: Option<&str>, now: DateTime) -> bool {
    let last = last.and_then(in_japan);
    last.is_none_or(|last| last > now || last.checked_add(MONTHS.months()).is_ok_and(|due| due <= now))
}

/// Records that the actor has opened a copy with the paper key, and what came of it.
pub fn record_drill(cx: &mut Cx<'_>, typed: &dyn Typed) -> Result<(), Refusal> {
    cx.authorize(Right::Administer)?;
    cx.once("copies.record_drill", |cx| {
        let mut r = Reader::on_page(typed, cx.today);
        let note = r.required("drill_note", "戻したようす", limit::ADDRESS);
        r.done()?;
        let drill = CopyDrill {
            done_at: (cx.outside.now)(),
            done_by: cx.actor.user.to_string(),
            done_by_name: cx.actor.name.clone(),
            note,
        };
        copies::add_drill(cx.tx, &drill)?;
        // What was typed stands in the row; the log proves that it was not changed.
        cx.audit(AuditAction::DrillCopy, SUBJECT, &json!({ "sha256": crate::sha256_hex(&drill.note) }))
    })
}
