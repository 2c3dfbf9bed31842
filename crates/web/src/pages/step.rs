//! What the forms of steps share, whatever they record in: a round of monitoring, a planning case. One way to open a form,
//! with the fact that is corrected or the draft in it, and one way to save it.

use std::{future::Future, str::FromStr};

use app::{Cx, Refusal, drafts::DraftForm};
use askama::Template;
use axum::extract::{Query, State};
use domain::{
    facts::{Body, Facts},
    id::FactId,
    text,
};
use serde::Deserialize;
use uuid::Uuid;

use crate::{
    AppState, Flash, Form, PageError, PageResult, PathId, PathIds, Session, see_other_with, show as page, show_unsaved,
};

/// What may stand behind the address of a step: the fact that is to be corrected.
#[derive(Debug, Default, Deserialize)]
pub struct StepQuery {
    /// 訂正する記録.
    #[serde(default)]
    pub fact: String,
}

/// The frame around the page of a step: the thing in which it records, loaded.
pub trait StepFrame: Sized + Send + Sync + 'static {
    /// How the thing is named in an address.
    type Id: Copy + FromStr + Send + Sync + 'static;
    /// Which page of the thing is open.
    type Step: Copy + Send + Sync + 'static;
    /// What its facts say.
    type Body: Body<Id = FactId>;
    /// Where a fact goes.
    type Entry: Send + 'static;

    /// Loads it with one of its pages open.
    fn load(
        state: &AppState,
        session: &Session,
        id: Self::Id,
        step: Self::Step,
    ) -> impl Future<Output = Result<Self, PageError>> + Send;

    /// What a draft of a form is about, unless it corrects a fact.
    fn subject(id: Self::Id) -> Uuid;

    /// Everything recorded.
    fn facts(&self) -> &Facts<Self::Body>;

    /// The version that its forms show.
    fn version(&self) -> i64;

    /// Where the fact of a form goes.
    fn entry(id: Self::Id, version: i64, corrects: Option<FactId>) -> Self::Entry;

    /// The form of a fact's page with the fact in its fields.
    fn filled(form: Form, body: &Self::Body) -> Form;

    /// Takes a fact back.
    fn withdraw(cx: &mut Cx<'_>, id: Self::Id, fact: FactId, reason: String) -> Result<(), Refusal>;

    /// Undoes the latest withdrawal.
    fn restore(cx: &mut Cx<'_>, id: Self::Id, withdrawal: FactId) -> Result<(), Refusal>;

    /// The page of the whole thing.
    fn home(id: Self::Id) -> String;
}

/// The page of a step, and what its form says.
pub trait StepPage: Template + Sized + Send + Sync + 'static {
    /// The frame around it.
    type Frame: StepFrame;
    /// What the form records.
    type Fact: Send + 'static;

    /// The step.
    const STEP: <Self::Frame as StepFrame>::Step;
    /// The form, for its draft.
    const FORM: DraftForm;
    /// The kind of its fact, as stored.
    const KIND: &'static str;

    /// The form before anything is typed, with what is known already.
    fn start(session: &Session, frame: &Self::Frame, blank: Form) -> Form;

    /// The form with a fact in its fields that is to be corrected; none where facts of the step are not corrected so.
    fn correcting(form: Form, fact: &<Self::Frame as StepFrame>::Body) -> Option<Form>;

    /// What the form says; none when a field has a mistake, which is noted at it.
    fn read(form: &mut Form) -> Option<Self::Fact>;

    /// The use case.
    fn record(cx: &mut Cx<'_>, entry: <Self::Frame as StepFrame>::Entry, fact: Self::Fact) -> Result<(), Refusal>;

    /// Where one goes on after it.
    fn next(id: <Self::Frame as StepFrame>::Id, fact: &Self::Fact) -> String;

    /// The page around the form.
    fn page(state: &AppState, session: &Session, frame: Self::Frame, form: Form) -> Self;

    /// Whether the button only changed the form (a row more), which is shown again and not recorded.
    fn rearrange(_form: &mut Form) -> bool {
        false
    }

    /// What is stored now, beside what was typed: for a conflict. Afterwards the form is made on what stands now.
    fn stored(state: &AppState, frame: &Self::Frame, form: &mut Form) -> Option<Form> {
        standing(state, frame, form, Self::KIND)
    }
}

/// The page of the step; with `?fact=` the form holds the fact that is corrected.
pub async fn show<P: StepPage>(
    State(state): State<AppState>,
    session: Session,
    PathId(id): PathId<<P::Frame as StepFrame>::Id>,
    Query(query): Query<StepQuery>,
) -> PageResult {
    let frame = P::Frame::load(&state, &session, id, P::STEP).await?;
    let blank = Form::blank(&state).with_version(frame.version());
    let (mut form, mut subject) = (P::start(&session, &frame, blank), P::Frame::subject(id));
    let asked = query.fact.parse().ok().and_then(|fact| frame.facts().find(fact));
    if let Some(fact) = asked
        && let Some(correcting) = P::correcting(form.clone(), &fact.body)
    {
        (form, subject) = (correcting.with("corrects", fact.id.to_string()), fact.id.0);
    }
    let form = form.with_draft(&state, &session, (P::FORM, subject)).await?;
    Ok(page(&P::page(&state, &session, frame, form)))
}

/// Records what the form says, or shows it again with what is wrong.
pub async fn save<P: StepPage>(
    State(state): State<AppState>,
    session: Session,
    PathId(id): PathId<<P::Frame as StepFrame>::Id>,
    mut form: Form,
) -> PageResult {
    if form.rearranged(&state, &session, P::rearrange).await {
        let frame = P::Frame::load(&state, &session, id, P::STEP).await?;
        return Ok(page(&P::page(&state, &session, frame, form)));
    }
    let mut saved_by = None;
    if let Some(fact) = P::read(&mut form) {
        let (entry, next) = (entry::<P::Frame>(id, &form), P::next(id, &fact));
        match state.write(&session, form.operation(), move |cx| P::record(cx, entry, fact)).await {
            Ok(()) => return Ok(see_other_with(Flash::Saved, next)),
            Err(refusal) => saved_by = refuse(&mut form, refusal)?,
        }
    }
    let frame = P::Frame::load(&state, &session, id, P::STEP).await?;
    if let Some(by) = &saved_by {
        let stored = P::stored(&state, &frame, &mut form);
        form.conflict_against(&state, frame.version(), by, stored.as_ref(), &[]);
    }
    Ok(show_unsaved(&P::page(&state, &session, frame, form), saved_by.is_some()))
}

/// Takes a fact back; the page of the thing offers 元に戻す.
pub async fn withdraw<F: StepFrame>(
    State(state): State<AppState>,
    session: Session,
    PathIds(id, fact): PathIds<F::Id, FactId>,
    form: Form,
) -> PageResult {
    let reason: String = text::line(form.value("reason")).chars().take(200).collect();
    state.write(&session, form.operation(), move |cx| F::withdraw(cx, id, fact, reason)).await?;
    Ok(see_other_with(Flash::Saved, F::home(id)))
}

/// Undoes the latest withdrawal.
pub async fn restore<F: StepFrame>(
    State(state): State<AppState>,
    session: Session,
    PathIds(id, withdrawal): PathIds<F::Id, FactId>,
    form: Form,
) -> PageResult {
    state.write(&session, form.operation(), move |cx| F::restore(cx, id, withdrawal)).await?;
    Ok(see_other_with(Flash::Saved, F::home(id)))
}

/// Where the form's fact goes.
pub(super) fn entry<F: StepFrame>(id: F::Id, form: &Form) -> F::Entry {
    F::entry(id, form.version(), form.value("corrects").parse().ok())
}

/// Takes what a form was refused for into the form. By whom it was saved in between, where it was: both versions are then
/// shown once the thing is loaded again.
pub(super) fn refuse(form: &mut Form, refusal: Refusal) -> Result<Option<String>, PageError> {
    match refusal {
        Refusal::Conflict { by, .. } => Ok(Some(by)),
        other => form.refuse(other).map(|()| None),
    }
}

/// Puts another form of the thing against what stands; `kind` is that of the form's fact.
pub(super) fn against<F: StepFrame>(state: &AppState, frame: &F, form: &mut Form, kind: &str, by: &str) {
    let stored = standing(state, frame, form, kind);
    form.conflict_against(state, frame.version(), by, stored.as_ref(), &[]);
}

/// The form with the fact that stands: that in the place of the corrected one, which the form corrects from then on.
fn standing<F: StepFrame>(state: &AppState, frame: &F, form: &mut Form, kind: &str) -> Option<Form> {
    let corrected: Option<FactId> = form.value("corrects").parse().ok();
    let stands = match corrected {
        Some(fact) => frame.facts().standing_for(fact),
        None => frame.facts().standing().filter(|fact| fact.body.kind() == kind).last(),
    };
    if corrected.is_some() {
        form.set("corrects", stands.map(|fact| fact.id.to_string()).unwrap_or_default());
    }
    stands.map(|fact| F::filled(Form::blank(state), &fact.body))
}
