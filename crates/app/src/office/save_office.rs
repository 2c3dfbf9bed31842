//! 事業所 as it stands, saving it, and its history: what decides money is kept from a day on.

use calendar::Date;
use domain::{
    client::ConsultationService,
    office::{Office, OfficeFact, OfficeFactBody, OfficeHistory, Right},
};
use serde_json::json;
use store::{municipalities, office_facts, offices};

use super::OfficeEntry;
use crate::{AuditAction, Cx, Reason, Refusal, changes};

/// From when a change holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HoldsFrom {
    /// From the beginning: what was entered before was wrong.
    Start,
    /// From this day on.
    Day(Date),
}

impl HoldsFrom {
    /// The first day; `None` from the beginning.
    pub fn day(self) -> Option<Date> {
        match self {
            Self::Start => None,
            Self::Day(day) => Some(day),
        }
    }
}

/// The actor's office as it stands today.
pub fn office(cx: &mut Cx<'_>) -> Result<Office, Refusal> {
    let today = cx.today;
    Ok(office_history(cx)?.on(today))
}

/// The actor's office with everything ever recorded of it.
pub fn office_history(cx: &mut Cx<'_>) -> Result<OfficeHistory, Refusal> {
    cx.authorize(Right::Read)?;
    office_facts::history(cx.tx, cx.actor.office)?.ok_or(Refusal::NotFound)
}

/// Saves the office; `version` is the one that was changed. What differs of number, area, grade and manager from how
/// the office stands today becomes facts that hold `from` the day that was named.
pub fn save_office(cx: &mut Cx<'_>, entry: OfficeEntry, from: Option<HoldsFrom>, version: i64) -> Result<(), Refusal> {
    cx.authorize(Right::Administer)?;
    cx.once("office.save", |cx| {
        let entered = municipalities::all(cx.tx, cx.actor.office)?;
        let mut reasons = entry.check(&entered.into_iter().map(|town| town.code).collect::<Vec<_>>());
        let history = office_history(cx)?;
        let before = history.on(cx.today);
        let after = Office { version, ..entry.into_office(before.id, cx.today) };
        let changed = dated_changes(&before, &after);
        reasons.extend(unclear(&history, &changed, from, cx.today));
        if !reasons.is_empty() {
            return Err(Refusal::Refused(reasons));
        }
        if !offices::update(cx.tx, &after)? {
            return Err(Refusal::Conflict {
                current: before.version,
                by: changes::last_saved_by(cx, &before.id.to_string())?,
            });
        }
        let from = from.and_then(HoldsFrom::day);
        append(cx, &history, changed.into_iter().map(|body| (from, body, None)))?;
        cx.audit(
            AuditAction::SaveOffice,
            &before.id.to_string(),
            &json!({ "before": before, "after": after, "holds_from": from }),
        )
    })
}

/// Records one more fact of the office (加算の届出, 兼務, 特別地域 …), from a day on.
pub fn record_office_fact(cx: &mut Cx<'_>, body: OfficeFactBody, from: HoldsFrom) -> Result<(), Refusal> {
    cx.authorize(Right::Administer)?;
    cx.once("office.record-fact", |cx| {
        let history = office_history(cx)?;
        if let OfficeFactBody::Withdrawn { .. } = body {
            return Err(Refusal::NotFound);
        }
        let entry = json!({ "what": body.label(), "fact": body, "holds_from": from.day() });
        append(cx, &history, [(from.day(), body, None)])?;
        cx.audit(AuditAction::RecordOfficeFact, &history.start().id.to_string(), &entry)
    })
}

/// Takes a fact of the office back: what held before it holds on.
pub fn withdraw_office_fact(cx: &mut Cx<'_>, seq: i64, reason: &str) -> Result<(), Refusal> {
    cx.authorize(Right::Administer)?;
    cx.once("office.withdraw-fact", |cx| {
        let history = office_history(cx)?;
        let Some(fact) = history.standing().find(|fact| fact.seq == seq).cloned() else {
            let gone = "この内容は、もう取り消されています。画面を開き直してください。";
            return Err(Refusal::Refused(vec![Reason::at("", gone)]));
        };
        let withdrawn = OfficeFactBody::Withdrawn { reason: reason.trim().chars().take(200).collect() };
        append(cx, &history, [(fact.from, withdrawn, Some(seq))])?;
        let entry =
            json!({ "what": fact.body.label(), "fact": fact.body, "holds_from": fact.from, "reason": reason.trim() });
        cx.audit(AuditAction::WithdrawOfficeFact, &history.start().id.to_string(), &entry)
    })
}

fn append(
    cx: &mut Cx<'_>,
    history: &OfficeHistory,
    facts: impl IntoIterator<Item = (Option<Date>, OfficeFactBody, Option<i64>)>,
) -> Result<(), Refusal> {
    for (seq, (from, body, corrects)) in (history.version() + 1..).zip(facts) {
        let fact = OfficeFact {
            seq,
            from,
            body,
            recorded_by: cx.actor.user,
            recorded_by_name: cx.actor.name.clone(),
            recorded_at: (cx.outside.now)(),
            corrects,
        };
        office_facts::append(cx.tx, cx.actor.office, &fact)?;
    }
    // Lamp (6) hangs on the office's numbers, areas and grade, too.
    crate::monitoring::rebuild_board(cx.tx, cx.actor.office)?;
    Ok(())
}

/// What differs of the things that have a day.
fn dated_changes(before: &Office, after: &Office) -> Vec<OfficeFactBody> {
    let mut changes = Vec::new();
    if before.manager != after.manager {
        changes.push(OfficeFactBody::Manager { name: after.manager.clone() });
    }
    for service in ConsultationService::ALL.iter().copied() {
        if before.number(service) != after.number(service) {
            changes.push(OfficeFactBody::Number { service, number: after.number(service).to_owned() });
        }
        if before.area(service) != after.area(service) {
            changes.push(OfficeFactBody::Area { service, area: after.area(service).to_owned() });
        }
    }
    if before.grade != after.grade {
        changes.push(OfficeFactBody::Grade { grade: after.grade.clone() });
    }
    changes
}

/// A change without its day, and one that something later already covers.
fn unclear(
    history: &OfficeHistory,
    changed: &[OfficeFactBody],
    from: Option<HoldsFrom>,
    today: Date,
) -> Option<Reason> {
    let names = |bodies: &mut dyn Iterator<Item = &OfficeFactBody>| {
        bodies.map(OfficeFactBody::label).collect::<Vec<_>>().join("、")
    };
    if changed.is_empty() {
        return None;
    }
    let Some(from) = from.map(HoldsFrom::day) else {
        let what = names(&mut changed.iter());
        return Some(Reason::at("from", format!("変えた内容（{what}）が、いつから有効かを入力してください")));
    };
    // The form shows today's values: a change that an entry of a later day would hide again is none.
    let hidden = |body: &&OfficeFactBody| {
        history.holding(today).iter().any(|fact| fact.body.is_about_the_same(body) && fact.from > from)
    };
    let what = names(&mut changed.iter().filter(hidden));
    let sentence =
        format!("{what}には、もっと後の日からの内容があります。それを取り消してから、もう一度保存してください");
    (!what.is_empty()).then(|| Reason::at("from", sentence))
}
