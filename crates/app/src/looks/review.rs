//! 閲覧の記録の確認: the 管理者 has looked a month through. What stood there is kept as its number of rows and a hash over
//! them, in the chained 記録 too, so that a row that is taken away later is found.

use calendar::YearMonth;
use domain::office::Right;
use serde_json::json;
use store::looks::{
    self,
    review::{LookReview, add_review},
};

use crate::{AuditAction, Cx, Reason, Refusal, limits};

/// Records that a month was looked through, with what was noticed.
pub fn review_looks(cx: &mut Cx<'_>, month: YearMonth, note: &str) -> Result<(), Refusal> {
    cx.authorize(Right::DecideAccess)?;
    cx.once("looks.review", |cx| {
        if month >= YearMonth::of(cx.today) {
            return Err(refused("", "この月は、まだ終わっていません。月が替わってから確認してください"));
        }
        let note = note.trim();
        if note.chars().count() > limits::LOOK_NOTE {
            let sentence = format!("気づいたことは{}文字までにしてください", limits::LOOK_NOTE);
            return Err(refused("note", &sentence));
        }
        let office = cx.actor.office;
        let (rows, sha256) = looks::digest(cx.tx, office, month)?;
        let (at, user, name) = ((cx.outside.now)(), cx.actor.user, cx.actor.name.clone());
        let body = json!({ "month": month, "look_rows": rows, "sha256": sha256, "note": note });
        let review = LookReview { month, at, user, name, note: note.to_owned(), rows, sha256 };
        add_review(cx.tx, office, &review)?;
        cx.audit(AuditAction::ReviewLooks, &month.to_string(), &body)
    })
}

fn refused(field: &str, sentence: &str) -> Refusal {
    Refusal::Refused(vec![Reason::at(field.to_owned(), sentence.to_owned())])
}
