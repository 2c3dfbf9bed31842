//! (5) 区役所・支所へ写しを提出.

use app::{
    Cx, Refusal,
    drafts::DraftForm,
    monitoring::{Entry, record_submission},
};
use askama::Template;
use domain::{
    id::RoundId,
    monitoring::{
        RoundFact, Step, StepState,
        m5_submission::{Submission, SubmissionMeans},
    },
    text,
};

use super::frame::Frame;
use crate::{AppState, Form, Layout, Session, at, form::names::SubmissionField, pages::step::StepPage};

/// The page of the step.
#[derive(Template)]
#[template(path = "monitoring/m5_submission.html")]
pub struct Page {
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

impl StepPage for Page {
    type Frame = Frame;
    type Fact = Submission;

    const STEP: Option<Step> = Some(Step::Submission);
    const FORM: DraftForm = DraftForm::Submission;
    const KIND: &'static str = "submission";

    fn start(_session: &Session, frame: &Frame, blank: Form) -> Form {
        let last = frame.view.last.as_ref().and_then(|last| last.submission()).map(|(_, it)| it.clone());
        // The client's own 区役所・支所 on the round's day, else whoever took the last one, else the municipality.
        let to = frame.view.ward.clone().or_else(|| last.as_ref().map(|last| last.to.clone()));
        let to = to.unwrap_or_else(|| frame.view.municipality_name.clone());
        blank
            .with_date(SubmissionField::Date.name(), Some(frame.view.today))
            .with(SubmissionField::To.name(), to)
            .with(SubmissionField::Means.name(), last.map_or("", |last| last.means.word()))
    }

    fn correcting(form: Form, fact: &RoundFact) -> Option<Form> {
        let RoundFact::Submission(submission) = fact else { return None };
        Some(fill(form, submission))
    }

    fn read(form: &mut Form) -> Option<Submission> {
        read(form)
    }

    fn record(cx: &mut Cx<'_>, entry: Entry, fact: Submission) -> Result<(), Refusal> {
        record_submission(cx, entry, fact).map(drop)
    }

    fn next(id: RoundId, _fact: &Submission) -> String {
        at::round(id)
    }

    fn page(_state: &AppState, session: &Session, frame: Frame, form: Form) -> Self {
        Self::new(session, frame, form)
    }
}

pub(super) fn fill(form: Form, submission: &Submission) -> Form {
    form.with_date(SubmissionField::Date.name(), Some(submission.date))
        .with(SubmissionField::To.name(), &submission.to)
        .with(SubmissionField::Means.name(), submission.means.word())
        .with(SubmissionField::Note.name(), &submission.note)
}

fn read(form: &mut Form) -> Option<Submission> {
    let date = form.required_date(SubmissionField::Date.name(), "提出日");
    let means = form.choice(SubmissionField::Means.name(), "提出方法", SubmissionMeans::from_word);
    Some(Submission {
        to: text::line(form.value(SubmissionField::To.name())),
        note: text::paragraph(form.value(SubmissionField::Note.name())),
        date: date?,
        means: means?,
    })
}
