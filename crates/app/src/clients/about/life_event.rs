//! 生活の変化: recorded beside one another, and the three questions of each answered one by one. Open questions stand on the list of what is
//! to be looked at until they are answered.

use calendar::{Date, YearMonth};
use domain::{
    client::{
        About, AboutClient, Client, ClientFact, DatedAbout, EventAnswer, EventQuestion, LifeEvent, LifeEventAnswer,
        LifeEventKind, Touched,
    },
    facts::New,
    id::{CaseId, ClientId, RoundId},
    monitoring::Round,
    office::Right,
};
use serde_json::json;
use store::tasks::{self, Task, TaskKind};

use super::{
    contract::past,
    record::{Recorded, withdraw_about},
};
use crate::{
    AuditAction, Cx, Reason, Refusal,
    input::{Reader, Typed, limit},
    record::{Place, Stream as _, append, record, refuse_newer},
};

/// The page of a client's events.
#[derive(Clone, Debug)]
pub struct LifeEventPage {
    /// The client.
    pub client: Client,
    /// The events, the latest first.
    pub events: Vec<EventView>,
    /// How many facts there are: the forms' version.
    pub version: i64,
}

/// An event with its questions.
#[derive(Clone, Debug)]
pub struct EventView {
    /// The number of the fact.
    pub id: i64,
    /// The day.
    pub on: Option<Date>,
    /// What it says.
    pub event: LifeEvent,
    /// Who recorded it.
    pub by: String,
    /// When (UTC).
    pub at: String,
    /// The month that it asks about: that in which it was recorded.
    pub month: YearMonth,
    /// The rounds of that month: where the second question leads.
    pub rounds: Vec<RoundId>,
    /// The questions, each with its answer.
    pub questions: Vec<(EventQuestion, Option<AnswerView>)>,
    /// The records that it may change.
    pub touches: Vec<Touched>,
}

/// An answer.
#[derive(Clone, Debug)]
pub struct AnswerView {
    /// What was answered.
    pub answer: LifeEventAnswer,
    /// By whom.
    pub by: String,
    /// When (UTC).
    pub at: String,
}

/// Every event of a client.
pub fn life_events(cx: &mut Cx<'_>, id: ClientId) -> Result<LifeEventPage, Refusal> {
    cx.authorize(Right::Read)?;
    let recorded = Recorded::load(cx, id)?;
    let about = &recorded.about;
    let rounds = store::rounds::of_client(cx.tx, cx.actor.office, id)?;
    Ok(LifeEventPage {
        events: about.life_events().into_iter().map(|it| view(about, it, &rounds)).collect(),
        version: recorded.version(),
        client: recorded.client,
    })
}

fn view(about: &AboutClient, (fact, event): (&ClientFact, &LifeEvent), rounds: &[Round]) -> EventView {
    let month = YearMonth::of(fact.recorded_on());
    let of_month = rounds.iter().filter(|round| round.scheduled && round.month == month);
    let answer = |question: &EventQuestion| {
        let (given, answer) = about.life_event_answer(fact.id, *question)?;
        Some(AnswerView { answer: answer.clone(), by: given.by(), at: given.recorded_at.clone() })
    };
    EventView {
        id: fact.id,
        on: fact.body.from,
        event: event.clone(),
        by: fact.by(),
        at: fact.recorded_at.clone(),
        month,
        rounds: of_month.map(|round| round.id).collect(),
        questions: about.asked(fact, rounds).into_iter().map(|question| (question, answer(&question))).collect(),
        touches: event.what.touches().to_vec(),
    }
}

/// Records an event.
pub fn record_life_event(cx: &mut Cx<'_>, client: ClientId, typed: &dyn Typed) -> Result<(), Refusal> {
    cx.authorize(Right::EditClients)?;
    let mut reader = Reader::on_page(typed, cx.today);
    let r = &mut reader;
    let what = r.required_choice("event_kind", "何があったか", LifeEventKind::ALL, |it| (it.word(), it.label()));
    if r.is_empty("event_on") {
        r.refuse("event_on", "あった日を入力してください。");
    }
    let on = past(r, ("event_on", "あった日"), cx.today);
    let note = r.paragraph("event_note", "くわしいこと", limit::NOTE);
    let told_by = r.line("event_told_by", "だれから聞いたか", limit::SHORT);
    if what == Some(LifeEventKind::Other) && note.is_empty() {
        r.refuse("event_note", "「その他の変化」のときは、くわしいことを入力してください。");
    }
    reader.done()?;
    let Some(what) = what else { return Ok(()) };
    let body = DatedAbout { from: on, what: About::LifeEvent(LifeEvent { what, note, told_by }) };
    let place = Place { key: client, seen: 0, corrects: None };
    record::<Recorded>(cx, AuditAction::RecordLifeEvent, place, |_| body)
}

/// Answers the questions of an event of which the form says something else than what stands; `seen` is how many facts the form knew
/// of. An answer given anew stands in the place of the last one.
pub fn answer_life_event(
    cx: &mut Cx<'_>,
    client: ClientId,
    event: i64,
    typed: &dyn Typed,
    (seen, may_be_none): (i64, bool),
) -> Result<(), Refusal> {
    cx.authorize(Right::EditClients)?;
    cx.once(AuditAction::AnswerLifeEvent.word(), |cx| {
        let mut recorded = Recorded::load(cx, client)?;
        is_there(&recorded.about, event)?;
        refuse_newer(&recorded, seen, "life_event_answer")?;
        let mut reader = Reader::on_page(typed, cx.today);
        let new: Vec<New<DatedAbout>> = EventQuestion::ALL
            .iter()
            .filter_map(|question| answer(&mut reader, &recorded.about, (event, *question)))
            .collect();
        if new.is_empty() && !may_be_none {
            reader.refuse("", "答えを選んでください。");
        }
        reader.done()?;
        if new.is_empty() {
            return Ok(());
        }
        append(cx, &mut recorded, new)?;
        let entry = json!({ "what": "life_event_answer", "event": event });
        cx.audit(AuditAction::AnswerLifeEvent, &client.to_string(), &entry)
    })
}

/// The fact of an answer; none where the form says what stands, or nothing.
fn answer(r: &mut Reader<'_>, about: &AboutClient, (event, question): (i64, EventQuestion)) -> Option<New<DatedAbout>> {
    let of = |part: &str| format!("{part}_{}_{event}", question.word());
    let given = r.choice(of("answer"), question.label(), EventAnswer::ALL, |it| (it.word(), it.label()));
    let note = r.paragraph(of("answer_note"), "理由・次にすること", limit::NOTE);
    let before = about.life_event_answer(event, question);
    let given = given?;
    if before.is_some_and(|(_, it)| it.answer == given && it.note == note) {
        return None;
    }
    // The case that was begun stays named while the answer is yes.
    let case = before.and_then(|(_, it)| it.case).filter(|_| given == EventAnswer::Yes);
    let what = About::LifeEventAnswer(LifeEventAnswer { event, question, answer: given, note, case });
    Some(New { body: DatedAbout { from: None, what }, corrects: before.map(|(fact, _)| fact.id) })
}

/// Takes an event back: it never took place. Its answers stay in the stream and ask nothing more.
pub fn withdraw_life_event(cx: &mut Cx<'_>, client: ClientId, event: i64, reason: &str) -> Result<(), Refusal> {
    cx.authorize(Right::EditClients)?;
    is_there(&Recorded::load(cx, client)?.about, event)?;
    withdraw_about(cx, client, event, reason)
}

/// A case was begun for an event: its first question is answered by that.
pub(crate) fn answer_by_case(cx: &mut Cx<'_>, client: ClientId, (event, case): (i64, CaseId)) -> Result<(), Refusal> {
    let mut recorded = Recorded::load(cx, client)?;
    is_there(&recorded.about, event)?;
    let question = EventQuestion::Plan;
    let before = recorded.about.life_event_answer(event, question).map(|(fact, _)| fact.id);
    let what = About::LifeEventAnswer(LifeEventAnswer {
        event,
        question,
        answer: EventAnswer::Yes,
        note: String::new(),
        case: Some(case),
    });
    append(cx, &mut recorded, [New { body: DatedAbout { from: None, what }, corrects: before }])?;
    let entry = json!({ "what": "life_event_answer", "event": event, "case": case });
    cx.audit(AuditAction::AnswerLifeEvent, &client.to_string(), &entry)
}

fn is_there(about: &AboutClient, event: i64) -> Result<(), Refusal> {
    let there = about.life_events().iter().any(|(fact, _)| fact.id == event);
    let sentence = "この生活の変化は、訂正または取り消されています。画面を開き直してください。";
    if there { Ok(()) } else { Err(Refusal::Refused(vec![Reason::at("", sentence)])) }
}

/// A visit was recorded or taken back: whether the month is to be carried over is asked anew.
pub(crate) fn keep_event_tasks(cx: &mut Cx<'_>, client: ClientId) -> Result<(), Refusal> {
    let recorded = Recorded::load(cx, client)?;
    keep_tasks(cx, &recorded.client, &recorded.about)
}

/// 確かめること: each event with open questions is on the list, the others are not.
pub(super) fn keep_tasks(cx: &mut Cx<'_>, client: &Client, about: &AboutClient) -> Result<(), Refusal> {
    let (office, now, by) = (cx.actor.office, (cx.outside.now)(), cx.actor.name.clone());
    let events: Vec<&ClientFact> =
        about.0.iter().filter(|fact| matches!(fact.body.what, About::LifeEvent(_))).collect();
    if events.is_empty() {
        return Ok(());
    }
    let rounds = store::rounds::of_client(cx.tx, office, client.id)?;
    for fact in events {
        let subject = format!("{}/{}", client.id, fact.id);
        let key = (TaskKind::LifeEvent, subject.as_str());
        let open = if about.0.stands(fact) { about.open_questions(fact, &rounds) } else { Vec::new() };
        let (About::LifeEvent(event), false) = (&fact.body.what, open.is_empty()) else {
            tasks::done(cx.tx, office, key, (&by, &now))?;
            continue;
        };
        let task = Task {
            kind: TaskKind::LifeEvent,
            subject: subject.clone(),
            client: client.id,
            name: client.name.clone(),
            month: YearMonth::of(fact.body.from.unwrap_or(cx.today)),
            from: event.words(fact.body.from),
            to: {
                let month = YearMonth::of(fact.recorded_on());
                open.into_iter().map(|question| question.words(month)).collect::<Vec<_>>().join("、")
            },
        };
        tasks::put(cx.tx, office, &task, &now)?;
        tasks::reopen(cx.tx, office, key)?;
    }
    Ok(())
}
