//! `rules claim`.

use domain::billing::same_month::{ClaimCase, EventAnswer, FEE_MONTH, decide};
use law::{LawBook, Why};
use serde_json::json;
use testkit::WorkedCase;

use super::{Answered, collect};

pub fn answer(book: &LawBook, case: &WorkedCase) -> Answered {
    let case: ClaimCase = case.input();
    assert_eq!(case.contradiction(), None);
    if let Some(not) = case.not_covered(book) {
        let fields = json!({ "verdict": "not_covered", "claims": [], "refused": [], "missing": [] });
        return Answered::new(fields, &Why::new(FEE_MONTH, not.sentence()));
    }
    let answers = decide(book, &case);
    let (mut claims, mut refused, mut missing, mut reasons) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for (index, (event, answer)) in case.events.iter().zip(&answers.events).enumerate() {
        if let Some(why) = answers.why(book, &case, index) {
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
            EventAnswer::WaitsFor(events) => {
                let ids: Vec<&str> =
                    events.iter().filter_map(|index| case.events.get(*index)).map(|event| event.id.as_str()).collect();
                missing.push(json!({ "event": id, "fields": [], "waits_for": ids }));
            }
        }
    }
    let verdict = if missing.is_empty() { "is" } else { "needs" };
    let fields = json!({ "verdict": verdict, "claims": claims, "refused": refused, "missing": missing });
    Answered { fields, reasons }
}
