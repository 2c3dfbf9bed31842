//! 事業所 as it stands, saving it, and its history: what decides money is kept from a day on.

use calendar::Date;
use domain::{
    client::ConsultationService,
    facts::{Body as _, Facts, New},
    office::{DatedFact, Office, OfficeFact, OfficeFactBody, OfficeHistory, PostsJudgement, Right},
};
use serde_json::json;
use store::{municipalities, office_facts, offices};

use super::OfficeEntry;
use crate::{
    AuditAction, Cx, Reason, Refusal, changes,
    providers::Register,
    record::{Place, Stream, append, record, withdraw},
};

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
    cx.authorize(Right::ReadOffice)?;
    office_facts::history(cx.tx, cx.actor.office)?.ok_or(Refusal::NotFound)
}

/// Saves the office; `version` is the one that was changed. What differs of number, area, grade and manager from how
/// the office stands today becomes facts that hold `from` the day that was named.
pub fn save_office(cx: &mut Cx<'_>, entry: OfficeEntry, from: Option<HoldsFrom>, version: i64) -> Result<(), Refusal> {
    cx.authorize(Right::Administer)?;
    cx.once("office.save", |cx| {
        let entered = municipalities::all(cx.tx, cx.actor.office)?;
        let mut reasons = entry.check(&entered.into_iter().map(|town| town.code).collect::<Vec<_>>());
        let mut history = office_history(cx)?;
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
        // Without a dated change the board stays as it is: it hangs on no other field of the office.
        if !changed.is_empty() {
            append(cx, &mut history, changed.into_iter().map(|what| New::of(DatedFact { from, what })))?;
        }
        cx.audit(
            AuditAction::SaveOffice,
            &before.id.to_string(),
            &json!({ "before": before, "after": after, "holds_from": from }),
        )
    })
}

/// Records one more fact of the office (加算の届出, 兼務, 特別地域 …), from a day on.
pub fn record_office_fact(cx: &mut Cx<'_>, what: OfficeFactBody, from: HoldsFrom) -> Result<(), Refusal> {
    // Facts of the office stand beside each other whatever a form showed: each holds from its own day.
    let place = Place { key: (), seen: 0, corrects: None };
    record::<OfficeHistory>(cx, AuditAction::RecordOfficeFact, place, |_| DatedFact { from: from.day(), what })
}

/// Takes a fact of the office back: what held before it holds on.
pub fn withdraw_office_fact(cx: &mut Cx<'_>, number: i64, reason: &str) -> Result<(), Refusal> {
    let reason = reason.trim().chars().take(200).collect();
    withdraw::<OfficeHistory>(cx, AuditAction::WithdrawOfficeFact, (), number, reason)
}

/// 業務に支障がない場合に限り兼務が認められる: what is missing of the judgement.
fn judgement(judged: Option<&PostsJudgement>, today: Date) -> Vec<Reason> {
    let Some(judged) = judged else {
        let sentence = "兼務は、業務に支障がないときに認められます。判断した人と日、勤務時間を入力してください。";
        return vec![Reason::at("judged_by", sentence)];
    };
    let mut reasons = Vec::new();
    if judged.by.trim().is_empty() {
        reasons.push(Reason::at("judged_by", "業務に支障がないと判断した人を入力してください。"));
    }
    if judged.on > today {
        reasons.push(Reason::at("judged_on", "判断した日が今日より後です。"));
    }
    if judged.hours.trim().is_empty() {
        reasons.push(Reason::at("hours", "それぞれの勤務時間を入力してください。"));
    }
    reasons
}

impl Stream for OfficeHistory {
    type Body = DatedFact;
    type Key = ();
    type Answer = ();
    type Basis = ();

    const RIGHT: Right = Right::Administer;

    fn load(cx: &mut Cx<'_>, (): ()) -> Result<Self, Refusal> {
        office_history(cx)
    }

    fn facts(&self) -> &Facts<DatedFact> {
        OfficeHistory::facts(self)
    }

    fn stands_beside(_body: &DatedFact) -> bool {
        true
    }

    fn refuse(&self, cx: &mut Cx<'_>, body: &DatedFact, withdrawn: bool) -> Result<Vec<Reason>, Refusal> {
        if let OfficeFactBody::Posts { registered, providers, judged, .. } = &body.what
            && !withdrawn
        {
            let any = !(registered.is_empty() && providers.is_empty());
            let reasons = if any { judgement(judged.as_ref(), cx.today) } else { Vec::new() };
            if !reasons.is_empty() {
                return Ok(reasons);
            }
            let register = Register::of(cx, registered.iter().copied())?;
            if registered.iter().any(|id| register.find(*id).is_none()) {
                return Ok(vec![Reason::at("registered", "兼務先を一覧から選び直してください。")]);
            }
        }
        // A withdrawal names what it takes back; as a fact of its own it says nothing.
        if body.is_withdrawal() { Err(Refusal::NotFound) } else { Ok(Vec::new()) }
    }

    fn next_id(&self, _cx: &Cx<'_>) -> i64 {
        Stream::version(self) + 1
    }

    fn append(&mut self, cx: &mut Cx<'_>, fact: OfficeFact) -> Result<(), Refusal> {
        office_facts::append(cx.tx, cx.actor.office, &fact)?;
        OfficeHistory::append(self, fact);
        Ok(())
    }

    fn derive(&self, cx: &mut Cx<'_>) -> Result<(), Refusal> {
        // Lamp (6) hangs on the office's numbers, areas and grade, too.
        crate::monitoring::rebuild_board(cx.tx, cx.actor.office)?;
        Ok(())
    }

    fn audit(&self, cx: &mut Cx<'_>, fact: &OfficeFact, action: AuditAction, _basis: &()) -> Result<(), Refusal> {
        let about = fact.corrects.and_then(|id| OfficeHistory::facts(self).find(id)).unwrap_or(fact);
        let DatedFact { from, what } = &about.body;
        let entry = match &fact.body.what {
            OfficeFactBody::Withdrawn { reason } => {
                json!({ "what": what.label(), "fact": what, "holds_from": from, "reason": reason })
            }
            _ => json!({ "what": what.label(), "fact": what, "holds_from": from }),
        };
        cx.audit(action, &self.start().id.to_string(), &entry)
    }

    fn answer(&self, _fact: &OfficeFact) {}
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
        history.holding(today).iter().any(|fact| fact.body.what.is_about_the_same(body) && fact.body.from > from)
    };
    let what = names(&mut changed.iter().filter(hidden));
    let sentence =
        format!("{what}には、もっと後の日からの内容があります。それを取り消してから、もう一度保存してください");
    (!what.is_empty()).then(|| Reason::at("from", sentence))
}
