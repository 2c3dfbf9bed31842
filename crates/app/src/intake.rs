//! つながりにくい人: taken in without certificate or consent, followed up until there is a client or an end.

use calendar::Date;
use domain::{
    facts::{Fact, Facts, New},
    id::{FactId, IntakeId},
    intake::{Intake, IntakeFact, IntakeNote, IntakeStep},
    monitoring::{Checking, Problem},
    office::Right,
};
use serde::{Deserialize, Serialize};
use serde_json::json;
use store::{intakes, rounds::Appended};

use crate::{
    AuditAction, Cx, Reason, Refusal,
    record::{self, Place, Stream},
};

/// Where a fact goes: the intake as the form showed it, and the fact it replaces.
#[derive(Clone, Copy, Debug)]
pub struct IntakeEntry {
    /// Intake.
    pub intake: IntakeId,
    /// The version that the form showed.
    pub version: i64,
    /// 訂正: the fact replaced.
    pub corrects: Option<FactId>,
}

/// What was recorded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct IntakeRecorded {
    /// The new fact.
    pub fact: FactId,
    /// The version the intake now has.
    pub version: i64,
}

/// An intake as its page shows it.
#[derive(Clone, Debug)]
pub struct IntakeView {
    /// The intake.
    pub intake: Intake,
    /// What is still to be done, in words.
    pub lacking: Vec<&'static str>,
    /// 次に確かめる日.
    pub follow_up_on: Option<Date>,
    /// Whether that day has passed.
    pub late: bool,
    /// Whether the actor may record.
    pub may_record: bool,
}

impl IntakeView {
    fn of(cx: &Cx<'_>, intake: Intake) -> Self {
        let follow_up_on = intake.follow_up_on();
        Self {
            lacking: intake.lacking(),
            follow_up_on,
            late: follow_up_on.is_some_and(|day| day < cx.today),
            may_record: cx.authorize(Right::EditClients).is_ok(),
            intake,
        }
    }
}

/// One intake.
pub fn intake_view(cx: &mut Cx<'_>, id: IntakeId) -> Result<IntakeView, Refusal> {
    cx.authorize(Right::Read)?;
    let intake = intakes::find(cx.tx, cx.actor.office, id)?.ok_or(Refusal::NotFound)?;
    Ok(IntakeView::of(cx, intake))
}

/// The intakes that are not over, the earliest follow-up first and those without a day before them; or those that are over.
pub fn list_intakes(cx: &mut Cx<'_>, closed: bool) -> Result<Vec<IntakeView>, Refusal> {
    cx.authorize(Right::Read)?;
    let all = intakes::list(cx.tx, cx.actor.office, closed)?;
    let mut views: Vec<IntakeView> = all.into_iter().map(|intake| IntakeView::of(cx, intake)).collect();
    views.sort_by_key(|view| view.follow_up_on);
    Ok(views)
}

/// Takes somebody in.
pub fn open_intake(cx: &mut Cx<'_>, note: IntakeNote) -> Result<IntakeId, Refusal> {
    cx.authorize(Right::EditClients)?;
    cx.once("open_intake", |cx| {
        refuse(note.check(&Checking { today: cx.today, support_ended_on: None, born: None }))?;
        let id = IntakeId((cx.outside.new_id)());
        intakes::insert(cx.tx, cx.actor.office, id)?;
        let mut intake = intakes::find(cx.tx, cx.actor.office, id)?.ok_or(Refusal::NotFound)?;
        record::append(cx, &mut intake, [New::of(IntakeFact::Noted(note))])?;
        cx.audit(AuditAction::OpenIntake, &id.to_string(), &json!({}))?;
        Ok(id)
    })
}

/// Corrects what was heard.
pub fn correct_intake(cx: &mut Cx<'_>, entry: IntakeEntry, note: IntakeNote) -> Result<IntakeRecorded, Refusal> {
    let place = Place { key: entry.intake, seen: entry.version, corrects: entry.corrects };
    record::record::<Intake>(cx, AuditAction::CorrectIntake, place, |_| IntakeFact::Noted(note))
}

/// Records what was done.
pub fn follow_intake(cx: &mut Cx<'_>, entry: IntakeEntry, step: IntakeStep) -> Result<IntakeRecorded, Refusal> {
    let place = Place { key: entry.intake, seen: entry.version, corrects: entry.corrects };
    record::record::<Intake>(cx, AuditAction::FollowIntake, place, |_| IntakeFact::Followed(step))
}

/// Takes a fact back: it never took place.
pub fn withdraw_intake_fact(
    cx: &mut Cx<'_>,
    intake: IntakeId,
    fact: FactId,
    reason: String,
) -> Result<IntakeRecorded, Refusal> {
    record::withdraw::<Intake>(cx, AuditAction::WithdrawIntakeFact, intake, fact, reason)
}

/// Undoes the latest withdrawal, as long as nothing else was recorded after it.
pub fn restore_intake_fact(cx: &mut Cx<'_>, intake: IntakeId, withdrawal: FactId) -> Result<IntakeRecorded, Refusal> {
    record::restore::<Intake>(cx, AuditAction::RestoreIntakeFact, intake, withdrawal)
}

fn refuse(problems: Vec<Problem>) -> Result<(), Refusal> {
    let reasons: Vec<Reason> = problems.into_iter().map(Reason::from).collect();
    if reasons.is_empty() { Ok(()) } else { Err(Refusal::Refused(reasons)) }
}

impl Stream for Intake {
    type Body = IntakeFact;
    type Key = IntakeId;
    type Answer = IntakeRecorded;
    type Basis = ();

    const RIGHT: Right = Right::EditClients;

    fn sending(action: AuditAction) -> &'static str {
        action.word()
    }

    fn load(cx: &mut Cx<'_>, key: IntakeId) -> Result<Self, Refusal> {
        intakes::find(cx.tx, cx.actor.office, key)?.ok_or(Refusal::NotFound)
    }

    fn facts(&self) -> &Facts<IntakeFact> {
        &self.facts
    }

    fn version(&self) -> i64 {
        self.version
    }

    fn stands_beside(body: &IntakeFact) -> bool {
        matches!(body, IntakeFact::Followed(_))
    }

    fn refuse(&self, cx: &mut Cx<'_>, body: &IntakeFact, withdrawn: bool) -> Result<Vec<Reason>, Refusal> {
        let checking = Checking { today: cx.today, support_ended_on: None, born: None };
        let problems = match body {
            IntakeFact::Noted(_) if withdrawn => {
                let sentence = "はじめの相談は取り消せません。まちがいは訂正し、要らなくなったら終わりにしてください。";
                return Ok(vec![Reason::at("", sentence)]);
            }
            IntakeFact::Noted(note) => note.check(&checking),
            IntakeFact::Followed(step) if !withdrawn => step.check(self.note(), &checking),
            IntakeFact::Followed(_) | IntakeFact::Withdrawn { .. } => Vec::new(),
        };
        Ok(problems.into_iter().map(Reason::from).collect())
    }

    fn next_id(&self, cx: &Cx<'_>) -> FactId {
        FactId((cx.outside.new_id)())
    }

    fn append(&mut self, cx: &mut Cx<'_>, fact: Fact<IntakeFact>) -> Result<(), Refusal> {
        match intakes::append_fact(cx.tx, cx.actor.office, (self.id, self.version), &fact)? {
            Appended::Saved(version) => self.version = version,
            Appended::Conflict(current) => return Err(Refusal::Conflict { current, by: String::new() }),
        }
        self.facts.append(fact);
        Ok(())
    }

    /// One that came to its end leaves the list.
    fn derive(&self, cx: &mut Cx<'_>) -> Result<(), Refusal> {
        Ok(intakes::set_closed(cx.tx, cx.actor.office, self.id, self.ended_on())?)
    }

    fn audit(&self, cx: &mut Cx<'_>, fact: &Fact<IntakeFact>, action: AuditAction, _basis: &()) -> Result<(), Refusal> {
        let entry = json!({ "fact": fact.id, "corrects": fact.corrects, "version": self.version });
        cx.audit(action, &self.id.to_string(), &entry)
    }

    fn answer(&self, fact: &Fact<IntakeFact>) -> IntakeRecorded {
        IntakeRecorded { fact: fact.id, version: self.version }
    }
}
