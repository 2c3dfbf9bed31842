//! 宣言: freezes what leaves the office, and holds still where the log ends and what the looks of some days are.

use domain::{
    breach::{BreachFact, DatedBreachFact, Declared, check_days},
    id::BreachId,
    office::Right,
};
use serde_json::json;
use store::{audit, breaches, looks};

use crate::{
    AuditAction, Cx, Reason, Refusal,
    input::{Reader, Typed, limit},
};

/// Declares it, by what was typed. There is one at a time.
pub fn declare_breach(cx: &mut Cx<'_>, typed: &dyn Typed) -> Result<BreachId, Refusal> {
    cx.authorize(Right::Administer)?;
    cx.once("breach.declare", |cx| {
        let office = cx.actor.office;
        if breaches::open(cx.tx, office)?.is_some() {
            let sentence = "もう宣言されています。解除してから、次を宣言してください";
            return Err(Refusal::Refused(vec![Reason::at("", sentence)]));
        }
        let mut r = Reader::on_page(typed, cx.today);
        let what = r.required("what", "何が起きたか", limit::ADDRESS);
        let known_on = r.required_date("known_on", "知った日");
        let (from, to) = (r.required_date("from", "見る期間の始まり"), r.required_date("to", "見る期間の終わり"));
        if let (Some(known_on), Some(from), Some(to)) = (known_on, from, to) {
            for problem in check_days(known_on, (from, to), cx.today) {
                r.refuse(problem.field, problem.sentence);
            }
        }
        r.done()?;
        let (Some(known_on), Some(from), Some(to)) = (known_on, from, to) else { return Err(Refusal::NotFound) };
        let log_end = audit::head(cx.tx, office)?;
        let (rows, looks_sha256) = looks::digest_of_days(cx.tx, office, (from, to))?;
        let declared = Declared { what, known_on, from, to, log_end, looks: rows, looks_sha256 };
        let entry = json!({
            "known_on": known_on, "from": from, "to": to, "look_rows": rows, "sha256": declared.looks_sha256,
        });
        let id = BreachId((cx.outside.new_id)());
        append(cx, id, 1, BreachFact::Declared(declared))?;
        cx.audit(AuditAction::DeclareBreach, &id.to_string(), &entry)?;
        Ok(id)
    })
}

pub(super) fn append(cx: &mut Cx<'_>, id: BreachId, seq: i64, body: BreachFact) -> Result<(), Refusal> {
    let fact = DatedBreachFact { body, by: cx.actor.name.clone(), at: (cx.outside.now)() };
    breaches::append(cx.tx, cx.actor.office, (id, seq, cx.actor.user), &fact)?;
    Ok(())
}
