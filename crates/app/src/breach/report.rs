//! 報告書 and 解除: the nine items are saved whole each time, as far as they are known; a 管理者 lifts the freeze with a reason.

use domain::{
    breach::{Breach, BreachFact, BreachReport, ITEM, ITEMS},
    id::BreachId,
    office::Right,
};
use serde_json::json;
use store::breaches;

use super::declare::append;
use crate::{
    AuditAction, Cx, Reason, Refusal,
    input::{Reader, Typed, limit},
};

/// Saves the report as it was typed, over the version that the form had shown.
pub fn save_report(cx: &mut Cx<'_>, (id, version): (BreachId, i64), typed: &dyn Typed) -> Result<(), Refusal> {
    cx.authorize(Right::DecideAccess)?;
    cx.once("breach.save-report", |cx| {
        let breach = shown(cx, id, version)?;
        let mut r = Reader::on_page(typed, cx.today);
        let items = ITEMS.map(|(word, title, _)| r.paragraph(word, title, ITEM));
        let report = BreachReport {
            known_on: r.required_date("known_on", "知った日"),
            malicious: r.tick("malicious"),
            items,
            prompt_on: r.date("prompt_on", "速報をした日"),
            final_on: r.date("final_on", "確報をした日"),
        };
        let days = [("known_on", report.known_on), ("prompt_on", report.prompt_on), ("final_on", report.final_on)];
        for (field, day) in days {
            if day.is_some_and(|day| day > cx.today) {
                r.refuse(field, "今日までの日にしてください");
            }
            if day.zip(report.known_on).is_some_and(|(day, known_on)| day < known_on) {
                r.refuse(field, "知った日より前です");
            }
        }
        r.done()?;
        // The words stand in the row, which the entry seals.
        let written = report.items.iter().filter(|item| !item.is_empty()).count();
        let entry = json!({
            "known_on": report.known_on, "malicious": report.malicious, "items": written,
            "prompt_on": report.prompt_on, "final_on": report.final_on,
        });
        append(cx, id, breach.version() + 1, BreachFact::Report(report))?;
        cx.audit(AuditAction::SaveBreachReport, &id.to_string(), &entry)
    })
}

/// Lifts the freeze. What was recorded stays, and the report goes on growing.
pub fn end_breach(cx: &mut Cx<'_>, id: BreachId, typed: &dyn Typed) -> Result<(), Refusal> {
    cx.authorize(Right::DecideAccess)?;
    cx.once("breach.end", |cx| {
        let breach = breaches::find(cx.tx, cx.actor.office, id)?.ok_or(Refusal::NotFound)?;
        if breach.ended().is_some() {
            return Err(Refusal::Refused(vec![Reason::at("", "もう解除されています")]));
        }
        let mut r = Reader::on_page(typed, cx.today);
        let reason = r.required("reason", "解除する理由", limit::ADDRESS);
        r.done()?;
        let entry = json!({ "sha256": crate::sha256_hex(&reason) });
        append(cx, id, breach.version() + 1, BreachFact::Ended { reason })?;
        cx.audit(AuditAction::EndBreach, &id.to_string(), &entry)
    })
}

/// The breach as the form had shown it; a conflict where somebody saved since.
fn shown(cx: &mut Cx<'_>, id: BreachId, version: i64) -> Result<Breach, Refusal> {
    let breach = breaches::find(cx.tx, cx.actor.office, id)?.ok_or(Refusal::NotFound)?;
    if breach.version() != version {
        let by = breach.facts.last().map(|fact| fact.by.clone()).unwrap_or_default();
        return Err(Refusal::Conflict { by, current: breach.version() });
    }
    Ok(breach)
}
