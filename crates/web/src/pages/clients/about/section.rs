//! One kind of what is recorded about a client: its form, filled with what holds today, and its history.

use app::{
    Cx, Refusal,
    clients::about::{AboutSection, about_section, record_about, turn_self_plan, withdraw_about},
    drafts::DraftForm,
};
use askama::Template;
use axum::extract::{Path, State};
use domain::{
    client::{AboutKind, CareLevel, Client, HandbookKind, Household, MonthTaken, TellingWay, TurnTo, UseChange},
    id::{ClientId, OperationId},
    office::Right,
    protection::window::DisabilityKind,
};

use super::card::{Line, lines, when};
use crate::{
    AppState, Flash, Form, Layout, PageError, PageResult, Session, at,
    form::rows::{DOCTORS, EMERGENCY, FAMILY, HANDBOOKS, Row, Rows},
    see_other_with, show, show_again, show_unsaved, time,
};

/// Word and label of a choice.
type Choice = (&'static str, &'static str);

/// The choices of the forms.
struct Choices {
    /// はい, いいえ, 未確認.
    tri: [Choice; 3],
    households: Vec<Choice>,
    care_levels: Vec<Choice>,
    disability_kinds: Vec<Choice>,
    handbook_kinds: Vec<Choice>,
    telling_ways: Vec<Choice>,
    use_changes: Vec<Choice>,
    turns: Vec<Choice>,
    months_taken: Vec<Choice>,
}

impl Choices {
    fn new() -> Self {
        Self {
            tri: [("yes", "はい"), ("no", "いいえ"), ("", "未確認")],
            households: Household::ALL.iter().map(|it| (it.word(), it.label())).collect(),
            care_levels: CareLevel::ALL.iter().map(|it| (it.word(), it.label())).collect(),
            disability_kinds: DisabilityKind::ALL.iter().map(|it| (it.word(), it.label())).collect(),
            handbook_kinds: HandbookKind::ALL.iter().map(|it| (it.word(), it.label())).collect(),
            telling_ways: TellingWay::ALL.iter().map(|it| (it.word(), it.label())).collect(),
            use_changes: UseChange::ALL.iter().map(|it| (it.word(), it.label())).collect(),
            turns: TurnTo::ALL.iter().map(|it| (it.word(), it.label())).collect(),
            months_taken: MonthTaken::ALL
                .iter()
                .map(|it| (it.word(), it.label()))
                .chain([("", "まだわからない")])
                .collect(),
        }
    }
}

/// A line of the history.
struct HistoryLine {
    id: i64,
    when: String,
    lines: Vec<Line>,
    by: String,
    at: String,
    stands: bool,
    /// The number of the sending that would take it back.
    operation: OperationId,
}

#[derive(Template)]
#[template(path = "clients/about/section.html")]
struct SectionPage {
    layout: Layout,
    client: Client,
    kind: AboutKind,
    form: Form,
    /// The plan whose 基本情報 the form starts from.
    from_case: Option<String>,
    rows: Vec<Row>,
    choices: Choices,
    history: Vec<HistoryLine>,
    action: String,
    may_edit: bool,
}

impl SectionPage {
    fn new(state: &AppState, session: &Session, kind: AboutKind, section: AboutSection, form: Form) -> Self {
        let today = (state.outside.today)();
        let history = section.history.iter().map(|it| HistoryLine {
            id: it.fact.id,
            when: when(&it.fact),
            lines: lines(&it.fact.body.what, today),
            by: it.fact.by(),
            at: time::moment(&it.fact.recorded_at),
            stands: it.stands,
            operation: OperationId((state.outside.new_id)()),
        });
        Self {
            layout: Layout::new(session, kind.label()),
            kind,
            rows: list_of(kind).map(|rows| rows.all(&form)).unwrap_or_default(),
            choices: Choices::new(),
            history: history.collect(),
            action: at::about(section.client.id, kind),
            may_edit: session.may(Right::EditClients),
            client: section.client,
            from_case: section.from_case.filter(|_| !form.is_sent()),
            form,
        }
    }
}

/// The list of rows of a kind.
fn list_of(kind: AboutKind) -> Option<Rows> {
    match kind {
        AboutKind::Family => Some(FAMILY),
        AboutKind::Emergency => Some(EMERGENCY),
        AboutKind::Doctors => Some(DOCTORS),
        AboutKind::Disability => Some(HANDBOOKS),
        AboutKind::Contract
        | AboutKind::Insurance
        | AboutKind::Telling
        | AboutKind::Grounds
        | AboutKind::PlanRequest
        | AboutKind::SelfPlan
        | AboutKind::FromOffice
        | AboutKind::ToOffice => None,
    }
}

fn parse((client, kind): &(String, String)) -> Result<(ClientId, AboutKind), PageError> {
    let client = client.parse().map_err(|_| PageError::NotFound)?;
    Ok((client, AboutKind::from_word(kind).ok_or(PageError::NotFound)?))
}

/// The form with what holds today; of a dated kind as confirmed today.
fn filled(state: &AppState, kind: AboutKind, section: &AboutSection) -> Form {
    let mut form = Form::blank(state).with_version(section.version);
    if kind.is_dated() {
        form = form.with_date("holds_from", Some((state.outside.today)()));
    }
    for (name, value) in &section.typed.0 {
        form.add(name, value);
    }
    form
}

/// The page of a kind.
pub async fn open(State(state): State<AppState>, session: Session, Path(place): Path<(String, String)>) -> PageResult {
    let (id, kind) = parse(&place)?;
    let section = state.read(&session, move |cx| about_section(cx, id, kind)).await?;
    let form = filled(&state, kind, &section);
    let form = form.with_draft(&state, &session, (DraftForm::About(kind), id.0)).await?;
    Ok(show(&SectionPage::new(&state, &session, kind, section, form)))
}

/// Records what the form says, or shows it again with what is wrong.
pub async fn send(
    State(state): State<AppState>,
    session: Session,
    Path(place): Path<(String, String)>,
    mut form: Form,
) -> PageResult {
    let (id, kind) = parse(&place)?;
    if form.rearranged(&state, &session, |form| list_of(kind).is_some_and(|rows| rows.rearrange(form))).await {
        let section = state.read(&session, move |cx| about_section(cx, id, kind)).await?;
        return Ok(show(&SectionPage::new(&state, &session, kind, section, form)));
    }
    let (typed, seen) = (form.clone(), form.version());
    let saved = state.write(&session, form.operation(), move |cx| record(cx, id, kind, &typed, seen)).await;
    let refusal = match saved {
        Ok(()) => return Ok(see_other_with(Flash::Saved, at::about_client(id))),
        Err(refusal) => refusal,
    };
    let section = state.read(&session, move |cx| about_section(cx, id, kind)).await?;
    let conflict = matches!(refusal, Refusal::Conflict { .. });
    match refusal {
        Refusal::Conflict { by, .. } => {
            // Since when it holds is this sending's own question, not part of what is stored.
            let now = filled(&state, kind, &section).with("holds_from", form.value("holds_from"));
            form.conflict_against(&state, section.version, &by, Some(&now), &[]);
        }
        other => form.refuse(other)?,
    }
    let page = SectionPage::new(&state, &session, kind, section, form);
    Ok(show_unsaved(&page, conflict))
}

fn record(cx: &mut Cx<'_>, id: ClientId, kind: AboutKind, typed: &Form, seen: i64) -> Result<(), Refusal> {
    if kind == AboutKind::SelfPlan { turn_self_plan(cx, id, typed) } else { record_about(cx, id, kind, typed, seen) }
}

/// Takes a record back.
pub async fn withdraw(
    State(state): State<AppState>,
    session: Session,
    Path((client, kind, fact)): Path<(String, String, String)>,
    form: Form,
) -> PageResult {
    let (id, kind) = parse(&(client, kind))?;
    let fact: i64 = fact.parse().map_err(|_| PageError::NotFound)?;
    let reason = form.value("reason").to_owned();
    match state.write(&session, form.operation(), move |cx| withdraw_about(cx, id, fact, &reason)).await {
        Ok(()) => Ok(see_other_with(Flash::Saved, at::about(id, kind))),
        Err(refusal) => {
            let section = state.read(&session, move |cx| about_section(cx, id, kind)).await?;
            let mut again = filled(&state, kind, &section);
            again.refuse(refusal)?;
            Ok(show_again(&SectionPage::new(&state, &session, kind, section, again)))
        }
    }
}
