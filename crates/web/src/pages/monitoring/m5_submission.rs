//! (5) 区役所・支所へ写しを提出.

use app::monitoring::record_submission;
use askama::Template;
use axum::extract::{Query, State};
use domain::{
    id::RoundId,
    monitoring::{
        RoundFact, Step, StepState,
        m5_submission::{Submission, SubmissionMeans},
    },
    text,
};

use super::{StepQuery, entry, frame::Frame, refuse};
use crate::{
    AppState, Flash, Form, Layout, PageResult, PathId, Session, see_other_with, show as page, show_again, show_conflict,
};

#[derive(Template)]
#[template(path = "monitoring/m5_submission.html")]
struct Page {
    layout: Layout,
    frame: Frame,
    form: Form,
    /// The step is done: the form for one more is folded in.
    more: bool,
    means: Vec<(&'static str, &'static str)>,
    not_required: Option<String>,
}

impl Page {
    fn new(session: &Session, frame: Frame, form: Form) -> Self {
        let means = SubmissionMeans::ALL.iter().map(|means| (means.word(), means.label())).collect();
        let not_required = match frame.view.progress.get(4) {
            Some(StepState::NotRequired(why)) => Some(why.clone()),
            _ => None,
        };
        Self { layout: frame.layout(session), more: frame.adds(&form), frame, form, means, not_required }
    }
}

/// The page of the step.
pub async fn show(
    State(state): State<AppState>,
    session: Session,
    PathId(id): PathId<RoundId>,
    Query(query): Query<StepQuery>,
) -> PageResult {
    let frame = Frame::load(&state, &session, id, Some(Step::Submission)).await?;
    let last = frame.view.last.as_ref().and_then(|last| last.submission()).map(|(_, it)| it.clone());
    // The client's own 区役所・支所 on the round's day, else whoever took the last one, else the municipality.
    let to = frame.view.ward.clone().or_else(|| last.as_ref().map(|last| last.to.clone()));
    let to = to.unwrap_or_else(|| frame.view.municipality_name.clone());
    let means = last.map_or("", |last| last.means.word());
    let mut form = Form::blank(&state).with_version(frame.view.round.version).with("to", to).with("means", means);
    if let Some(fact) = query.fact().and_then(|fact| frame.view.round.facts.find(fact))
        && let RoundFact::Submission(submission) = &fact.body
    {
        form = fill(form, submission).with("corrects", fact.id.to_string());
    }
    Ok(page(&Page::new(&session, frame, form)))
}

/// Records a hand-in.
pub async fn save(
    State(state): State<AppState>,
    session: Session,
    PathId(id): PathId<RoundId>,
    mut form: Form,
) -> PageResult {
    if let Some(submission) = read(&mut form) {
        let entry = entry(id, &form);
        match state.write(&session, form.operation(), move |cx| record_submission(cx, entry, submission)).await {
            Ok(_) => return Ok(see_other_with(Flash::Saved, format!("/monitoring/{id}"))),
            Err(refusal) => refuse(&state, &session, &mut form, (id, "submission"), refusal).await?,
        }
    }
    let conflict = form.conflict().is_some();
    let frame = Frame::load(&state, &session, id, Some(Step::Submission)).await?;
    let again = Page::new(&session, frame, form);
    Ok(if conflict { show_conflict(&again) } else { show_again(&again) })
}

pub(super) fn fill(form: Form, submission: &Submission) -> Form {
    form.with_date("date", Some(submission.date))
        .with("to", &submission.to)
        .with("means", submission.means.word())
        .with("note", &submission.note)
}

fn read(form: &mut Form) -> Option<Submission> {
    let date = form.required_date("date", "提出日");
    let means = form.choice("means", "提出方法", SubmissionMeans::from_word);
    Some(Submission {
        to: text::line(form.value("to")),
        note: text::paragraph(form.value("note")),
        date: date?,
        means: means?,
    })
}
