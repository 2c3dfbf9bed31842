//! セルフプランへの切りかえ, or back to the office: the day and the reason are a fact, the stretch stands in the registration.

use calendar::{Date, wareki};
use domain::{
    client::{About, Client, DatedAbout, SelfPlanPeriod, SelfPlanTurn, SelfPlans, TurnTo},
    facts::New,
    id::ClientId,
    office::Right,
};
use serde_json::json;

use super::record::Recorded;
use crate::{
    AuditAction, Cx, Reason, Refusal,
    certificates::plan_rounds,
    changes,
    input::{Reader, Typed, limit},
    record::{Stream as _, append},
};

/// Turns the client to a self-plan from a day on, or back; the months on the schedule follow.
pub fn turn_self_plan(cx: &mut Cx<'_>, client: ClientId, typed: &dyn Typed) -> Result<(), Refusal> {
    cx.authorize(Right::EditClients)?;
    cx.once(AuditAction::TurnSelfPlan.word(), |cx| {
        let mut recorded = Recorded::load(cx, client)?;
        let turn = read(typed, cx.today).map_err(Refusal::Refused)?;
        let self_plans = turned(&recorded.client.self_plans, turn.to, turn.on)
            .map_err(|sentence| Refusal::Refused(vec![Reason::at("turned_on", sentence)]))?;
        let before = recorded.client.clone();
        let mut after = Client { self_plans, ..before.clone() };
        if !store::clients::update(cx.tx, &after)? {
            let by = changes::last_saved_by(cx, &client.to_string())?;
            return Err(Refusal::Conflict { current: before.version, by });
        }
        after.version += 1;
        recorded.client = after.clone();
        let entry = json!({ "to": turn.to.word(), "on": turn.on });
        append(cx, &mut recorded, [New::of(DatedAbout { from: None, what: About::SelfPlan(turn) })])?;
        plan_rounds(cx, &after, &[])?;
        cx.audit(AuditAction::UpdateClient, &client.to_string(), &changes::between(&before, &after))?;
        cx.audit(AuditAction::TurnSelfPlan, &client.to_string(), &entry)
    })
}

fn read(typed: &dyn Typed, today: Date) -> Result<SelfPlanTurn, Vec<Reason>> {
    let mut r = Reader::on_page(typed, today);
    let to = r.required_choice("turn_to", "どちらに切りかえるか", TurnTo::ALL, |it| (it.word(), it.label()));
    let on = r.required_date("turned_on", "切りかえる日");
    let note = r.paragraph("turn_note", "理由", limit::NOTE);
    let reasons = r.into_reasons();
    match (to, on) {
        (Some(to), Some(on)) if reasons.is_empty() => Ok(SelfPlanTurn { to, on, note }),
        _ => Err(reasons),
    }
}

/// The stretches after the turn, or why there is none to make.
fn turned(plans: &SelfPlans, to: TurnTo, on: Date) -> Result<SelfPlans, String> {
    let mut periods = plans.0.clone();
    match (to, plans.0.last().copied()) {
        (TurnTo::SelfPlan, Some(SelfPlanPeriod { from, off_from: None })) => {
            Err(format!("{}からセルフプランです。", wareki::long(from)))
        }
        (TurnTo::SelfPlan, Some(SelfPlanPeriod { off_from: Some(off), .. })) if on < off => {
            Err("前のセルフプランが終わった日より後の日にしてください。".to_owned())
        }
        (TurnTo::SelfPlan, _) => {
            periods.push(SelfPlanPeriod { from: on, off_from: None });
            Ok(SelfPlans(periods))
        }
        (TurnTo::Office, Some(SelfPlanPeriod { from, off_from: None })) if from < on => {
            periods.pop();
            periods.push(SelfPlanPeriod { from, off_from: Some(on) });
            Ok(SelfPlans(periods))
        }
        (TurnTo::Office, Some(SelfPlanPeriod { from, off_from: None })) => {
            Err(format!("セルフプランをはじめた日（{}）より後の日にしてください。", wareki::long(from)))
        }
        (TurnTo::Office, _) => Err("いまはセルフプランではありません。".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Date {
        text.parse().expect("a day")
    }

    #[test]
    fn one_turns_there_and_back_and_there_again() {
        let none = SelfPlans::default();
        assert!(turned(&none, TurnTo::Office, day("2026-11-01")).is_err());
        let there = turned(&none, TurnTo::SelfPlan, day("2026-04-01")).expect("there");
        assert!(turned(&there, TurnTo::SelfPlan, day("2026-05-01")).is_err());
        assert!(turned(&there, TurnTo::Office, day("2026-04-01")).is_err());
        let back = turned(&there, TurnTo::Office, day("2026-10-01")).expect("back");
        assert!(back.contains(day("2026-09-30")) && !back.contains(day("2026-10-01")));
        assert!(turned(&back, TurnTo::SelfPlan, day("2026-09-30")).is_err());
        let again = turned(&back, TurnTo::SelfPlan, day("2027-04-01")).expect("again");
        assert_eq!(again.0.len(), 2);
    }
}
