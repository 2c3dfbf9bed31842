//! `rules claim`.

use domain::billing::same_month::{ClaimCase, EventAnswer, decide};
use serde_json::json;
use testkit::WorkedCase;

use super::{Answered, collect};

pub fn answer(case: &WorkedCase) -> Answered {
    let case: ClaimCase = case.input();
    let answers = decide(&case);
    let (mut claims, mut refused, mut missing, mut reasons) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for (index, (event, answer)) in case.events.iter().zip(&answers.events).enumerate() {
        if let Some(why) = answers.why(&case, index) {
            collect(&why, &mut reasons);
        }
        let (id, month, fee) = (&event.id, event.month(), event.kind.word());
        match answer {
            EventAnswer::Claimed => claims.push(json!({
                "event": id, "month": month, "office": event.office, "municipality": event.municipality, "fee": fee,
            })),
            EventAnswer::Refused(code) => {
                refused.push(json!({ "event": id, "month": month, "fee": fee, "code": code.word() }));
            }
            EventAnswer::Missing(fields) => missing.push(json!({ "event": id, "fields": fields })),
        }
    }
    let verdict = if missing.is_empty() { "is" } else { "needs" };
    let fields = json!({ "verdict": verdict, "claims": claims, "refused": refused, "missing": missing });
    Answered { fields, reasons }
}
