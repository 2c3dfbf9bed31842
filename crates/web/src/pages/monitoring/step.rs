//! What the five steps that record something share: one way to open the form, with the fact that is corrected or the
//! draft in it, and one way to save it.

use app::{
    Cx, Refusal,
    drafts::DraftForm,
    monitoring::{Entry, RoundView, round_view},
};
use askama::Template;
use axum::extract::{Query, State};
use domain::{
    id::{FactId, RoundId},
    monitoring::{RoundFact, Step},
};
use serde::Deserialize;

use super::{filled, frame::Frame};
use crate::{
    AppState, Flash, Form, PageError, PageResult, PathId, Session, see_other_with, show as page, show_again,
    show_conflict,
};

/// What may stand behind the address of a step: the fact that is to be corrected.
#[derive(Debug, Default, Deserialize)]
pub struct StepQuery {
    /// 訂正する記録.
    #[serde(default)]
    pub fact: String,
}

/// The page of a step, and what its form says.
pub trait StepPage: Template + Sized + Send + Sync + 'static {
    /// What the form records.
    type Fact: Send + 'static;

    /// The step.
    const STEP: Step;
    /// The form, for its draft.
    const FORM: DraftForm;
    /// The kind of its fact, as stored.
    const KIND: &'static str;

    /// The form before anything is typed, with what is known already.
    fn start(session: &Session, frame: &Frame, blank: Form) -> Form;

    /// The form with a fact in its fields that is to be corrected; none where facts of the step are not corrected so.
    fn correcting(form: Form, fact: &RoundFact) -> Option<Form>;

    /// What the form says; none when a field has a mistake, which is noted at it.
    fn read(form: &mut Form) -> Option<Self::Fact>;

    /// The use case.
    fn record(cx: &mut Cx<'_>, entry: Entry, fact: Self::Fact) -> Result<(), Refusal>;

    /// Where one goes on after it.
    fn next(id: RoundId, fact: &Self::Fact) -> String;

    /// The page around the form.
    fn page(state: &AppState, session: &Session, frame: Frame, form: Form) -> Self;

    /// Whether the button only changed the form (a row more), which is shown again and not recorded.
    fn rearrange(_form: &mut Form) -> bool {
        false
    }

    /// What is stored now, beside what was typed: for a conflict. Afterwards the form is made on what stands now.
    fn stored(state: &AppState, view: &RoundView, form: &mut Form) -> Option<Form> {
        standing(state, view, form, Self::KIND)
    }
}

/// The page of the step; with `?fact=` the form holds the fact that is corrected.
pub async fn show<P: StepPage>(
    State(state): State<AppState>,
    session: Session,
    PathId(id): PathId<RoundId>,
    Query(query): Query<StepQuery>,
) -> PageResult {
    let frame = Frame::load(&state, &session, id, Some(P::STEP)).await?;
    let blank = Form::blank(&state).with_version(frame.view.round.version);
    let (mut form, mut subject) = (P::start(&session, &frame, blank), id.0);
    let asked = query.fact.parse().ok().and_then(|fact| frame.view.round.facts.find(fact));
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
    PathId(id): PathId<RoundId>,
    mut form: Form,
) -> PageResult {
    if P::rearrange(&mut form) {
        form.keep_as_draft(&state, &session).await;
        let frame = Frame::load(&state, &session, id, Some(P::STEP)).await?;
        return Ok(page(&P::page(&state, &session, frame, form)));
    }
    if let Some(fact) = P::read(&mut form) {
        let (entry, next) = (entry(id, &form), P::next(id, &fact));
        match state.write(&session, form.operation(), move |cx| P::record(cx, entry, fact)).await {
            Ok(()) => return Ok(see_other_with(Flash::Saved, next)),
            Err(Refusal::Conflict { by, .. }) => {
                let view = state.read(&session, move |cx| round_view(cx, id)).await?;
                let stored = P::stored(&state, &view, &mut form);
                form.conflict_against(&state, view.round.version, &by, stored.as_ref(), &[]);
            }
            Err(refusal) => form.refuse(refusal)?,
        }
    }
    let conflict = form.conflict().is_some();
    let frame = Frame::load(&state, &session, id, Some(P::STEP)).await?;
    let again = P::page(&state, &session, frame, form);
    Ok(if conflict { show_conflict(&again) } else { show_again(&again) })
}

/// Where the form's fact goes.
pub(super) fn entry(round: RoundId, form: &Form) -> Entry {
    Entry { round, version: form.version(), corrects: form.value("corrects").parse().ok() }
}

/// Takes what a form of the round was refused for into the form. A conflict shows both versions of every field; `kind` is
/// that of the form's fact.
pub(super) async fn refuse(
    state: &AppState,
    session: &Session,
    form: &mut Form,
    (id, kind): (RoundId, &str),
    refusal: Refusal,
) -> Result<(), PageError> {
    let Refusal::Conflict { by, .. } = refusal else { return form.refuse(refusal) };
    let view = state.read(session, move |cx| round_view(cx, id)).await?;
    let stored = standing(state, &view, form, kind);
    form.conflict_against(state, view.round.version, &by, stored.as_ref(), &[]);
    Ok(())
}

/// The form with the fact that stands: that in the place of the corrected one, which the form corrects from then on.
fn standing(state: &AppState, view: &RoundView, form: &mut Form, kind: &str) -> Option<Form> {
    let corrected: Option<FactId> = form.value("corrects").parse().ok();
    let stands = match corrected {
        Some(fact) => view.round.facts.standing_for(fact),
        None => view.round.standing().filter(|fact| fact.body.kind() == kind).last(),
    };
    if corrected.is_some() {
        form.set("corrects", stands.map(|fact| fact.id.to_string()).unwrap_or_default());
    }
    stands.map(|fact| filled(Form::blank(state), &fact.body))
}
