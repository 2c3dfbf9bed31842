//! つながりにくい人: the list by follow-up day, what was heard, what was done.

pub mod list;
pub mod note;
pub mod step;

use app::{
    Cx, Refusal,
    intake::{IntakeEntry, IntakeView, intake_view, restore_intake_fact, withdraw_intake_fact},
};
use calendar::wareki;
use domain::{
    facts::{Fact, Facts},
    id::{FactId, IntakeId},
    intake::{HardToReach, Intake, IntakeFact},
};
use uuid::Uuid;

use crate::{
    AppState, Form, PageError, Session, at,
    pages::{monitoring::fact_card::FactCard, step::StepFrame},
};

/// An intake around its forms.
pub struct Frame {
    view: IntakeView,
    base: String,
    facts: Vec<FactCard>,
    undo: Option<FactId>,
}

impl Frame {
    /// 氏名 of the person, or that it is not known.
    fn name(&self) -> String {
        name(&self.view.intake)
    }

    fn lacking(&self) -> String {
        self.view.lacking.join("、")
    }

    fn follow_up(&self) -> String {
        self.view.follow_up_on.map(wareki::long).unwrap_or_default()
    }

    /// Whether a card is that of what was heard first.
    fn is_note(&self, card: &FactCard) -> bool {
        matches!(self.view.intake.facts.find(card.id).map(|fact| &fact.body), Some(IntakeFact::Noted(_)))
    }
}

/// 氏名 of the person, or that it is not known.
pub(crate) fn name(intake: &Intake) -> String {
    match intake.note().map(|note| note.name.as_str()) {
        Some(name) if !name.is_empty() => name.to_owned(),
        _ => "氏名の分からない人".to_owned(),
    }
}

fn card(fact: &Fact<IntakeFact>) -> FactCard {
    let day = |day: Option<calendar::Date>| day.map(wareki::long).unwrap_or_default();
    let (label, lines) = match &fact.body {
        IntakeFact::Noted(it) => {
            let reasons: Vec<&str> = it.reasons.iter().copied().map(HardToReach::label).collect();
            let lines = vec![
                ("相談を受けた日", day(Some(it.date))),
                ("相談者", format!("{} {} {}", it.caller, it.relation, it.contact).trim().to_owned()),
                ("本人の氏名", it.name.clone()),
                ("本人の住まい", it.place.clone()),
                ("つながりにくいわけ", reasons.join("\n")),
                ("聞いた様子", it.situation.clone()),
                ("次に確かめる日", day(it.follow_up_on)),
            ];
            ("はじめの相談", lines)
        }
        IntakeFact::Followed(it) => {
            let lines = vec![
                ("日付", day(Some(it.date))),
                ("相手", it.who.clone()),
                ("内容・助言", it.content.clone()),
                ("次にすること", it.next.clone()),
                ("次に確かめる日", day(it.follow_up_on)),
            ];
            (it.what.label(), lines)
        }
        IntakeFact::Withdrawn { reason } => ("取消", vec![("取り消した理由", reason.clone())]),
    };
    FactCard::plain(fact, label, lines)
}

impl StepFrame for Frame {
    type Id = IntakeId;
    type Step = ();
    type Body = IntakeFact;
    type Entry = IntakeEntry;

    async fn load(state: &AppState, session: &Session, id: IntakeId, _step: ()) -> Result<Self, PageError> {
        let view = state.read(session, move |cx| intake_view(cx, id)).await?;
        let facts = view.intake.facts.standing().map(card).collect();
        let undo = view.intake.facts.last_withdrawal().map(|(withdrawal, _)| withdrawal.id);
        Ok(Self { base: at::intake(id), facts, undo, view })
    }

    fn subject(id: IntakeId) -> Uuid {
        id.0
    }

    fn facts(&self) -> &Facts<IntakeFact> {
        &self.view.intake.facts
    }

    fn version(&self) -> i64 {
        self.view.intake.version
    }

    fn entry(intake: IntakeId, version: i64, corrects: Option<FactId>) -> IntakeEntry {
        IntakeEntry { intake, version, corrects }
    }

    fn filled(form: Form, body: &IntakeFact) -> Form {
        match body {
            IntakeFact::Noted(it) => note::fill(form, it),
            IntakeFact::Followed(it) => step::fill(form, it),
            IntakeFact::Withdrawn { reason } => form.with("reason", reason),
        }
    }

    fn withdraw(cx: &mut Cx<'_>, id: IntakeId, fact: FactId, reason: String) -> Result<(), Refusal> {
        withdraw_intake_fact(cx, id, fact, reason).map(drop)
    }

    fn restore(cx: &mut Cx<'_>, id: IntakeId, withdrawal: FactId) -> Result<(), Refusal> {
        restore_intake_fact(cx, id, withdrawal).map(drop)
    }

    fn home(id: IntakeId) -> String {
        at::intake(id)
    }
}
