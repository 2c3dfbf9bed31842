//! 生活の変化: what happened, the three questions of each, and the records that it may change.

use app::{
    Cx, Refusal,
    clients::about::{
        AnswerView, EventView, LifeEventPage, answer_life_event, life_events, record_life_event, withdraw_life_event,
    },
    drafts::DraftForm,
};
use askama::Template;
use axum::extract::{Path, State};
use domain::{
    client::{EventAnswer, EventQuestion, LifeEventKind, Touched},
    id::{ClientId, OperationId},
    office::Right,
};

use crate::{
    AppState, Flash, Form, Layout, PageError, PageResult, PathId, Session, at, form::Word, see_other_with, show,
    show_again, show_unsaved, time,
};

/// An event with its form.
struct EventCard {
    id: i64,
    title: String,
    note: String,
    by: String,
    /// Where its answers are sent.
    action: String,
    questions: Vec<QuestionLine>,
    /// Words and page of each record that it may change.
    touches: Vec<(&'static str, String)>,
    /// The number of the sending that would take it back.
    operation: OperationId,
}

/// A question with the names of its fields.
struct QuestionLine {
    field: String,
    note_field: String,
    label: String,
    /// 「はい（佐藤 花子 R8.11.22 10:00）」; empty while nobody answered.
    answer: String,
    open: bool,
    note: String,
    /// Where one goes on, with its words.
    ways: Vec<(String, String)>,
    /// Whether going on begins a plan: what is answered on the page is saved with it.
    begins: bool,
}

#[derive(Template)]
#[template(path = "clients/life_events.html")]
struct Page {
    layout: Layout,
    page: LifeEventPage,
    form: Form,
    cards: Vec<EventCard>,
    kinds: Vec<Word>,
    answers: Vec<Word>,
    may_edit: bool,
    may_plan: bool,
}

impl Page {
    fn new(state: &AppState, session: &Session, page: LifeEventPage, form: Form) -> Self {
        let cards = page.events.iter().map(|event| card(state, &page, event)).collect();
        Self {
            layout: Layout::new(session, format!("{} 生活の変化", page.client.name)),
            cards,
            kinds: LifeEventKind::ALL.iter().map(|it| (it.word(), it.label())).collect(),
            answers: EventAnswer::ALL.iter().map(|it| (it.word(), it.label())).collect(),
            may_edit: session.may(Right::EditClients),
            may_plan: session.may(Right::RecordPlanning),
            page,
            form,
        }
    }
}

fn card(state: &AppState, page: &LifeEventPage, of: &EventView) -> EventCard {
    let client = page.client.id;
    let touched = |touched: &Touched| {
        let href = match touched {
            Touched::Registration => at::client_edit(client),
            Touched::About(kind) => at::about(client, *kind),
        };
        (touched.label(), href)
    };
    EventCard {
        id: of.id,
        title: of.event.words(of.on),
        note: [of.event.note.as_str(), of.event.told_by.as_str()]
            .iter()
            .filter(|it| !it.is_empty())
            .copied()
            .collect::<Vec<_>>()
            .join("　"),
        by: time::stamped(&of.by, &of.at),
        action: format!("{}/{}", at::life_events(client), of.id),
        questions: of.questions.iter().map(|(question, answer)| line(page, of, *question, answer.as_ref())).collect(),
        touches: of.touches.iter().map(touched).collect(),
        operation: OperationId((state.outside.new_id)()),
    }
}

fn line(page: &LifeEventPage, of: &EventView, question: EventQuestion, given: Option<&AnswerView>) -> QuestionLine {
    let event = of.id;
    let yes = given.is_some_and(|it| it.answer.answer == EventAnswer::Yes);
    let case = given.and_then(|it| it.answer.case);
    let client = page.client.id;
    let ways = match (question, case) {
        (EventQuestion::Plan, Some(case)) => vec![("始めた計画を開く".to_owned(), at::case(case))],
        (EventQuestion::Plan, None) => vec![("変更の計画を始める".to_owned(), at::new_case_of_event(client, event))],
        (EventQuestion::CarryOver, _) if yes => {
            of.rounds.iter().map(|round| ("繰越を記録する".to_owned(), at::carry_over(*round))).collect()
        }
        (EventQuestion::CarryOver | EventQuestion::Interval, _) => Vec::new(),
    };
    QuestionLine {
        field: format!("answer_{}_{event}", question.word()),
        note_field: format!("answer_note_{}_{event}", question.word()),
        label: question.words(of.month),
        open: given.is_none_or(|it| it.answer.answer == EventAnswer::NotYet),
        answer: given
            .map(|it| format!("{}（{}）", it.answer.answer.label(), time::stamped(&it.by, &it.at)))
            .unwrap_or_default(),
        begins: question == EventQuestion::Plan && case.is_none(),
        note: given.map(|it| it.answer.note.clone()).unwrap_or_default(),
        ways,
    }
}

async fn load(state: &AppState, session: &Session, id: ClientId) -> Result<LifeEventPage, PageError> {
    let page = state.read(session, move |cx| life_events(cx, id)).await?;
    Ok(page)
}

/// The form with every answer that stands in its fields.
fn filled(form: Form, page: &LifeEventPage) -> Form {
    let mut form = form.with_version(page.version);
    for event in &page.events {
        for (question, answer) in &event.questions {
            let Some(it) = answer else { continue };
            form.set(&format!("answer_{}_{}", question.word(), event.id), it.answer.answer.word());
            form.set(&format!("answer_note_{}_{}", question.word(), event.id), &it.answer.note);
        }
    }
    form
}

/// The page.
pub async fn open(State(state): State<AppState>, session: Session, PathId(id): PathId<ClientId>) -> PageResult {
    let page = load(&state, &session, id).await?;
    let form = filled(Form::blank(&state), &page);
    let form = form.with_draft(&state, &session, (DraftForm::LifeEvent, id.0)).await?;
    Ok(show(&Page::new(&state, &session, page, form)))
}

/// Records an event.
pub async fn send(
    State(state): State<AppState>,
    session: Session,
    PathId(id): PathId<ClientId>,
    mut form: Form,
) -> PageResult {
    let typed = form.clone();
    match state.write(&session, form.operation(), move |cx| record_life_event(cx, id, &typed)).await {
        Ok(()) => return Ok(see_other_with(Flash::Saved, at::life_events(id))),
        Err(refusal) => form.refuse(refusal)?,
    }
    let page = load(&state, &session, id).await?;
    let form = filled(form, &page);
    Ok(show_again(&Page::new(&state, &session, page, form)))
}

fn parse((client, event): &(String, String)) -> Result<(ClientId, i64), PageError> {
    let client = client.parse().map_err(|_| PageError::NotFound)?;
    Ok((client, event.parse().map_err(|_| PageError::NotFound)?))
}

/// Answers the questions of an event.
pub async fn answer(
    State(state): State<AppState>,
    session: Session,
    Path(place): Path<(String, String)>,
    mut form: Form,
) -> PageResult {
    let (id, event) = parse(&place)?;
    let (typed, seen, begins) = (form.clone(), form.version(), form.value("then") == "plan");
    let onward = if begins { at::new_case_of_event(id, event) } else { at::life_events(id) };
    let answer = move |cx: &mut Cx<'_>| answer_life_event(cx, id, event, &typed, (seen, begins));
    let refusal = match state.write(&session, form.operation(), answer).await {
        Ok(()) => return Ok(see_other_with(Flash::Saved, onward)),
        Err(refusal) => refusal,
    };
    let page = load(&state, &session, id).await?;
    let now = filled(Form::blank(&state), &page);
    let conflict = matches!(refusal, Refusal::Conflict { .. });
    match refusal {
        Refusal::Conflict { by, .. } => form.conflict_against(&state, page.version, &by, Some(&now), &[]),
        other => form.refuse(other)?,
    }
    Ok(show_unsaved(&Page::new(&state, &session, page, form), conflict))
}

/// Takes an event back.
pub async fn withdraw(
    State(state): State<AppState>,
    session: Session,
    Path(place): Path<(String, String)>,
    form: Form,
) -> PageResult {
    let (id, event) = parse(&place)?;
    let reason = form.value("reason").to_owned();
    state.write(&session, form.operation(), move |cx| withdraw_life_event(cx, id, event, &reason)).await?;
    Ok(see_other_with(Flash::Saved, at::life_events(id)))
}
